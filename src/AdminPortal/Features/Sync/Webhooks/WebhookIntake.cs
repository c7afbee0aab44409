using System.Text;
using AdminPortal.Data;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Webhooks;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync.Webhooks;

internal enum WebhookReception
{
    UnknownAddress,
    Accepted,
    Repeated,
    Refused,
}

/// <summary>Believes or refuses a delivery, and stores it. What it means is worked out later, by <see cref="WebhookTranslator"/>.</summary>
internal sealed class WebhookIntake(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    SecretProtector secrets,
    WebhookBell bell,
    ChangeFeed feed,
    TimeProvider time)
{
    public async Task<WebhookReception> TakeAsync(string key, IncomingWebhook webhook, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hash = WebhookSecrets.HashOf(key);
        var target = await (
            from address in db.WebhookAddresses.AsNoTracking()
            join connection in db.Connections on address.ConnectionId equals connection.Id
            where address.PathHash == hash && connection.RemovedAt == null
            select new { address.ConnectionId, address.ProtectedSecrets, address.LastReceivedAt, connection.Kind, connection.ProtectedCredentials }).FirstOrDefaultAsync(cancellationToken);
        if (target is null)
        {
            return WebhookReception.UnknownAddress;
        }

        var vendor = catalog[target.Kind];
        if (WebhookSecrets.Read(secrets, target.ProtectedSecrets) is not { Proof: { } proof })
        {
            await RefuseAsync(key, "no secret is set", cancellationToken);
            return WebhookReception.Refused;
        }

        if (vendor.Webhooks.Check(webhook, proof) is not WebhookVerdict.Genuine and var verdict)
        {
            await RefuseAsync(key, verdict == WebhookVerdict.Stale ? "too old: perhaps a recorded delivery played again" : "the proof was missing or wrong", cancellationToken);
            return WebhookReception.Refused;
        }

        var credentials = secrets.Unprotect(target.ProtectedCredentials) ?? new Dictionary<string, string>();
        var hidden = vendor.Credentials.Where(f => f.IsSecret && credentials.ContainsKey(f.Key)).Select(f => credentials[f.Key]).Append(proof);
        var delivery = DeliveryOf(target.ConnectionId, webhook, WebhookBody.Strip(webhook.Body.Span, hidden), vendor.Webhooks, credentials);
        if (!await StoreAsync(db, delivery, cancellationToken))
        {
            return WebhookReception.Repeated;
        }

        if (target.LastReceivedAt is null || delivery.State == DeliveryState.Dead)
        {
            // Who has just set it up waits for the first one; the others show with the page's own pulse.
            feed.Publish(ChangeTopic.Connections, target.ConnectionId.ToString());
        }

        if (delivery.State == DeliveryState.Waiting)
        {
            await bell.RingAsync(target.ConnectionId, cancellationToken);
        }

        return WebhookReception.Accepted;
    }

    public async Task RefuseAsync(string key, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (hash, now) = (WebhookSecrets.HashOf(key), time.GetUtcNow());
        var first = await db.WebhookAddresses.Where(a => a.PathHash == hash && a.LastRefusedAt == null).Select(a => (Guid?)a.ConnectionId).FirstOrDefaultAsync(cancellationToken);
        await db.WriteAsync(
            token => db.WebhookAddresses.Where(a => a.PathHash == hash).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.Refused, a => a.Refused + 1).SetProperty(a => a.LastRefusedAt, now).SetProperty(a => a.LastRefusal, reason), token),
            cancellationToken);
        if (first is { } connectionId)
        {
            feed.Publish(ChangeTopic.Connections, connectionId.ToString());
        }
    }

    private static WebhookDelivery DeliveryOf(
        Guid connectionId, IncomingWebhook webhook, string? body, IWebhookDialect dialect, IReadOnlyDictionary<string, string> credentials)
    {
        var ofBody = WebhookBody.Fingerprint(webhook.Body.Span);
        if (body is not { Length: <= WebhookDelivery.BodyMaxLength })
        {
            return DeadLetter(body is null ? "It is no JSON object." : "It is larger than what is kept of an event.", kept: null);
        }

        if (WebhookTranslator.TryRead(body, dialect, credentials) is not { } content)
        {
            return DeadLetter(WebhookTranslator.Unreadable, body);
        }

        var concerns = content.Hints.Count > 0;
        return new WebhookDelivery
        {
            ConnectionId = connectionId,
            DedupeKey = content.Id switch
            {
                null => WebhookTranslator.WhileWaiting + ofBody,
                { Length: > WebhookDelivery.KeyMaxLength } long_ => WebhookBody.Fingerprint(Encoding.UTF8.GetBytes(long_)),
                var id => StorableText.Of(id, WebhookDelivery.KeyMaxLength),
            },
            ReceivedAt = webhook.ReceivedAt,
            Event = StorableText.Of(content.Event, WebhookDelivery.EventMaxLength),
            Body = concerns ? body : null,
            State = concerns ? DeliveryState.Waiting : DeliveryState.Ignored,
        };

        WebhookDelivery DeadLetter(string reason, string? kept) => new()
        {
            ConnectionId = connectionId,
            DedupeKey = ofBody,
            ReceivedAt = webhook.ReceivedAt,
            Event = "",
            Body = kept,
            State = DeliveryState.Dead,
            Reason = reason,
        };
    }

    /// <returns>False when it is here already.</returns>
    private async Task<bool> StoreAsync(PortalDbContext db, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var now = delivery.ReceivedAt;
        if (delivery.State == DeliveryState.Ignored && delivery.DedupeKey!.StartsWith(WebhookTranslator.WhileWaiting, StringComparison.Ordinal))
        {
            delivery.DedupeKey = null;
        }

        try
        {
            if (!await IsHereAsync(db, delivery, cancellationToken))
            {
                await db.WriteAsync(
                    async token =>
                    {
                        db.WebhookDeliveries.Add(delivery);
                        await db.SaveChangesAsync(token);
                        return await db.WebhookAddresses.Where(a => a.ConnectionId == delivery.ConnectionId).ExecuteUpdateAsync(
                            s => s.SetProperty(a => a.Accepted, a => a.Accepted + 1).SetProperty(a => a.LastReceivedAt, now), token);
                    },
                    cancellationToken);
                return true;
            }
        }
        catch (DbUpdateException)
        {
            // The same delivery came twice at one moment; the other one was quicker. Anything else is an error.
            await using var other = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await IsHereAsync(other, delivery, cancellationToken))
            {
                throw;
            }
        }

        await using var counting = await contexts.CreateDbContextAsync(cancellationToken);
        await counting.WriteAsync(
            token => counting.WebhookAddresses.Where(a => a.ConnectionId == delivery.ConnectionId).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.Repeated, a => a.Repeated + 1).SetProperty(a => a.LastReceivedAt, now), token),
            cancellationToken);
        return false;
    }

    private static Task<bool> IsHereAsync(PortalDbContext db, WebhookDelivery delivery, CancellationToken cancellationToken) =>
        db.WebhookDeliveries.AnyAsync(d => d.ConnectionId == delivery.ConnectionId && d.DedupeKey != null && d.DedupeKey == delivery.DedupeKey, cancellationToken);
}
