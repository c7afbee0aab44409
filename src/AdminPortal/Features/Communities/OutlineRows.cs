using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

public enum OutlineRowKind
{
    Community,
    Announcement,
    Group,
    /// <summary>Holds groups that are in no community, or of which we do not know.</summary>
    Bucket,
    /// <summary>An operation is about to create it.</summary>
    Creating,
    /// <summary>Stands for what no read has shown.</summary>
    Unread,
}

/// <summary>One visible line of the outline.</summary>
/// <param name="Key">The group's id, or a name of its own for lines that are no group.</param>
/// <param name="Level">1 for communities and buckets, 2 below.</param>
/// <param name="Position">1-based among its siblings; with <paramref name="SetSize"/> it is read out.</param>
/// <param name="Expanded">Null for lines without children.</param>
public sealed record OutlineRow(
    string Key,
    OutlineRowKind Kind,
    string Text,
    string Search,
    EstateNode? Node,
    CommunityNode? Community,
    PendingCreation? Creation,
    int Level,
    int Position,
    int SetSize,
    bool? Expanded,
    string? ParentKey,
    int Count = 0)
{
    public const string StandaloneKey = "bucket:standalone";
    public const string UnplacedKey = "bucket:unplaced";

    public bool IsSelectable => Node is { IsMovable: true };
}

/// <summary>Turns the estate into visible lines. A line that fits the filter keeps its ancestors.</summary>
internal static class OutlineRows
{
    public static List<OutlineRow> Build(Estate estate, EstateFilter filter, Func<string, bool> isOpen)
    {
        List<Branch> branches = [];
        foreach (var community in estate.Communities)
        {
            var children = Children(community, estate, filter);
            if (!filter.IsActive || children.Count > 0 || filter.MatchesCommunity(community, estate.Limits))
            {
                branches.Add(new Branch(community.Id, OutlineRowKind.Community, community.Parent.Name, community.Parent.NameSearch, community.Parent, community, children, community.Subgroups.Count));
            }
        }

        if (!filter.IsActive)
        {
            branches.AddRange(estate.BeingCreated.Where(c => c.Kind == Operations.ItemKind.CreateCommunity).Select(c => Creating(c)));
        }

        AddBucket(branches, OutlineRow.StandaloneKey, "Not in a community", estate.Standalone, estate, filter, [.. estate.BeingCreated.Where(c => c.Kind != Operations.ItemKind.CreateCommunity && c.CommunityId is null)]);
        AddBucket(branches, OutlineRow.UnplacedKey, "Not known yet whether in a community", estate.Unplaced, estate, filter, []);

        List<OutlineRow> rows = [];
        for (var i = 0; i < branches.Count; i++)
        {
            var branch = branches[i];
            var open = branch.Children.Count > 0 && isOpen(branch.Key);
            rows.Add(branch.ToRow(level: 1, i + 1, branches.Count, branch.Children.Count == 0 ? null : open, parentKey: null));
            if (open)
            {
                rows.AddRange(branch.Children.Select((child, index) => child.ToRow(level: 2, index + 1, branch.Children.Count, expanded: null, branch.Key)));
            }
        }

        return rows;
    }

    /// <summary>The key of the line above, whether it is visible or not.</summary>
    public static string? ParentOf(Estate estate, string id) => estate.Find(id) switch
    {
        null or { Kind: GroupKind.CommunityParent } => null,
        { CommunityId: { } community } => community,
        { KeptIn: { } kept } => kept,
        { Kind: GroupKind.Standalone } => OutlineRow.StandaloneKey,
        _ => OutlineRow.UnplacedKey,
    };

    private static List<Branch> Children(CommunityNode community, Estate estate, EstateFilter filter)
    {
        var whole = !filter.IsActive || (filter.Named is null && filter.MatchesText(community.Parent));
        List<Branch> children = [];
        if (community.Announcement is { } announcement && (whole || filter.Matches(announcement, estate.Limits)))
        {
            children.Add(Group(announcement, OutlineRowKind.Announcement));
        }

        children.AddRange(community.Subgroups.Where(g => whole || filter.Matches(g, estate.Limits)).Select(g => Group(g, OutlineRowKind.Group)));
        if (!filter.IsActive)
        {
            children.AddRange(estate.BeingCreated.Where(c => c.CommunityId == community.Id).Select(Creating));
            if (community.Parent.SubgroupsAt is null && community.Subgroups.Count == 0)
            {
                children.Add(new Branch($"unread:{community.Id}", OutlineRowKind.Unread, "Its groups have not been read yet", "", Node: null, Community: null, [], 0));
            }
        }

        return children;
    }

    private static void AddBucket(List<Branch> branches, string key, string text, IReadOnlyList<EstateNode> groups, Estate estate, EstateFilter filter, List<PendingCreation> creations)
    {
        List<Branch> children = [.. groups.Where(g => !filter.IsActive || filter.Matches(g, estate.Limits)).Select(g => Group(g, OutlineRowKind.Group))];
        if (!filter.IsActive)
        {
            children.AddRange(creations.Select(Creating));
        }

        if (children.Count > 0)
        {
            branches.Add(new Branch(key, OutlineRowKind.Bucket, text, Data.SearchText.Normalise(text), Node: null, Community: null, children, children.Count));
        }
    }

    private static Branch Group(EstateNode node, OutlineRowKind kind) => new(node.Id, kind, node.Name, node.NameSearch, node, Community: null, [], 0);

    private static Branch Creating(PendingCreation creation) =>
        new($"creating:{creation.OperationId}:{creation.Name}", OutlineRowKind.Creating, creation.Name, Data.SearchText.Normalise(creation.Name), Node: null, Community: null, [], 0, creation);

    private sealed record Branch(
        string Key, OutlineRowKind Kind, string Text, string Search, EstateNode? Node, CommunityNode? Community, List<Branch> Children, int Count, PendingCreation? Creation = null)
    {
        public OutlineRow ToRow(int level, int position, int setSize, bool? expanded, string? parentKey) =>
            new(Key, Kind, Text, Search, Node, Community, Creation, level, position, setSize, expanded, parentKey, Count);
    }
}
