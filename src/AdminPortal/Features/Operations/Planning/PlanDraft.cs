
namespace AdminPortal.Features.Operations.Planning;

/// <summary>A plan while it takes shape: what goes, in the order of sending, and what does not.</summary>
internal sealed class PlanDraft(WorldFacts facts, bool manyGroups)
{
    private readonly List<PlannedItem> _items = [];
    private readonly List<LeftOut> _leftOut = [];
    private readonly HashSet<string> _notes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _coming = new(StringComparer.Ordinal);

    public IReadOnlyList<PlannedItem> Items => _items;

    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    public IReadOnlyList<string> Notes => [.. _notes];

    public void Note(string sentence) => _notes.Add(sentence);

    public void Leave(OperationItem item, string why, string? nextStep = null) =>
        _leftOut.Add(new LeftOut(OperationWords.PhraseOf(item.Kind, item.Label), why, nextStep));

    public void LeaveLine(int line, string why) => _leftOut.Add(new LeftOut($"Line {line:N0}", why));

    /// <returns>Its place, for what depends on it.</returns>
    public int Send(ItemDraft draft)
    {
        _items.Add(new PlannedItem(draft, manyGroups && draft.Participant is not null ? facts.NameOf(draft.GroupId) : null, facts.NumberName(draft.ConnectionId)));
        if (draft is { Kind: ItemKind.AddParticipant, GroupId: { } group })
        {
            _coming[group] = ComingInto(group) + 1;
        }

        return _items.Count;
    }

    /// <summary>How many people this plan already brings into the group.</summary>
    public int ComingInto(string groupId) => _coming.GetValueOrDefault(groupId);

    /// <summary>Groups this plan links to the community, less those it takes out of it.</summary>
    public int NetLinks(string communityId) =>
        _items.Count(i => i.Draft.Kind == ItemKind.LinkGroup && i.Draft.CommunityId == communityId)
        - _items.Count(i => i.Draft.Kind == ItemKind.UnlinkGroup && i.Draft.CommunityId == communityId);

    /// <summary>The place of the step that takes the group out of where it is now.</summary>
    public int? UnlinkOf(string groupId)
    {
        var at = _items.FindIndex(i => i.Draft.Kind == ItemKind.UnlinkGroup && i.Draft.GroupId == groupId);
        return at < 0 ? null : at + 1;
    }
}
