using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

public sealed partial class CommunitiesPage : IAsyncDisposable
{
    private readonly GroupSelection _selection = new();
    private readonly GroupSelection _communities = new();
    private readonly HashSet<string> _ownAddresses = new(StringComparer.Ordinal);
    private OutlineState _outline = default!;
    private BoardState _board = default!;
    private LoadState<Estate> _load = new LoadState<Estate>.Loading();
    private EstateFilter _filter = EstateFilter.None;
    private Estate? _estate;
    private LiveQuery? _live;
    private string? _locked;
    private string? _shownFilter;
    private string? _shownSelected;
    private int _numbers;
    private IReadOnlyList<string>? _moving;
    private bool _creatingCommunity;
    private bool _creatingGroup;
    private bool _joining;
    private IReadOnlyCollection<string>? _announceTo;
    private bool _keeping;
    private string? _createIn;

    [Inject]
    public required CommunityDirectory Directory { get; init; }

    [Inject]
    public required CommunityDraft Draft { get; init; }

    [Inject]
    public required ManagedCommunities Managed { get; init; }

    [Inject]
    public required GroupDesk Groups { get; init; }

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

    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    [SupplyParameterFromQuery(Name = "filter")]
    public string? FilterParameter { get; set; }

    [SupplyParameterFromQuery(Name = "selected")]
    public string? Selected { get; set; }

    /// <summary>"announce" opens that dialog at once.</summary>
    [SupplyParameterFromQuery(Name = "open")]
    public string? Open { get; set; }

    private bool IsBoard => View == "board";

    private string? WhyNoCommunity => _locked
        ?? (_estate is null ? "Communities are being read." : CommunityFounder.Creator(_estate, Capability.CreateCommunity).Failure?.Message);

    private string? WhyNoAnnouncement => _locked
        ?? (_estate is null ? "Communities are being read." : _estate.Communities.Count == 0 ? "There is no community yet." : null);

    private string? FilterText => _filter.IsActive ? _filter.ToString() : null;

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
        _outline = new OutlineState(_selection, Time, _communities);
        _board = new BoardState(_selection, Draft, _communities);
        Draft.Changed += OnDraftChanged;
        _locked = (await CurrentActor.GetAsync()).Can(Permissions.ManageGroups) ? null : "Your role only reads here.";
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Groups, ChangeTopic.Requests, ChangeTopic.Operations, ChangeTopic.Connections],
            Directory.ReadAsync,
            OnLoaded,
            InvokeAsync,
            DispatchExceptionAsync,
            Time);
    }

    protected override void OnParametersSet()
    {
        // An address that this page wrote itself may come back late, when more has been typed: it must not undo that.
        var filter = FilterParameter ?? "";
        if (filter != (_shownFilter ?? "") || _shownFilter is null)
        {
            _shownFilter = filter;
            if (!_ownAddresses.Remove(filter))
            {
                _filter = EstateFilter.Parse(filter);
                _outline.Narrow(_filter);
                _board.Narrow(_filter);
            }
        }

        ShowSelected();
        if (Open == "announce")
        {
            Announce([]);
        }
    }

    private void Announce(IEnumerable<string> communities) => _announceTo = _locked is null ? [.. communities] : null;

    private void CloseAnnouncement()
    {
        _announceTo = null;
        if (Open is not null)
        {
            Navigation.NavigateTo(PortalUrls.Communities(View, FilterText, Selected), replace: true);
        }
    }

    private void OnLoaded(Estate estate)
    {
        _estate = estate;
        _numbers = estate.Numbers.Count;
        Draft.Follow(estate);
        _outline.Show(estate);
        _board.Show(estate);
        _load = LoadState.Of(estate, e => e.Communities.Count + e.GroupCount + e.BeingCreated.Count == 0);
        ShowSelected();
        StateHasChanged();
    }

    private void ShowSelected()
    {
        if (Selected is not null && Selected != _shownSelected && _estate is not null)
        {
            _shownSelected = Selected;
            _outline.Activate(Selected);
            _board.Reveal(Selected);
        }
    }

    private void OnFilterText(string? text) => Narrow(_filter.WithText(text));

    private void Narrow(EstateFilter filter)
    {
        _filter = filter;
        _outline.Narrow(filter);
        _board.Narrow(filter);
        _ownAddresses.Add(FilterText ?? "");
        Navigation.NavigateTo(PortalUrls.Communities(View, FilterText, Selected), replace: true);
    }

    private void OnOpen(OutlineRow row) => Navigation.NavigateTo(OutlineWords.HrefOf(row.Node!));

    private void OnOutlineChanged() => StateHasChanged();

    private void OnDraftChanged() => _ = InvokeAsync(() =>
    {
        _board.Rebuild();
        StateHasChanged();
    });

    private void OpenMove(IReadOnlyList<string> groupIds) => _moving = groupIds.Count > 0 && _locked is null ? groupIds : null;

    private void OpenCreateGroup(string? community) => (_creatingGroup, _createIn) = (_locked is null, community);

    private async Task OnMoveChosenAsync(string? to)
    {
        var moving = _moving ?? [];
        _moving = null;
        await StageAsync(moving, to);
    }

    private async Task StageAsync(IReadOnlyList<string> groupIds, string? to)
    {
        if (_estate is null || _locked is not null)
        {
            return;
        }

        await Staging.MoveAsync(Draft, Actions, _selection, _estate, Managed, CurrentActor, groupIds, to);
    }

    private Task<string?> RenameAsync(EstateNode node, string name, Guid? through) => Staging.RenameAsync(Actions, Groups, Managed, CurrentActor, node, name, through);
}
