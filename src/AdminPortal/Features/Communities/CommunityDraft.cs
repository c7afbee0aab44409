namespace AdminPortal.Features.Communities;

public enum StagedKind
{
    /// <summary>Into a community.</summary>
    Link,
    /// <summary>Out of its community.</summary>
    Unlink,
    /// <summary>From one community into another: two calls.</summary>
    Move,
}

/// <summary>A wish, not a fact.</summary>
/// <param name="From">The community the group was in when it was staged.</param>
/// <param name="To">The community it is to be in; null for none.</param>
public sealed record StagedChange(string GroupId, string GroupName, string? From, string? To)
{
    public StagedKind Kind => From is null ? StagedKind.Link : To is null ? StagedKind.Unlink : StagedKind.Move;
}

/// <summary>What staging came to.</summary>
/// <param name="Staged">Groups that now wait in the draft.</param>
/// <param name="TakenBack">Groups that were dropped where they are: their change left the draft.</param>
/// <param name="Refused">One sentence per group that cannot be staged.</param>
public sealed record StageOutcome(int Staged, int TakenBack, IReadOnlyList<string> Refused);

/// <summary>
/// Changes of structure that an operator has gathered and not applied. One per circuit, so that it outlives a look at
/// another page.
/// </summary>
public sealed class CommunityDraft
{
    private readonly List<StagedChange> _changes = [];

    /// <summary>Something was staged, undone or cleared.</summary>
    public event Action? Changed;

    /// <summary>In the order of staging.</summary>
    public IReadOnlyList<StagedChange> Changes => _changes;

    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Names this very content: submitting it twice is one operation.</summary>
    public Guid Intent { get; private set; } = Guid.NewGuid();

    public StagedChange? For(string groupId) => _changes.Find(c => c.GroupId == groupId);

    /// <summary>Where the group will be once the draft is applied, as far as the draft says.</summary>
    public string? PlaceOf(EstateNode node) => For(node.Id) is { } change ? change.To : node.CommunityId;

    /// <param name="to">A community's id; null for "in no community".</param>
    public StageOutcome Stage(Estate estate, IEnumerable<string> groupIds, string? to)
    {
        var (staged, takenBack) = (0, 0);
        List<string> refused = [];
        foreach (var id in groupIds)
        {
            var earlier = For(id);
            if (Refusal(estate, id, to, earlier) is { } sentence)
            {
                refused.Add(sentence);
                continue;
            }

            var node = estate.Find(id)!;
            if (earlier is not null)
            {
                _changes.Remove(earlier);
            }

            if (node.CommunityId == to)
            {
                takenBack += earlier is null ? 0 : 1;
                continue;
            }

            _changes.Add(new StagedChange(id, node.Name, node.CommunityId, to));
            staged++;
        }

        if (staged + takenBack > 0)
        {
            Announce();
        }

        return new StageOutcome(staged, takenBack, refused);
    }

    public void Undo(string groupId)
    {
        if (_changes.RemoveAll(c => c.GroupId == groupId) > 0)
        {
            Announce();
        }
    }

    /// <summary>Takes back what was staged last.</summary>
    public void UndoLast()
    {
        if (_changes.Count > 0)
        {
            _changes.RemoveAt(_changes.Count - 1);
            Announce();
        }
    }

    public void Clear()
    {
        if (_changes.Count > 0)
        {
            _changes.Clear();
            Announce();
        }
    }

    /// <summary>Drops what has become a fact, and what is about groups that are gone.</summary>
    public void Follow(Estate estate)
    {
        if (_changes.RemoveAll(c => estate.Find(c.GroupId) is not { } node || (node.CommunityId == c.To && c.From != c.To)) > 0)
        {
            Announce();
        }
    }

    /// <summary>"Link 2, move 1".</summary>
    public string Summary()
    {
        List<string> parts = [];
        foreach (var (kind, verb) in new[] { (StagedKind.Link, "link"), (StagedKind.Move, "move"), (StagedKind.Unlink, "unlink") })
        {
            var count = _changes.Count(c => c.Kind == kind);
            if (count > 0)
            {
                parts.Add($"{verb} {count:N0}");
            }
        }

        var text = string.Join(", ", parts);
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string? Refusal(Estate estate, string id, string? to, StagedChange? earlier)
    {
        if (estate.Find(id) is not { } node)
        {
            return "A group of the selection is not there any more.";
        }

        if (node.Kind == Gateways.Model.GroupKind.Announcement)
        {
            return $"{node.Name} is an announcement group: it belongs to its community and can be neither linked nor unlinked.";
        }

        if (!node.IsMovable)
        {
            return $"{node.Name} is a community itself.";
        }

        if (node.Pending.Any(p => p.Kind is Operations.ItemKind.LinkGroup or Operations.ItemKind.UnlinkGroup))
        {
            return $"{node.Name} is being moved already.";
        }

        if (to is not null && estate.FindCommunity(to) is null)
        {
            return "That community is not there any more.";
        }

        return node.CommunityId == to && earlier is null
            ? to is null ? $"{node.Name} is in no community." : $"{node.Name} is in {estate.NameOf(to)} already."
            : null;
    }

    private void Announce()
    {
        Intent = Guid.NewGuid();
        Changed?.Invoke();
    }
}
