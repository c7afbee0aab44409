using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Communities.Suggestions;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Live;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

/// <summary>One community: its groups over the same draft as the whole estate, and what its parent group has.</summary>
public sealed partial class CommunityPage
{
    private readonly GroupSelection _selection = new();
    private OutlineState _outline = default!;
    private IReadOnlyList<SuggestedGroup> _suggestions = [];
    private Estate? _estate;
    private LiveQuery? _live;
    private IReadOnlyList<string>? _moving;
    private bool _linking;
    private bool _creating;
    private bool _announcing;

    [Inject]
    public required CommunityDirectory Directory { get; init; }

    [Inject]
    public required CommunityDraft Draft { get; init; }

    [Inject]
    public required ManagedCommunities Managed { get; init; }

    [Inject]
    public required SuggestedGroups Suggested { get; init; }

    [Inject]
    public required GroupDesk Desk { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    private string OpenTab { get; set; } = "";

    private string? Locked => MayManage ? null : "Your role only reads here.";

    private string? WhyNoAnnouncement => Locked ?? (_estate, Community) switch
    {
        (null, _) => "The community is being read.",
        (_, null) => "This is no community.",
        var (estate, community) => AnnouncementCandidate.Of(estate, community).Blocked is { } blocked ? $"{community.Parent.Name}: {blocked}." : null,
    };

    /// <summary>People and groups at the door.</summary>
    private int Waiting => (Community?.Requests ?? 0) + _suggestions.Count;

    private CommunityNode? Community => _estate?.FindCommunity(GroupId);

    private string Completeness
    {
        get
        {
            var numbers = Community?.Parent.Numbers.Select(n => n.ConnectionId).ToHashSet() ?? [];
            var limited = _estate?.Numbers.FirstOrDefault(n => numbers.Contains(n.ConnectionId) && n.Capabilities[Capability.ListSubgroups].Level == CapabilityLevel.Limited);
            return limited is null ? "" : $"There may be more groups than these: the gateway of {limited.Name} {limited.Capabilities[Capability.ListSubgroups].Reason}.";
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Draft.Changed -= OnDraftChanged;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        _outline = new OutlineState(_selection, Time);
        Draft.Changed += OnDraftChanged;
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Groups, ChangeTopic.Requests, ChangeTopic.Operations, ChangeTopic.Connections],
            Directory.ReadAsync,
            OnLoaded,
            InvokeAsync,
            DispatchExceptionAsync,
            Time);
    }

    protected override async Task OnParametersSetAsync()
    {
        ShowCommunity();
        await base.OnParametersSetAsync();

        // A tab may hold components that read the address themselves. Made while a change of address is being told around,
        // they would join the listeners being gone through, and the circuit would end.
        await Task.Yield();
        OpenTab = Tab is "participants" or "requests" or "settings" or "invite" or "activity" ? Tab : "groups";
    }

    protected override async Task ReadAlongAsync(GroupSheet sheet, CancellationToken cancellationToken) =>
        _suggestions = await Suggested.OfAsync(sheet.Id, cancellationToken);

    private void OnLoaded(Estate estate)
    {
        _estate = estate;
        Draft.Follow(estate);
        ShowCommunity();
        StateHasChanged();
    }

    private void ShowCommunity()
    {
        if (_estate is not null && Community is { } community)
        {
            _outline.Show(new Estate([community], [], [], [.. _estate.BeingCreated.Where(c => c.CommunityId == GroupId)], _estate.Numbers, _estate.Limits));
        }
    }

    private void OnDraftChanged() => _ = InvokeAsync(StateHasChanged);

    private void OnOpen(OutlineRow row)
    {
        if (row.Key != GroupId)
        {
            Navigation.NavigateTo(OutlineWords.HrefOf(row.Node!));
        }
    }

    private void OpenMove(IReadOnlyList<string> groupIds) => _moving = groupIds.Count > 0 && MayManage ? groupIds : null;

    private async Task OnMoveChosenAsync(string? to)
    {
        var moving = _moving ?? [];
        _moving = null;
        await StageAsync(moving, to);
    }

    private Task OnLinksChosenAsync(IReadOnlyList<string> groupIds)
    {
        _linking = false;
        return StageAsync(groupIds, GroupId);
    }

    private async Task StageAsync(IReadOnlyList<string> groupIds, string? to)
    {
        if (_estate is not null && MayManage)
        {
            await Staging.MoveAsync(Draft, Actions, _selection, _estate, Managed, CurrentActor, groupIds, to);
        }
    }

    private Task<string?> RenameAsync(EstateNode node, string name, Guid? through) => Staging.RenameAsync(Actions, Desk, Managed, CurrentActor, node, name, through);
}
