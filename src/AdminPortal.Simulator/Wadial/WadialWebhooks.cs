using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>POST /webhooks: for the whole account, not for a session. The signing secret is shown once, here.</summary>
internal static class WadialWebhooks
{
    private static readonly string[] AllEvents =
    [
        "session.created", "session.deleted", "connection.state", "auth.qr", "auth.paired", "message.received", "message.sent",
        "message.receipt", "message.failed", "stanza.error", "stream.failure", "call.ended", "call.recording.ready",
    ];

    public static DialectReply Create(WhatsAppWorld world, string key, DialectRequest request)
    {
        var events = request.Texts("events");
        if (request.Text("url") is not { Length: > 0 } url || events.Count == 0 || events.Except(AllEvents, StringComparer.Ordinal).Any())
        {
            return WadialReplies.Invalid("url or events");
        }

        var webhook = new WebhookSubscription(
            "wh_" + world.DrawSecret(12), Enabled: true, url, Authorization: "", ByEvents: false, events, MediaBase64: false)
        {
            Secret = "whsec_" + world.DrawSecret(),
        };
        foreach (var number in world.NumbersOf(Vendor.Wadial, key))
        {
            world.SetWebhooks(number.Phone, [.. number.Webhooks, webhook]);
        }

        return WadialReplies.Data(new JsonObject
        {
            ["id"] = webhook.Label,
            ["url"] = url,
            ["events"] = JsonLists.OfTexts(events),
            ["secret"] = webhook.Secret,
        });
    }
}
