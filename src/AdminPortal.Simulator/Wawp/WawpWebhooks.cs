using System.Text.Json;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>Setting the list overwrites it. <c>is_active</c> is a boolean or 0 and 1. A secret belongs into the address's query.</summary>
internal static class WawpWebhooks
{
    public const string SubscriptionRequired = "subscription_required";

    private static readonly string[] AllEvents =
    [
        "session.status", "message", "message.reaction", "message.any", "message.ack", "message.revoked", "message.edited", "group.v2.join",
        "group.v2.leave", "group.v2.update", "group.v2.participants", "presence.update", "poll.vote.failed", "chat.archive", "call.received",
        "call.accepted", "call.rejected", "label.upsert", "label.deleted", "label.chat.added", "label.chat.deleted", "event.response",
        "event.response.failed", "engine.event",
    ];

    public static DialectReply Get(WawpCall call) => DialectReply.Ok(Shape(call.Number.Webhooks));

    public static DialectReply Set(WawpCall call)
    {
        if (!call.Switches.HasPlan)
        {
            return WawpReplies.Error(403, "Webhooks need an active plan", SubscriptionRequired);
        }

        WebhookSubscription?[] webhooks = [.. (call.Request.Body["webhooks"] as JsonArray ?? []).Select(Read)];
        if (call.Request.Body["webhooks"] is not JsonArray || webhooks.Contains(null))
        {
            return WawpReplies.Invalid("webhooks");
        }

        WebhookSubscription[] read = [.. webhooks.OfType<WebhookSubscription>()];
        call.World.SetWebhooks(call.Actor, read);
        return DialectReply.Ok(Shape(read));
    }

    private static WebhookSubscription? Read(JsonNode? node)
    {
        if (node is not JsonObject webhook || DialectRequest.TextOf(webhook["url"]) is not { Length: > 0 } url)
        {
            return null;
        }

        string?[] events = [.. (webhook["events"] as JsonArray ?? []).Select(DialectRequest.TextOf)];
        var isActive = webhook["is_active"]?.GetValueKind() switch
        {
            null or JsonValueKind.True => true,
            JsonValueKind.Number => webhook["is_active"]!.ToJsonString() == "1",
            _ => false,
        };
        return events.Length > 0 && events.All(name => AllEvents.Contains(name))
            ? new WebhookSubscription(
                url.Split('?')[0], isActive, url, Authorization: "", ByEvents: false, [.. events.OfType<string>()], MediaBase64: false)
            : null;
    }

    private static JsonObject Shape(IReadOnlyList<WebhookSubscription> webhooks) => new()
    {
        ["webhooks"] = JsonLists.Of(webhooks.Select(webhook => (JsonNode)new JsonObject
        {
            ["url"] = webhook.Url,
            ["events"] = JsonLists.OfTexts(webhook.Events),
            ["is_active"] = webhook.Enabled ? 1 : 0,
        })),
        ["systemConfig"] = new JsonObject { ["events"] = new JsonArray("session.status") },
    };
}
