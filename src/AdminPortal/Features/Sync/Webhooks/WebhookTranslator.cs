using System.Text.Json;
using AdminPortal.Data;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Webhooks;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>
/// Makes reads of deliveries: whatever an event says, the gateway is asked. So lost, repeated and reordered events do no harm,
/// and many events about one group are one read.
/// </summary>
internal sealed partial class WebhookTranslator(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    SecretProtector secrets,
    WebhookFollowUp followUp,
    ChangeFeed feed,
    ILogger<WebhookTranslator> logger)
{
    /// <summary>Begins the key of what may be repeated only as long as it waits.</summary>
    public const string WhileWaiting = "waiting ";

    /// <summary>After this many failures a person has to look at it.</summary>
    internal const int MostAttempts = 4;

    /// <summary>Why <see cref="TryRead"/> found nothing.</summary>
    internal const string Unreadable = "It is not as the gateway describes its events: nobody could read it.";

    private const int Batch = 500;

    public async Task RunAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken) is not { } number)
        {
            return;
        }

        var credentials = secrets.Unprotect(number.ProtectedCredentials) ?? new Dictionary<string, string>();
        while (await TakeAsync(db, connectionId, cancellationToken) is { Count: > 0 } waiting)
        {
            var read = new Dictionary<Guid, WebhookContent>();
            foreach (var delivery in waiting)
            {
                if (TryRead(delivery.Body ?? "{}", catalog[number.Kind].Webhooks, credentials) is { } content)
                {
                    read[delivery.Id] = content;
                }
                else
                {
                    (delivery.State, delivery.Reason) = (DeliveryState.Dead, Unreadable);
                    Forget(delivery);
                }
            }

            var readable = waiting.FindAll(d => read.ContainsKey(d.Id));
            var failures = await FollowAsync(number, readable, read, cancellationToken);
            readable.ForEach(d => Settle(d, read[d.Id], failures));

            await db.SaveChangesAsync(cancellationToken);
            if (waiting.Any(d => d.State == DeliveryState.Dead))
            {
                feed.Publish(ChangeTopic.Connections, connectionId.ToString());
            }

            db.ChangeTracker.Clear();
            if (waiting.Any(d => d.State == DeliveryState.Waiting))
            {
                // Tried again a little later, by whoever looks after what was left.
                return;
            }
        }
    }

    /// <summary>The oldest, each counted as tried before it is: what brings the process down is not tried for ever.</summary>
    private static async Task<List<WebhookDelivery>> TakeAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var waiting = await db.WebhookDeliveries
            .Where(d => d.ConnectionId == connectionId && d.State == DeliveryState.Waiting)
            .OrderBy(d => d.ReceivedAt).ThenBy(d => d.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        waiting.ForEach(d => d.Attempts++);
        await db.SaveChangesAsync(cancellationToken);
        return waiting;
    }

    /// <returns>Null when it is not as the vendor describes its events. One such event keeps no other from being read.</returns>
    internal static WebhookContent? TryRead(string body, IWebhookDialect dialect, IReadOnlyDictionary<string, string> credentials)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return dialect.Read(document.RootElement, credentials);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <returns>Hints that could not be followed, with the reason.</returns>
    private async Task<Dictionary<WebhookHint, string>> FollowAsync(
        Connections.Connection number, List<WebhookDelivery> deliveries, Dictionary<Guid, WebhookContent> read, CancellationToken cancellationToken)
    {
        await followUp.LearnAsync(number, [.. read.Values.SelectMany(c => c.People)], cancellationToken);
        var hints = deliveries
            .SelectMany(d => read[d.Id].Hints.Select(hint => (Hint: hint, d.ReceivedAt)))
            .GroupBy(h => h.Hint)
            .Select(g => (Hint: g.Key, Last: g.Max(h => h.ReceivedAt)))
            .OrderBy(h => OrderOf(h.Hint))
            .ToList();
        var failures = new Dictionary<WebhookHint, string>();
        foreach (var (hint, last) in hints)
        {
            try
            {
                await followUp.FollowAsync(number, hint, last, cancellationToken);
            }
#pragma warning disable CA1031 // One group that cannot be stored must not keep the others from being read: the reason is logged and shown with its events.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(exception, number.Id);
                failures[hint] = "What it points to could not be stored. The log of this node says why.";
            }
        }

        return failures;
    }

    private static int OrderOf(WebhookHint hint) => hint switch
    {
        WebhookHint.Session => 0,
        WebhookHint.GroupList => 1,
        // Somebody who was approved is a member before the request goes.
        WebhookHint.Group => 2,
        _ => 3,
    };

    private static void Settle(WebhookDelivery delivery, WebhookContent content, Dictionary<WebhookHint, string> failures)
    {
        delivery.Reason = content.Hints.Select(failures.GetValueOrDefault).FirstOrDefault(r => r is not null);
        delivery.State = delivery.Reason is null ? DeliveryState.Done
            : delivery.Attempts >= MostAttempts ? DeliveryState.Dead
            : DeliveryState.Waiting;
        if (delivery.State != DeliveryState.Waiting)
        {
            Forget(delivery);
        }
    }

    private static void Forget(WebhookDelivery delivery)
    {
        if (delivery.DedupeKey?.StartsWith(WhileWaiting, StringComparison.Ordinal) == true)
        {
            delivery.DedupeKey = null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What events of number {Number} point to could not be followed.")]
    private partial void LogFailed(Exception exception, Guid number);
}
