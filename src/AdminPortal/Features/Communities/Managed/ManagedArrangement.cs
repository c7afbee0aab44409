using AdminPortal.Data;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Communities.Managed;

/// <summary>The communities kept here, as nodes of the estate.</summary>
internal sealed class ManagedArrangement
{
    private readonly List<ManagedCommunity> _communities;
    private readonly Dictionary<string, ManagedGroup> _places;

    private ManagedArrangement(List<ManagedCommunity> communities, Dictionary<string, ManagedGroup> places) => (_communities, _places) = (communities, places);

    public static async Task<ManagedArrangement> ReadAsync(PortalDbContext db, CancellationToken cancellationToken) => new(
        await db.ManagedCommunities.AsNoTracking().ToListAsync(cancellationToken),
        await db.ManagedGroups.AsNoTracking().ToDictionaryAsync(g => g.GroupId, StringComparer.Ordinal, cancellationToken));

    /// <summary>Groups that stand in a community kept here. One that a real community has taken in stands there and nowhere else.</summary>
    public EstateNode Place(EstateNode node) =>
        node is { CommunityId: null, IsMovable: true } && _places.TryGetValue(node.Id, out var place) ? node with { KeptIn = ManagedCommunity.IdOf(place.CommunityId) } : node;

    public IEnumerable<CommunityNode> Communities(IReadOnlyList<EstateNode> nodes)
    {
        var groups = nodes.Where(n => n.KeptIn is not null).ToLookup(n => n.KeptIn!, StringComparer.Ordinal);
        foreach (var community in _communities)
        {
            var id = ManagedCommunity.IdOf(community.Id);
            var announcement = groups[id].FirstOrDefault(n => _places[n.Id].IsAnnouncement);
            yield return new CommunityNode(
                new EstateNode
                {
                    Id = id,
                    Name = ShownName.Of(community.Name),
                    NameSearch = community.NameSearch,
                    Kind = GroupKind.CommunityParent,
                    IsKeptHere = true,
                    SubgroupsAt = community.CreatedAt,
                },
                announcement,
                [.. groups[id].Where(n => n != announcement).OrderBy(n => n.NameSearch, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal)]);
        }
    }
}
