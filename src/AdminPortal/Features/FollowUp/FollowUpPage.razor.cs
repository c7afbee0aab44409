using System.Globalization;
using AdminPortal.Gateways.Identities;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Features.FollowUp;

public sealed partial class FollowUpPage : IAsyncDisposable
{
    private const string ApproveKey = "follow-up:approve";

    private readonly FollowUpPageState _state = new();
    private LiveQuery? _live;
    private LoadState<FollowUpList>? _load;
    private FollowUpList? _list;
    private Actor? _actor;
    private IReadOnlyCollection<Guid>? _inviting;
    private IReadOnlyCollection<Guid>? _adding;
    private IReadOnlyCollection<Guid>? _closing;

    [Inject]
    public required FollowUpBoard Board { get; init; }

    [Inject]
    public required FollowUpDesk Desk { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Runner { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private FollowUpQuery Query => _state.Query;

    private int Skip => (Query.Page - 1) * FollowUpBoard.PageSize;

    /// <summary>Nothing is done with who is in or given up.</summary>
    private bool Selectable => Query.View != FollowUpView.Over;

    private bool MayManage => _actor?.Can(Permissions.ManageGroups) == true;

    private bool MayDecide => _actor?.Can(Permissions.DecideRequests) == true;

    private string? WhyNotManage => MayManage ? null : "Your role only reads here.";

    private string? WhyNotDecide => MayDecide ? null : "Your role only reads here.";

    private string EmptyTitle => Query.View switch
    {
        FollowUpView.NeedsYou => "Nobody needs you",
        FollowUpView.Waiting => "Nothing is under way",
        _ => "Nobody was followed to the end yet",
    };

    private string EmptyText => Query.View switch
    {
        FollowUpView.NeedsYou => "Whoever cannot be added to a group, asks to join it, or lets an invitation end, appears here.",
        FollowUpView.Waiting => "People who are being added or invited appear here until they are in.",
        _ => "Who has joined, and who was closed with a reason, stays readable here.",
    };

    public async ValueTask DisposeAsync()
    {
        Runner.Changed -= OnActionsChanged;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Runner.Changed += OnActionsChanged;
        _actor = await CurrentActor.GetAsync();
    }

    protected override void OnParametersSet()
    {
        _state.Ask(FollowUpPageState.QueryOf(View, State, Group, Search, Page));
        if (_live is null)
        {
            _live = LiveQuery.Start(Feed, [ChangeTopic.FollowUp], LoadAsync, OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
        }
        else
        {
            _live.Refresh();
        }
    }

    private Task<FollowUpList> LoadAsync(CancellationToken cancellationToken) => Board.ListAsync(Query, cancellationToken);

    private void OnLoaded(FollowUpList list)
    {
        _list = list;
        _load = LoadState.Of(list, l => l.Rows.Count == 0);
        StateHasChanged();
    }

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private void Go(FollowUpQuery query) => Navigation.NavigateTo(FollowUpPageState.UrlOf(query), replace: true);

    private static string? Clean(object? value) => value?.ToString() is { Length: > 0 } text ? text : null;

    private async Task OnSelectAllAsync()
    {
        _state.Choose(await Board.MatchingAsync(Query, CancellationToken.None));
        Runner.Announce($"{_state.Selected.Count} selected");
    }

    private void OnSelectPage(FollowUpList list, bool select)
    {
        if (select)
        {
            _state.Choose(_state.Selected.Union(list.Rows.Select(r => r.Id)).ToList());
        }
        else
        {
            _state.Clear();
        }
    }

    private void OnDialogClosed(bool done)
    {
        (_inviting, _adding, _closing) = (null, null, null);
        if (done)
        {
            _state.Clear();
        }
    }

    private async Task ApproveAsync(IReadOnlyCollection<Guid> people)
    {
        var actor = await CurrentActor.GetAsync();
        var result = await Runner.RunAsync(
            ApproveKey,
            cancellationToken => Desk.ApproveAsync(actor, people, cancellationToken),
            people.Count == 1 ? "The request is being approved." : "The requests are being approved.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        if (result is { Succeeded: true })
        {
            _state.Clear();
        }
    }

    private async Task OnCopyAsync(string code)
    {
        if (!InviteCode.TryParse(code, out var invite))
        {
            return;
        }

        try
        {
            await JS.InvokeVoidAsync("navigator.clipboard.writeText", invite.Link.ToString());
            Runner.Toast(ToastTone.Done, "The link is in your clipboard.");
        }
        catch (JSException)
        {
            // No permission, or no TLS: browsers then keep the clipboard to themselves.
            Runner.Toast(ToastTone.Failure, $"Your browser does not let this page copy. The link is {invite.Link}");
        }
    }
}
