using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>
/// Sessions and messages, never groups. Signed: <c>t=…,v1=…</c> is an HMAC-SHA256 over the time, a dot and the raw body.
/// Repeats of a failed delivery are not documented, so there are none.
/// </summary>
internal sealed class WadialDeliveries(WhatsAppWorld world, TimeProvider time) : DeliveryDialect(world, Vendor.Wadial)
{
    public override IReadOnlyList<TimeSpan> Pauses => [];

    public override HttpRequestMessage? Request(Delivery delivery)
    {
        var request = Post(delivery.Webhook.Url, delivery.Body);
        var stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request?.Headers.TryAddWithoutValidation("wadial-event-id", JsonNode.Parse(delivery.Body)?["id"]?.GetValue<string>());
        request?.Headers.TryAddWithoutValidation("wadial-event-type", delivery.Event.Name);
        request?.Headers.TryAddWithoutValidation("wadial-signature", $"t={stamp},v1={Sign(delivery.Webhook.Secret, stamp, delivery.Body)}");
        return request;
    }

    protected override IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent, WorldNumber number)
    {
        switch (worldEvent.Kind)
        {
            case WorldEventKind.SessionChanged when worldEvent.Person == number.Phone:
                yield return Event(number, "connection.state", worldEvent, StateOf(worldEvent));
                break;
            case WorldEventKind.MessageSent when worldEvent.Actor == number.Phone:
                yield return Event(number, "message.sent", worldEvent, MessageOf(worldEvent));
                break;
            case WorldEventKind.MessageSent when worldEvent.Person == number.Phone:
                yield return Event(number, "message.received", worldEvent, MessageOf(worldEvent));
                break;
        }
    }

    private static string Sign(string secret, string stamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(stamp + "."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    private static JsonObject StateOf(WorldEvent worldEvent)
    {
        var session = Enum.Parse<SessionState>(worldEvent.Details ?? "");
        return new JsonObject
        {
            ["connectionState"] = WadialSessions.ConnectionStateOf(session),
            ["connected"] = session is SessionState.Connected,
            ["paired"] = session is not SessionState.LoggedOut,
        };
    }

    private static JsonObject MessageOf(WorldEvent worldEvent) =>
        new() { ["messageId"] = worldEvent.Details, ["chatJid"] = worldEvent.GroupId };

    private static OutgoingEvent Event(WorldNumber number, string type, WorldEvent worldEvent, JsonObject data) =>
        new(number, type, () => Envelope(number, type, worldEvent, data));

    private static JsonObject Envelope(WorldNumber number, string type, WorldEvent worldEvent, JsonObject data) => new()
    {
        ["id"] = IdOf(number, type, worldEvent),
        ["type"] = type,
        ["createdAt"] = worldEvent.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["sessionId"] = number.Handle,
        ["data"] = data,
    };

    /// <summary>The same effect has the same id for a number, whoever asks and however often.</summary>
    private static string IdOf(WorldNumber number, string type, WorldEvent worldEvent)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{number.Handle} {type} {worldEvent.Sequence}");
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16)).ToString();
    }
}
