using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeEvents
{
    private const int EnabledLimit = 3;

    private static readonly string[] AllEvents =
        ["message.exchange", "message.status", "call.update", "group.flow", "instance.state", "label.update"];

    /// <summary>POST /api/events/webhook: upsert by label; switching off clears address, authorization and events.</summary>
    public static DialectReply SetWebhook(RyzeCall call)
    {
        var request = call.Request;
        var label = request.Text("label") is { Length: > 0 } given ? given : "default";
        var enabled = request.Flag("enabled") ?? false;
        if (enabled && request.Text("url") is not { Length: > 0 })
        {
            return RyzeReplies.Error(400, "Invalid request body");
        }

        var events = request.Texts("events");
        if (events.Except(AllEvents, StringComparer.Ordinal).Any())
        {
            return RyzeReplies.Error(400, "Invalid request body");
        }

        var webhook = enabled
            ? new WebhookSubscription(
                label,
                Enabled: true,
                request.Text("url") ?? "",
                request.Text("authorization") ?? "",
                request.Flag("byEvents") ?? false,
                events.Count == 0 ? AllEvents : events,
                request.Flag("mediaBase64") ?? false)
            : new WebhookSubscription(label, Enabled: false, "", "", ByEvents: false, [], MediaBase64: false);
        WebhookSubscription[] others = [.. call.Number.Webhooks.Where(other => other.Label != label)];
        if (enabled && others.Count(other => other.Enabled) >= EnabledLimit)
        {
            return RyzeReplies.Error(400, "Maximum of 3 enabled webhooks per instance");
        }

        call.World.SetWebhooks(call.Actor, [.. others, webhook]);
        return RyzeReplies.Ok("Webhook configured", new JsonObject { ["webhook"] = Shape(webhook) });
    }

    /// <summary>GET /api/events/getWebhook: all, or one by <c>?label=</c>.</summary>
    public static DialectReply GetWebhook(RyzeCall call)
    {
        if (call.Request.QueryText("label") is { Length: > 0 } label)
        {
            return call.Number.Webhooks.FirstOrDefault(webhook => webhook.Label == label) is { } one
                ? RyzeReplies.Ok("Webhook found", new JsonObject { ["webhook"] = Shape(one) })
                : RyzeReplies.Error(404, "Webhook not found");
        }

        return RyzeReplies.Ok("Webhooks found", new JsonObject { ["webhooks"] = JsonLists.Of(call.Number.Webhooks.Select(Shape)) });
    }

    private static JsonNode Shape(WebhookSubscription webhook) => new JsonObject
    {
        ["label"] = webhook.Label,
        ["enabled"] = webhook.Enabled,
        ["url"] = webhook.Url,
        ["authorization"] = webhook.Authorization,
        ["byEvents"] = webhook.ByEvents,
        ["events"] = JsonLists.OfTexts(webhook.Events),
        ["mediaBase64"] = webhook.MediaBase64,
    };
}
