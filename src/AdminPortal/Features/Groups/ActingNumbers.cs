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
    /// <param name="needed">The least role; null when membership is enough.</param>
    public async Task<Result<ActingNumber>> FindAsync(string groupId, Capability capability, MemberRole? needed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await db.Groups.AsNoTracking().Where(g => g.Id == groupId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken);
        if (group is null)
        {
            return new NotThere("The group");
        }

        var choice = NumberInGroup.Choose(group, await InAsync(db, groupId, cancellationToken), capability, needed);
        return choice.Succeeded
            ? new ActingNumber(choice.Value.ConnectionId, choice.Value.Name, choice.Value.Role, choice.Value.Capabilities)
            : choice.Failure;
    }

    /// <summary>All our numbers that are in the group, the longest connected first.</summary>
    public async Task<IReadOnlyList<NumberInGroup>> InAsync(string groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await InAsync(db, groupId, cancellationToken);
    }

    private async Task<IReadOnlyList<NumberInGroup>> InAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken)
    {
        var numbers = await (
            from relation in db.GroupConnections.AsNoTracking()
            join connection in db.Connections.AsNoTracking() on relation.ConnectionId equals connection.Id
            where relation.GroupId == groupId && relation.GoneAt == null && connection.RemovedAt == null
            orderby connection.CreatedAt
            select new { connection, relation }).ToListAsync(cancellationToken);
        var ids = numbers.Select(n => n.connection.Id).ToList();
        var found = ids.Count == 0
            ? []
            : await db.ConnectionCapabilities.AsNoTracking().Where(c => ids.Contains(c.ConnectionId)).ToListAsync(cancellationToken);
        return [.. numbers.Select(n => NumberInGroup.From(n.connection, n.relation, catalog, found.Where(f => f.ConnectionId == n.connection.Id)))];
    }
}
