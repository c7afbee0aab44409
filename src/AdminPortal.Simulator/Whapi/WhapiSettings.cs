using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>Channel settings, of which the simulator keeps the webhooks. No signature: a custom header authenticates.</summary>
internal static class WhapiSettings
{
    private const int HeaderLimit = 5;

    private static readonly string[] Types =
        ["messages", "statuses", "chats", "contacts", "groups", "presences", "calls", "channel", "users", "labels", "service"];

    public static DialectReply Get(WhapiCall call) => DialectReply.Ok(Shape(call.Number.Webhooks));

    /// <summary>PATCH /settings: the list of webhooks is replaced as a whole.</summary>
    public static DialectReply Change(WhapiCall call)
    {
        if (call.Request.Body["webhooks"] is not { } given)
        {
            return Changed(call, call.Number.Webhooks);
        }

        if (given is not JsonArray list)
        {
            return WhapiReplies.Invalid("webhooks");
        }

        WebhookSubscription?[] webhooks = [.. list.Select(Read)];
        return webhooks.Contains(null) ? WhapiReplies.Invalid("webhooks") : Changed(call, [.. webhooks.OfType<WebhookSubscription>()]);
    }

    public static DialectReply Reset(WhapiCall call)
    {
        call.World.SetWebhooks(call.Actor, []);
        return DialectReply.Ok(Shape([]));
    }

    private static DialectReply Changed(WhapiCall call, IReadOnlyList<WebhookSubscription> after)
    {
        var before = call.Number.Webhooks;
        call.World.SetWebhooks(call.Actor, after);
        return DialectReply.Ok(new JsonObject
        {
            ["before_update"] = Shape(before),
            ["after_update"] = Shape(after),
            ["changes"] = JsonLists.OfTexts(before.SequenceEqual(after) ? [] : ["webhooks"]),
        });
    }

    private static WebhookSubscription? Read(JsonNode? node)
    {
        if (node is not JsonObject webhook || DialectRequest.TextOf(webhook["url"]) is not { Length: > 0 } url)
        {
            return null;
        }

        var mode = DialectRequest.TextOf(webhook["mode"]) ?? "body";
        var headers = (webhook["headers"] as JsonObject ?? []).ToDictionary(
            header => header.Key, header => DialectRequest.TextOf(header.Value) ?? "", StringComparer.OrdinalIgnoreCase);
        (string? Type, string? Method)[] events = [.. (webhook["events"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(item => (DialectRequest.TextOf(item["type"]), DialectRequest.TextOf(item["method"])))];
        return mode is "body" or "path" or "method"
            && headers.Count <= HeaderLimit
            && events.All(item => Types.Contains(item.Type) && item.Method is "post" or "put" or "patch" or "delete")
                ? new WebhookSubscription(
                    Label: url,
                    Enabled: true,
                    url,
                    Authorization: "",
                    ByEvents: mode == "path",
                    [.. events.Select(item => $"{item.Type}.{item.Method}")],
                    MediaBase64: false)
                {
                    Headers = headers,
                    Mode = mode,
                }
                : null;
    }

    private static JsonObject Shape(IReadOnlyList<WebhookSubscription> webhooks) => new()
    {
        ["webhooks"] = JsonLists.Of(webhooks.Select(Shape)),
        ["callback_persist"] = true,
        ["callback_backoff_delay_ms"] = 3_000,
        ["max_callback_backoff_delay_ms"] = 900_000,
    };

    private static JsonNode Shape(WebhookSubscription webhook) => new JsonObject
    {
        ["url"] = webhook.Url,
        ["mode"] = webhook.Mode,
        ["events"] = JsonLists.Of(webhook.Events.Select(name => (JsonNode)new JsonObject
        {
            ["type"] = name.Split('.')[0],
            ["method"] = name.Split('.')[1],
        })),
        ["headers"] = new JsonObject(webhook.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)JsonValue.Create(header.Value)))),
    };
}
