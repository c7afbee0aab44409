using AdminPortal.Data;
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
    public async Task<Result<ActingNumber>> FindAsync(string groupId, Capability capability, MemberRole? needed, CancellationToken cancellationToken) =>
        (await FindAsync([groupId], capability, needed, cancellationToken))[groupId];

    /// <summary>For every group a number, or what is missing there. The number of queries does not grow with the groups.</summary>
    /// <param name="needed">The least role; null when membership is enough.</param>
    public async Task<IReadOnlyDictionary<string, Result<ActingNumber>>> FindAsync(
        IReadOnlyCollection<string> groupIds, Capability capability, MemberRole? needed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = groupIds.Distinct(StringComparer.Ordinal).ToDictionary(id => id, _ => (Result<ActingNumber>)new NotThere("The group"), StringComparer.Ordinal);
        foreach (var ids in found.Keys.Chunk(GroupsPerQuery))
        {
            var groups = await db.Groups.AsNoTracking()
                .Where(g => ids.Contains(g.Id))
                .Select(g => new { g.Id, g.Name, IsGone = g.GoneAt != null })
                .ToListAsync(cancellationToken);
            var numbers = await InAsync(db, ids, cancellationToken);
            foreach (var group in groups)
            {
                found[group.Id] = group.IsGone ? new GroupGone(group.Name) : Choose(group.Name, [.. numbers[group.Id]], capability, needed);
            }
        }

        return found;
    }

    /// <summary>All our numbers that are in the group, the longest connected first.</summary>
    public async Task<IReadOnlyList<NumberInGroup>> InAsync(string groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await InAsync(db, [groupId], cancellationToken))[groupId]];
    }

    private static Result<ActingNumber> Choose(string group, IReadOnlyList<NumberInGroup> numbers, Capability capability, MemberRole? needed)
    {
        var choice = NumberInGroup.Choose(group, numbers, capability, needed);
        return choice.Succeeded
            ? new ActingNumber(choice.Value.ConnectionId, choice.Value.Name, choice.Value.Role, choice.Value.Capabilities)
            : choice.Failure;
    }

    private async Task<ILookup<string, NumberInGroup>> InAsync(PortalDbContext db, IReadOnlyCollection<string> groupIds, CancellationToken cancellationToken)
    {
        var numbers = await (
            from relation in db.GroupConnections.AsNoTracking()
            join connection in db.Connections.AsNoTracking() on relation.ConnectionId equals connection.Id
            where groupIds.Contains(relation.GroupId) && relation.GoneAt == null && connection.RemovedAt == null
            orderby connection.CreatedAt
            select new { connection, relation }).ToListAsync(cancellationToken);
        var ids = numbers.Select(n => n.connection.Id).Distinct().ToList();
        var found = ids.Count == 0
            ? []
            : await db.ConnectionCapabilities.AsNoTracking().Where(c => ids.Contains(c.ConnectionId)).ToListAsync(cancellationToken);
        var byNumber = found.ToLookup(f => f.ConnectionId);
        return numbers.ToLookup(
            n => n.relation.GroupId,
            n => NumberInGroup.From(n.connection, n.relation, catalog, byNumber[n.connection.Id]),
            StringComparer.Ordinal);
    }
}
