namespace AdminPortal.Features.Communities;

/// <summary>One column of the board.</summary>
/// <param name="CommunityId">Null for groups in no community.</param>
/// <param name="Cards">Groups that are here or are staged to come, and shadows of those staged to go.</param>
/// <param name="Now">Groups that are here.</param>
/// <param name="Then">Groups that will be here once the draft is applied.</param>
/// <param name="IsTarget">Something can be dropped here.</param>
public sealed record BoardColumn(
    string Key,
    string? CommunityId,
    string Title,
    CommunityNode? Community,
    IReadOnlyList<BoardCard> Cards,
    IReadOnlyList<PendingCreation> Creating,
    int Now,
    int Then,
    bool IsTarget);

/// <summary>One group on the board.</summary>
/// <param name="IsShadow">The group is here; the draft moves it elsewhere, where it shows as staged.</param>
public sealed record BoardCard(EstateNode Node, StagedChange? Change, bool IsShadow)
{
    public string Key => IsShadow ? $"{Node.Id}:shadow" : Node.Id;
}

/// <summary>The board's columns, which of them are shown, and what is being dragged.</summary>
/// <param name="picked">Communities.</param>
public sealed class BoardState(GroupSelection selection, CommunityDraft draft, GroupSelection picked)
{
    /// <summary>Communities side by side; more are reached by turning the page or by the filter.</summary>
    public const int PerPage = 12;

    private Estate? _estate;
    private EstateFilter _filter = EstateFilter.None;

    public GroupSelection Selection => selection;

    public GroupSelection Communities => picked;

    /// <summary>"Not in a community" first, then the communities of this page.</summary>
    public IReadOnlyList<BoardColumn> Columns { get; private set; } = [];

    /// <summary>Communities that fit the filter.</summary>
    public int Matching { get; private set; }

    public int Page { get; private set; }

    public int Pages => Math.Max(1, (Matching + PerPage - 1) / PerPage);

    public IReadOnlyList<string> Dragged { get; private set; } = [];

    public void Show(Estate estate)
    {
        _estate = estate;
        selection.Keep(id => estate.Find(id) is { IsMovable: true });
        Rebuild();
    }

    public void Narrow(EstateFilter filter)
    {
        _filter = filter;
        Page = 0;
        Rebuild();
    }

    public void Turn(int by)
    {
        Page = Math.Clamp(Page + by, 0, Pages - 1);
        Rebuild();
    }

    /// <summary>Turns to the page that holds a community or the community of a group.</summary>
    public void Reveal(string? id)
    {
        var node = _estate?.Find(id);
        var community = node?.CommunityId ?? node?.KeptIn ?? node?.Id;
        var place = Fitting().FindIndex(c => c.Id == community);
        if (place >= 0)
        {
            Page = place / PerPage;
            Rebuild();
        }
    }

    /// <summary>The draft changed.</summary>
    public void Rebuild()
    {
        if (_estate is null)
        {
            return;
        }

        var communities = Fitting();
        Matching = communities.Count;
        Page = Math.Clamp(Page, 0, Pages - 1);
        var arriving = draft.Changes.ToLookup(c => c.To ?? "", c => c, StringComparer.Ordinal);
        List<BoardColumn> columns = [Loose(_estate, arriving)];
        if (_estate.Unplaced.Count > 0 && Shown(_estate.Unplaced).Count > 0)
        {
            var cards = Shown(_estate.Unplaced);
            columns.Add(new BoardColumn(OutlineRow.UnplacedKey, CommunityId: null, "Not known yet", Community: null, cards, [], _estate.Unplaced.Count, Staying(_estate.Unplaced), IsTarget: false));
        }

        columns.AddRange(communities.Skip(Page * PerPage).Take(PerPage).Select(c => Column(_estate, c, arriving)));
        Columns = columns;
    }

    public void StartDrag(string groupId) => Dragged = selection.With(groupId);

    /// <summary>What was dragged; the drag is over.</summary>
    public IReadOnlyList<string> EndDrag()
    {
        var dragged = Dragged;
        Dragged = [];
        return dragged;
    }

    private List<CommunityNode> Fitting() =>
        _estate is null ? [] : [.. _estate.Communities.Where(c => !_filter.IsActive
            || _filter.MatchesCommunity(c, _estate.Limits)
            || draft.Changes.Any(change => change.To == c.Id)
            || c.All.Skip(1).Any(n => _filter.Matches(n, _estate.Limits)))];

    private BoardColumn Loose(Estate estate, ILookup<string, StagedChange> arriving) => new(
        OutlineRow.StandaloneKey,
        CommunityId: null,
        "Not in a community",
        Community: null,
        [.. Arrivals(estate, arriving[""]), .. Shown(estate.Standalone)],
        [.. estate.BeingCreated.Where(c => c.CommunityId is null && c.Kind != Operations.ItemKind.CreateCommunity)],
        estate.Standalone.Count,
        Staying(estate.Standalone) + arriving[""].Count(),
        IsTarget: true);

    private BoardColumn Column(Estate estate, CommunityNode community, ILookup<string, StagedChange> arriving)
    {
        // A community found by its own name shows all it holds.
        var whole = !_filter.IsActive || (_filter.Named is null && _filter.MatchesText(community.Parent));
        return new BoardColumn(
            community.Id,
            community.Id,
            community.Parent.Name,
            community,
            [.. Arrivals(estate, arriving[community.Id]), .. whole ? [.. community.Subgroups.Select(CardOf)] : Shown(community.Subgroups)],
            [.. estate.BeingCreated.Where(c => c.CommunityId == community.Id)],
            community.Subgroups.Count,
            Staying(community.Subgroups) + arriving[community.Id].Count(),
            IsTarget: !community.Parent.IsPlaceholder);
    }

    private List<BoardCard> Shown(IReadOnlyList<EstateNode> nodes) =>
        [.. nodes.Where(n => !_filter.IsActive || _filter.Matches(n, _estate!.Limits)).Select(CardOf)];

    private BoardCard CardOf(EstateNode node) => draft.For(node.Id) is { } change ? new BoardCard(node, change, IsShadow: true) : new BoardCard(node, Change: null, IsShadow: false);

    private int Staying(IReadOnlyList<EstateNode> nodes) => nodes.Count(n => draft.For(n.Id) is null);

    private static IEnumerable<BoardCard> Arrivals(Estate estate, IEnumerable<StagedChange> changes) =>
        from change in changes
        let node = estate.Find(change.GroupId)
        where node is not null
        select new BoardCard(node, change, IsShadow: false);
}
