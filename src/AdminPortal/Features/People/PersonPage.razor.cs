using AdminPortal.Features.Approvals;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.People;

public sealed partial class PersonPage : IAsyncDisposable
{
    private LiveQuery? _live;
    private Guid _shown;
    private IReadOnlyList<WantedPlace> _wanted = [];
    private LoadState<PersonSheet> _state = new LoadState<PersonSheet>.Loading();

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    public required PersonDirectory People { get; init; }

    [Inject]
    public required FollowUpBoard Wanted { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    protected override void OnParametersSet()
    {
        if (_live is null)
        {
            _shown = Id;
            _live = LiveQuery.Start(
                Feed, [ChangeTopic.Groups, ChangeTopic.Requests, ChangeTopic.FollowUp], ReadAsync, OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
        }
        else if (_shown != Id)
        {
            _shown = Id;
            _state = new LoadState<PersonSheet>.Loading();
            _live.Refresh();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    private static string Count(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";

    private static string HrefOf(PersonMembership membership) => membership.Kind == GroupKind.CommunityParent
        ? PortalUrls.Community(membership.GroupId)
        : PortalUrls.Group(membership.GroupId);

    private static (StatusTone Tone, string Text) StateOf(PersonRequest request) => request.State switch
    {
        RequestState.Deciding => (StatusTone.Pending, request.Approve == true ? "Approving" : "Rejecting"),
        RequestState.Approved => (StatusTone.Confirmed, "Approved"),
        RequestState.Rejected => (StatusTone.Refused, "Rejected"),
        _ => (StatusTone.Stale, "Withdrawn or handled elsewhere"),
    };

    private static string IconOf(MembershipChangeKind kind) => kind switch
    {
        MembershipChangeKind.Joined => "plus",
        MembershipChangeKind.Left => "dash",
        MembershipChangeKind.Promoted => "up",
        _ => "down",
    };

    private static string WordOf(MembershipChangeKind kind) => kind switch
    {
        MembershipChangeKind.Joined => "Joined",
        MembershipChangeKind.Left => "Left",
        MembershipChangeKind.Promoted => "Became admin of",
        _ => "No longer admin of",
    };

    private static string OriginOf(ReadingOrigin origin) => origin switch
    {
        ReadingOrigin.Webhook => "the gateway told us",
        ReadingOrigin.OwnWrite => "done from this console",
        _ => "detected by reading, not notified",
    };

    private async Task<(PersonSheet? Sheet, IReadOnlyList<WantedPlace> Wanted)> ReadAsync(CancellationToken cancellationToken) =>
        (await People.FindAsync(Id, cancellationToken), await Wanted.OfPersonAsync(Id, cancellationToken));

    private void OnLoaded((PersonSheet? Sheet, IReadOnlyList<WantedPlace> Wanted) read)
    {
        (var sheet, _wanted) = read;
        _state = sheet is null ? new LoadState<PersonSheet>.Empty() : new LoadState<PersonSheet>.Ready(sheet);
        StateHasChanged();
    }

    private void OnRetry() => _live?.Refresh();
}
