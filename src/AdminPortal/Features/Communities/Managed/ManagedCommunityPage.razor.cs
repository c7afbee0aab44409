using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities.Managed;

public sealed partial class ManagedCommunityPage : IAsyncDisposable
{
    private const string BusyKey = "community:kept";

    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private LoadState<CommunityNode> _state = new LoadState<CommunityNode>.Loading();
    private Estate? _estate;
    private LiveQuery? _live;
    private string? _locked;
    private IReadOnlyList<string>? _moving;
    private bool _adding;
    private bool _announcing;

    [Inject]
    public required CommunityDirectory Directory { get; init; }

    [Inject]
    public required ManagedCommunities Managed { get; init; }

    [Inject]
    public required CommunityDraft Draft { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Parameter]
    public string Id { get; set; } = "";

    public async ValueTask DisposeAsync()
    {
        Draft.Changed -= OnDraftChanged;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Draft.Changed += OnDraftChanged;
        _locked = (await CurrentActor.GetAsync()).Can(Permissions.ManageGroups) ? null : "Your role only reads here.";
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Groups, ChangeTopic.Operations, ChangeTopic.Connections],
            Directory.ReadAsync,
            OnLoaded,
            InvokeAsync,
            DispatchExceptionAsync,
            Time);
    }

    protected override void OnParametersSet()
    {
        if (_estate is not null)
        {
            Show(_estate);
        }
    }

    private void OnLoaded(Estate estate)
    {
        Draft.Follow(estate);
        Show(estate);
        StateHasChanged();
    }

    private void Show(Estate estate)
    {
        _estate = estate;
        _state = estate.FindCommunity(Id) is { Parent.IsKeptHere: true } community ? new LoadState<CommunityNode>.Ready(community) : new LoadState<CommunityNode>.Empty();
    }

    private string? WhyNoAnnouncement(CommunityNode community) =>
        _locked ?? (AnnouncementCandidate.Of(_estate!, community).Blocked is { } blocked ? $"{community.Parent.Name}: {blocked}." : null);

    private static IReadOnlyList<LinkCandidate> Candidates(Estate estate) =>
        [.. estate.Standalone.Concat(estate.Unplaced).OrderBy(n => n.NameSearch, StringComparer.Ordinal).Select(n => new LinkCandidate(n, Blocked: null))];

    private static IReadOnlyList<string> Groups(CommunityNode community) => [.. community.All.Skip(1).Select(g => g.Id)];

    private void OnDraftChanged() => _ = InvokeAsync(StateHasChanged);

    /// <summary>Into another community kept here at once; into a real one as changes of the draft.</summary>
    private async Task OnMoveChosenAsync(string? to)
    {
        var moving = _moving ?? [];
        _moving = null;
        await Staging.MoveAsync(Draft, Actions, new GroupSelection(), _estate!, Managed, CurrentActor, moving, to);
    }

    private void OpenAdd()
    {
        _chosen.Clear();
        _adding = true;
    }

    private async Task PlaceAsync(IReadOnlyCollection<string> groups, string? to)
    {
        var actor = await CurrentActor.GetAsync();
        var result = await Actions.RunAsync(BusyKey, token => Managed.PlaceAsync(actor, to, groups, token));
        _adding &= result is not { Succeeded: true };
    }

    private async Task MarkAsync(string? group)
    {
        var actor = await CurrentActor.GetAsync();
        await Actions.RunAsync(BusyKey, token => Managed.MarkAsync(actor, Id, group, token));
    }

    private async Task DissolveAsync(CommunityNode community)
    {
        var actor = await CurrentActor.GetAsync();
        var result = await Actions.RunAsync(
            BusyKey,
            token => Managed.DissolveAsync(actor, Id, token),
            $"{community.Parent.Name} is no longer kept here.",
            confirm: new Confirmation(
                $"Dissolve {community.Parent.Name}?",
                $"The arrangement goes; {OutlineWords.Count(community.All.Count() - 1, "group")} and their members stay as they are. Nothing is sent.",
                "Dissolve",
                Dangerous: true));
        if (result is { Succeeded: true })
        {
            Navigation.NavigateTo(PortalUrls.Communities());
        }
    }
}
