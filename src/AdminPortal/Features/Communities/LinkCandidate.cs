using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

/// <summary>An existing group that could be linked to a community by a certain number.</summary>
/// <param name="Blocked">Why not, as a short reason; null when it can.</param>
public sealed record LinkCandidate(EstateNode Node, string? Blocked)
{
    /// <summary>All groups that are no announcement group, those that can be linked first, by name.</summary>
    /// <param name="number">The number that would link; null for any of ours.</param>
    public static IReadOnlyList<LinkCandidate> Of(Estate estate, Guid? number, string? into = null) =>
    [
        .. estate.Standalone.Concat(estate.Unplaced).Concat(estate.Communities.SelectMany(c => c.Subgroups))
            .Where(n => n.CommunityId is null || n.CommunityId != into)
            .Select(n => new LinkCandidate(n, Reason(estate, n, number)))
            .OrderBy(c => c.Blocked is not null)
            .ThenBy(c => c.Node.NameSearch, StringComparer.Ordinal),
    ];

    /// <summary>One group as a candidate, for any of our numbers.</summary>
    public static LinkCandidate Of(Estate estate, EstateNode node, string into) =>
        new(node, node.CommunityId == into ? "it is in there already" : !node.IsMovable ? "it is no group that can be linked" : Reason(estate, node, number: null));

    private static string? Reason(Estate estate, EstateNode node, Guid? number)
    {
        if (node.CommunityId is { } community)
        {
            return $"in {estate.NameOf(community)}; move it on the board";
        }

        if (node.Pending.Any(p => p.Kind is Operations.ItemKind.LinkGroup or Operations.ItemKind.UnlinkGroup))
        {
            return "is being moved already";
        }

        var ours = node.Numbers.Where(n => number is null || n.ConnectionId == number).ToList();
        var name = estate.Numbers.FirstOrDefault(n => n.ConnectionId == number)?.Name ?? "our number";
        return ours switch
        {
            [] => $"{name} is not in it",
            _ when ours.TrueForAll(n => n.Role is MemberRole.Member) => $"{name} is no admin of it",
            _ when number is not null && !estate.Numbers.First(n => n.ConnectionId == number).Capabilities.Can(Capability.LinkGroup) => $"{name} cannot link groups",
            _ when number is null && ours.TrueForAll(n => Abilities(n)?.Can(Capability.LinkGroup) == false) => $"{ours[0].Name} {Abilities(ours[0])![Capability.LinkGroup].Reason}",
            _ => null,
        };

        CapabilitySet? Abilities(NodeNumber inside) => estate.Numbers.FirstOrDefault(n => n.ConnectionId == inside.ConnectionId)?.Capabilities;
    }
}
