using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Groups;

/// <summary>The number that will act, and what it may.</summary>
public sealed record ActingNumber(Guid ConnectionId, string Name, MemberRole? Role, CapabilitySet Capabilities);

/// <summary>None of our numbers can do it; the sentence says what is missing.</summary>
public sealed record NoNumberCanAct(string Message) : PortalFailure(Message);

/// <summary>Finds which of our numbers can act on a group: in it, connected, able, and with the needed role.</summary>
public sealed class ActingNumbers(IDbContextFactory<PortalDbContext> contexts, GatewayCatalog catalog)
{
    /// <summary>More than this is asked for in several queries.</summary>
    private const int GroupsPerQuery = 500;

    /// <param name="needed">The least role; null when membership is enough.</param>
    /// <param name="through">For some groups the number that an operator chose; the console chooses for the others.</param>
    public async Task<IReadOnlyDictionary<string, Result<ActingNumber>>> FindAsync(
        IReadOnlyCollection<string> groupIds,
        Capability capability,
        MemberRole? needed,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, Guid>? through = null) =>
        (await RouteAsync(groupIds, capability, needed, cancellationToken)).ToDictionary(
            r => r.Key,
            r => r.Value.Succeeded ? Chosen(r.Value.Value, through is not null && through.TryGetValue(r.Key, out var id) ? id : null) : r.Value.Failure,
            StringComparer.Ordinal);

    /// <summary>For every group who can act there. The number of queries does not grow with the groups.</summary>
    /// <param name="needed">The least role; null when membership is enough.</param>
    public async Task<IReadOnlyDictionary<string, Result<NumberRouting>>> RouteAsync(
        IReadOnlyCollection<string> groupIds, Capability capability, MemberRole? needed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = groupIds.Distinct(StringComparer.Ordinal).ToDictionary(id => id, _ => (Result<NumberRouting>)new NotThere("The group"), StringComparer.Ordinal);
        var roster = await OurNumbers.ReadAsync(db, cancellationToken);
        foreach (var ids in found.Keys.Chunk(GroupsPerQuery))
        {
            var groups = await db.Groups.AsNoTracking()
                .Where(g => ids.Contains(g.Id))
                .Select(g => new { g.Id, g.Name, IsGone = g.GoneAt != null })
                .ToListAsync(cancellationToken);
            var relations = await RelationsAsync(db, ids, cancellationToken);
            foreach (var group in groups)
            {
                var (within, elsewhere) = roster.Divide(relations[group.Id], catalog);
                found[group.Id] = group.IsGone ? new GroupGone(group.Name) : NumberRouting.Of(group.Name, within, capability, needed, elsewhere);
            }
        }

        return found;
    }

    /// <summary>All our numbers that are in the group, the longest connected first.</summary>
    public async Task<IReadOnlyList<NumberInGroup>> InAsync(string groupId, CancellationToken cancellationToken) =>
        (await DivideAsync(groupId, cancellationToken)).Within;

    /// <summary>Our numbers that are in the group, and the others, the longest connected first.</summary>
    public async Task<(IReadOnlyList<NumberInGroup> Within, IReadOnlyList<NumberInGroup> Elsewhere)> DivideAsync(string groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var roster = await OurNumbers.ReadAsync(db, cancellationToken);
        return roster.Divide((await RelationsAsync(db, [groupId], cancellationToken))[groupId], catalog);
    }

    private static Result<ActingNumber> Chosen(NumberRouting routing, Guid? through)
    {
        var choice = routing.Choose(through);
        return choice.Succeeded
            ? new ActingNumber(choice.Value.ConnectionId, choice.Value.Name, choice.Value.Role, choice.Value.Capabilities)
            : choice.Failure;
    }

    private static async Task<ILookup<string, GroupConnection>> RelationsAsync(PortalDbContext db, IReadOnlyCollection<string> groupIds, CancellationToken cancellationToken) =>
        (await db.GroupConnections.AsNoTracking().Where(r => groupIds.Contains(r.GroupId) && r.GoneAt == null).ToListAsync(cancellationToken))
            .ToLookup(r => r.GroupId, StringComparer.Ordinal);

    /// <summary>All numbers that were not removed, and what was found on them.</summary>
    private sealed record OurNumbers(IReadOnlyList<Connection> Connections, ILookup<Guid, ConnectionCapability> Found)
    {
        public static async Task<OurNumbers> ReadAsync(PortalDbContext db, CancellationToken cancellationToken) => new(
            await db.Connections.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.CreatedAt).ToListAsync(cancellationToken),
            (await db.ConnectionCapabilities.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(f => f.ConnectionId));

        public (IReadOnlyList<NumberInGroup> Within, IReadOnlyList<NumberInGroup> Elsewhere) Divide(IEnumerable<GroupConnection> relations, GatewayCatalog catalog)
        {
            var relationOf = relations.ToDictionary(r => r.ConnectionId);
            var all = Connections.Select(c => (IsIn: relationOf.ContainsKey(c.Id), Number: NumberInGroup.From(c, relationOf.GetValueOrDefault(c.Id), catalog, Found[c.Id]))).ToList();
            return ([.. all.Where(n => n.IsIn).Select(n => n.Number)], [.. all.Where(n => !n.IsIn).Select(n => n.Number)]);
        }
    }
}
