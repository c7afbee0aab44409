using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>
/// Sets up, for each number, the address to which its gateway delivers events, and shows what came. Every change needs
/// <see cref="Permissions.ManageConnections"/> and is audited.
/// </summary>
public sealed class WebhookDesk
{
    private const int MostShown = 50;
    private const int LongestSecret = 200;

    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly GatewayCatalog _catalog;
    private readonly SecretProtector _secrets;
    private readonly WebhookBell _bell;
    private readonly AuditTrail _audit;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;

    internal WebhookDesk(
        IDbContextFactory<PortalDbContext> contexts, GatewayCatalog catalog, SecretProtector secrets, WebhookBell bell, AuditTrail audit, ChangeFeed feed, TimeProvider time) =>
        (_contexts, _catalog, _secrets, _bell, _audit, _feed, _time) = (contexts, catalog, secrets, bell, audit, feed, time);

    /// <param name="console">The console's own address, as the browser sees it.</param>
    /// <returns>Null when the number was removed.</returns>
    public async Task<WebhookSheet?> FindAsync(Actor actor, Guid connectionId, Uri console, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken) is not { } number)
        {
            return null;
        }

        var vendor = _catalog[number.Kind];
        var abilities = await ConnectionCapability.EffectiveAsync(db, connectionId, vendor.Capabilities, cancellationToken);
        return new WebhookSheet(
            abilities.Can(Capability.GroupEvents),
            abilities.Can(Capability.RequestEvents),
            vendor.Webhooks.VendorMakesSecret,
            vendor.Webhooks.Steps,
            await StatusAsync(db, actor, connectionId, console, cancellationToken));
    }

    /// <summary>Makes an address, or for one that is there a new secret. Where the gateway makes the secret, a new address.</summary>
    public Task<Result<WebhookGrant>> SetUpAsync(Actor actor, Guid connectionId, Uri console, CancellationToken cancellationToken) =>
        ChangeAsync<WebhookGrant>(actor, connectionId, async (db, number, address, token) =>
        {
            var dialect = _catalog[number.Kind].Webhooks;
            var known = address is null ? null : WebhookSecrets.Read(_secrets, address.ProtectedSecrets);
            var secrets = known is null || dialect.VendorMakesSecret
                ? WebhookSecrets.New(withProof: !dialect.VendorMakesSecret)
                : known with { Proof = WebhookSecrets.NewProof() };
            if (address is null || secrets.PathHash != address.PathHash)
            {
                // A path that cannot be read any more is replaced, counts and all.
                await db.WebhookAddresses.Where(a => a.ConnectionId == connectionId).ExecuteDeleteAsync(token);
                db.WebhookAddresses.Add(new WebhookAddress
                {
                    ConnectionId = connectionId,
                    PathHash = secrets.PathHash,
                    ProtectedSecrets = secrets.Protect(_secrets),
                    CreatedAt = _time.GetUtcNow(),
                });
            }
            else
            {
                await db.WebhookAddresses.Where(a => a.ConnectionId == connectionId)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.ProtectedSecrets, secrets.Protect(_secrets)), token);
            }

            _audit.Record(db, actor, "connection.webhook-set", "connection", connectionId.ToString(), $"{number.Name}: {(known is null ? "an address for events was made" : "the secret of events was replaced")}.");
            var endpoint = new Uri(console, WebhookEndpoint.PathOf(secrets.Path));
            var full = secrets.Proof is { } proof ? dialect.AddressOf(endpoint, proof) : endpoint;
            return new WebhookGrant(full, full == endpoint ? secrets.Proof : null);
        }, cancellationToken);

    /// <summary>Takes the secret that the gateway made.</summary>
    public Task<Result<Done>> TakeSecretAsync(Actor actor, Guid connectionId, string? secret, CancellationToken cancellationToken) =>
        ChangeAsync<Done>(actor, connectionId, async (db, number, address, token) =>
        {
            if (address is null || WebhookSecrets.Read(_secrets, address.ProtectedSecrets) is not { } known)
            {
                return new NotThere("The address for events");
            }

            if (secret?.Trim() is not { Length: >= 8 and <= LongestSecret } given)
            {
                return new InvalidInput($"Paste the signing secret as the gateway showed it: 8 to {LongestSecret} characters.", "secret");
            }

            await db.WebhookAddresses.Where(a => a.ConnectionId == connectionId)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.ProtectedSecrets, (known with { Proof = given }).Protect(_secrets)), token);
            _audit.Record(db, actor, "connection.webhook-set", "connection", connectionId.ToString(), $"{number.Name}: the gateway's secret of events was entered.");
            return new Done();
        }, cancellationToken);

    /// <summary>Events to the former address are unknown from now on. What came is kept for its time.</summary>
    public Task<Result<Done>> TurnOffAsync(Actor actor, Guid connectionId, CancellationToken cancellationToken) =>
        ChangeAsync<Done>(actor, connectionId, async (db, number, _, token) =>
        {
            await db.WebhookAddresses.Where(a => a.ConnectionId == connectionId).ExecuteDeleteAsync(token);
            _audit.Record(db, actor, "connection.webhook-off", "connection", connectionId.ToString(), $"{number.Name}: its address for events was taken away.");
            return new Done();
        }, cancellationToken);

    /// <summary>Tries dead letters again.</summary>
    /// <param name="deliveryId">Null is all of the number's.</param>
    /// <returns>How many.</returns>
    public async Task<Result<int>> ReplayAsync(Actor actor, Guid connectionId, Guid? deliveryId, CancellationToken cancellationToken)
    {
        var replayed = await ChangeAsync<int>(actor, connectionId, async (db, number, _, token) =>
        {
            var count = await db.WebhookDeliveries
                .Where(d => d.ConnectionId == connectionId && d.State == DeliveryState.Dead && d.Body != null && (deliveryId == null || d.Id == deliveryId))
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.Attempts, 0).SetProperty(d => d.Reason, (string?)null), token);
            if (count == 0)
            {
                return new NothingToReplay();
            }

            _audit.Record(db, actor, "connection.webhook-replayed", "connection", connectionId.ToString(), $"{number.Name}: {count} {(count == 1 ? "event is" : "events are")} tried again.");
            return count;
        }, cancellationToken);
        if (replayed.Succeeded)
        {
            await _bell.RingAsync(connectionId, cancellationToken);
        }

        return replayed;
    }

    private async Task<WebhookStatus?> StatusAsync(PortalDbContext db, Actor actor, Guid connectionId, Uri console, CancellationToken cancellationToken)
    {
        if (await db.WebhookAddresses.AsNoTracking().FirstOrDefaultAsync(a => a.ConnectionId == connectionId, cancellationToken) is not { } address)
        {
            return null;
        }

        var secrets = WebhookSecrets.Read(_secrets, address.ProtectedSecrets);
        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(d => d.ConnectionId == connectionId);
        return new WebhookStatus(
            actor.Can(Permissions.ManageConnections) && secrets is not null ? new Uri(console, WebhookEndpoint.PathOf(secrets.Path)) : null,
            secrets?.Proof is not null,
            address.CreatedAt,
            address.LastReceivedAt,
            address.Accepted,
            address.Repeated,
            address.Refused,
            address.LastRefusedAt,
            address.LastRefusal,
            await deliveries.CountAsync(d => d.State == DeliveryState.Waiting, cancellationToken),
            await deliveries.CountAsync(d => d.State == DeliveryState.Dead, cancellationToken),
            await deliveries
                .Where(d => d.State == DeliveryState.Dead)
                .OrderByDescending(d => d.ReceivedAt)
                .Take(MostShown)
                .Select(d => new DeadLetter(d.Id, d.ReceivedAt, d.Event, d.Reason ?? "", d.Attempts, d.Body != null))
                .ToListAsync(cancellationToken));
    }

    private async Task<Result<T>> ChangeAsync<T>(
        Actor actor,
        Guid connectionId,
        Func<PortalDbContext, Connection, WebhookAddress?, CancellationToken, Task<Result<T>>> change,
        CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var result = await db.WriteAsync<Result<T>>(
            async token =>
            {
                if (await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, token) is not { } number)
                {
                    return new NotThere("The number");
                }

                var address = await db.WebhookAddresses.AsNoTracking().FirstOrDefaultAsync(a => a.ConnectionId == connectionId, token);
                var changed = await change(db, number, address, token);
                await db.SaveChangesAsync(token);
                return changed;
            },
            cancellationToken);
        if (result.Succeeded)
        {
            _feed.Publish(ChangeTopic.Connections, connectionId.ToString());
        }

        return result;
    }
}

/// <summary>What could be tried again was tried meanwhile, or is gone.</summary>
public sealed record NothingToReplay() : PortalFailure("There is nothing to try again: it was tried meanwhile, or holds nothing that could be.");
