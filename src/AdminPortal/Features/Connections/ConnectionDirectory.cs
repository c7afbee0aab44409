using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Connections;

/// <summary>Reads what is known about our numbers, for screens.</summary>
public sealed class ConnectionDirectory(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    SecretProtector secrets,
    NumberAges ages,
    TimeProvider time)
{
    /// <summary>All numbers that were not removed, by name.</summary>
    public async Task<IReadOnlyList<ConnectionCard>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connections = await db.Connections.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.Name).ToListAsync(cancellationToken);
        var counts = await CountAsync(db, cancellationToken);
        return [.. connections.Select(c => CardOf(c, counts.GetValueOrDefault(c.Id)))];
    }

    /// <summary>One number with settings and capabilities; null when it was removed.</summary>
    public async Task<ConnectionSettings?> FindAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken);
        if (connection is null)
        {
            return null;
        }

        var vendor = catalog[connection.Kind];
        var stored = secrets.Unprotect(connection.ProtectedCredentials);
        var shown = vendor.Credentials
            .Where(f => !f.IsSecret && stored?.ContainsKey(f.Key) == true)
            .ToDictionary(f => f.Key, f => stored![f.Key]);
        var counts = await CountAsync(db, cancellationToken);
        return new ConnectionSettings(
            CardOf(connection, counts.GetValueOrDefault(connection.Id)),
            connection.BaseAddress,
            connection.CreatedAt,
            vendor.Credentials,
            shown,
            stored is not null,
            await ConnectionCapability.EffectiveAsync(db, connection.Id, vendor.Capabilities, cancellationToken),
            connection.CapabilitiesCheckedAt);
    }

    /// <summary>What every number can do, by name.</summary>
    public async Task<IReadOnlyList<ComparedNumber>> CompareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connections = await db.Connections.AsNoTracking()
            .Where(c => c.RemovedAt == null)
            .OrderBy(c => c.Name)
            .Select(c => new { c.Id, c.Name, c.Kind, c.CapabilitiesCheckedAt })
            .ToListAsync(cancellationToken);
        var found = (await db.ConnectionCapabilities.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(c => c.ConnectionId);
        return
        [
            .. connections.Select(c => new ComparedNumber(
                c.Id, c.Name, catalog[c.Kind].Name, c.CapabilitiesCheckedAt, ConnectionCapability.Effective(catalog[c.Kind].Capabilities, found[c.Id]))),
        ];
    }

    /// <summary>What this number can do: declared by the adapter, narrowed by what was found. Null when it was removed.</summary>
    public async Task<CapabilitySet?> CapabilitiesAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kind = await db.Connections
            .Where(c => c.Id == connectionId && c.RemovedAt == null)
            .Select(c => (GatewayKind?)c.Kind)
            .FirstOrDefaultAsync(cancellationToken);
        return kind is { } known ? await ConnectionCapability.EffectiveAsync(db, connectionId, catalog[known].Capabilities, cancellationToken) : null;
    }

    /// <summary>What removing the number would mean now.</summary>
    public async Task<RemovalImpact> ImpactOfRemovalAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = db.GroupConnections.Where(r => r.ConnectionId == connectionId && r.GoneAt == null);
        var alone = groups.Where(r => !db.GroupConnections.Any(o =>
            o.GroupId == r.GroupId && o.ConnectionId != connectionId && o.GoneAt == null
            && db.Connections.Any(c => c.Id == o.ConnectionId && c.RemovedAt == null)));
        return new RemovalImpact(
            await groups.CountAsync(cancellationToken),
            await alone.CountAsync(cancellationToken),
            await UnsettledAsync(db, connectionId, cancellationToken));
    }

    internal static Task<int> UnsettledAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken) =>
        db.OperationItems.CountAsync(
            i => i.ConnectionId == connectionId
                && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted)
                && db.Operations.Any(o => o.Id == i.OperationId
                    && (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused
                        || o.State == OperationState.NeedsAttention || o.State == OperationState.AwaitsConfirmation)),
            cancellationToken);

    private static async Task<Dictionary<Guid, (int Groups, int Admin)>> CountAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.GroupConnections
            .Where(r => r.GoneAt == null)
            .GroupBy(r => r.ConnectionId)
            .Select(g => new { g.Key, Groups = g.Count(), Admin = g.Count(r => r.Role >= MemberRole.Admin) })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.Key, r => (r.Groups, r.Admin));
    }

    private ConnectionCard CardOf(Connection connection, (int Groups, int Admin) counts)
    {
        var paused = connection.PausedUntil > time.GetUtcNow() ? connection.PausedUntil : null;
        return new ConnectionCard(
            connection.Id,
            connection.Name,
            connection.Kind,
            catalog[connection.Kind].Name,
            StandingOf(connection, paused),
            ParticipantId.TryParse(connection.OwnNumberKey, out var own) ? own.Digits : null,
            connection.SessionDetail,
            ages.SessionCheckedAt(connection.Id, connection.SessionCheckedAt),
            paused,
            paused is null ? null : connection.PausedReason,
            connection.StoppedReason,
            connection.StoppedAt,
            ages.ListedAt(connection.Id, connection.ListedAt),
            connection.LastError,
            connection.LastErrorAt,
            counts.Groups,
            counts.Admin);
    }

    private static NumberStanding StandingOf(Connection connection, DateTimeOffset? paused) => connection switch
    {
        { StoppedReason: not null } => NumberStanding.Stopped,
        { Session: SessionState.SignedOut } => NumberStanding.SignedOut,
        { Session: SessionState.Disconnected } => NumberStanding.Disconnected,
        _ when paused is not null => NumberStanding.Paused,
        { Session: SessionState.Connected } => NumberStanding.Ready,
        { Session: SessionState.Connecting } => NumberStanding.Connecting,
        _ => NumberStanding.Unknown,
    };
}
