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
    /// <param name="needed">The least role; null when membership is enough.</param>
    public async Task<Result<ActingNumber>> FindAsync(string groupId, Capability capability, MemberRole? needed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await db.Groups.AsNoTracking().Where(g => g.Id == groupId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken);
        if (group is null)
        {
            return new NotThere("The group");
        }

        var candidates = await (
            from relation in db.GroupConnections.AsNoTracking()
            join connection in db.Connections.AsNoTracking() on relation.ConnectionId equals connection.Id
            where relation.GroupId == groupId && relation.GoneAt == null && connection.RemovedAt == null
            orderby connection.CreatedAt
            select new { connection, relation.Role }).ToListAsync(cancellationToken);
        if (candidates.Count == 0)
        {
            return new NoNumberCanAct($"None of our numbers is in {group}.");
        }

        var able = candidates.Where(c => catalog[c.connection.Kind].Capabilities.Can(capability)).ToList();
        if (able.Count == 0)
        {
            var first = candidates[0].connection;
            return new NoNumberCanAct($"{first.Name} {catalog[first.Kind].Capabilities[capability].Reason}.");
        }

        // A role nobody has read yet does not count as missing: the gateway will say.
        var entitled = able.Where(c => needed is null || c.Role is null || c.Role >= needed).ToList();
        if (entitled.Count == 0)
        {
            var role = needed == MemberRole.SuperAdmin ? "the creator" : "an admin";
            return new NoNumberCanAct($"{string.Join(" and ", able.Select(c => c.connection.Name))} must be {role} of {group} for this.");
        }

        var chosen = entitled.OrderByDescending(c => c.connection.IsUsable).ThenByDescending(c => c.Role).First();
        if (!chosen.connection.IsUsable)
        {
            return new NoNumberCanAct(chosen.connection.StoppedReason is { } stopped
                ? $"{chosen.connection.Name} was stopped: {stopped}"
                : $"{chosen.connection.Name} is not connected.");
        }

        return new ActingNumber(chosen.connection.Id, chosen.connection.Name, chosen.Role, catalog[chosen.connection.Kind].Capabilities);
    }
}
