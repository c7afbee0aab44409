using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.Wawp;

/// <summary>
/// <c>{ "id": "evt_…", "event": "group.v2.participants", "payload": { "chatId": "…", "action": "promote", "participants": [] },
/// "me": { "id", "lid" } }</c>; lists may come as objects by index, and upstream's form has <c>payload.group.id</c> and
/// participants with roles. The proof is a secret in the address, or a signature over the body where one is set up.
/// </summary>
internal sealed class WawpWebhooks : IWebhookDialect
{
    private const string SecretParameter = "secret";

    public bool VendorMakesSecret => false;

    public IReadOnlyList<string> Steps { get; } =
    [
        "In Wawp, set this address as the webhook of the instance. The secret is part of it: treat the address as one.",
        "Choose the events group.v2.join, group.v2.leave, group.v2.update, group.v2.participants and session.status.",
    ];

    public Uri AddressOf(Uri endpoint, string secret) => new UriBuilder(endpoint) { Query = $"{SecretParameter}={Uri.EscapeDataString(secret)}" }.Uri;

    public WebhookVerdict Check(IncomingWebhook webhook, string secret)
    {
        var signature = webhook.Headers.GetValueOrDefault("X-Webhook-Hmac");
        var genuine = signature is null
            ? IncomingWebhook.Matches(webhook.Query.GetValueOrDefault(SecretParameter), secret)
            : IncomingWebhook.Matches(signature.ToLowerInvariant(), Sign(webhook.Body.Span, secret, signature.Length));
        return genuine ? WebhookVerdict.Genuine : WebhookVerdict.Forged;
    }

    public WebhookContent Read(JsonElement body, IReadOnlyDictionary<string, string> credentials)
    {
        var payload = body.At("payload") ?? body;
        var name = body.Text("event") ?? (body.Has("instance_id") && body.Has("status") ? "session.status" : "");
        return new WebhookContent(name, [.. HintsOf(name, payload)])
        {
            Id = body.Text("id"),
            People = [.. ListOf(payload).Select(PersonOf).Append(MyselfOf(body)).OfType<SeenPerson>()],
        };
    }

    /// <summary>The vendor's library signs with SHA-256, the project upstream with SHA-512.</summary>
    private static string Sign(ReadOnlySpan<byte> body, string secret, int length)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        return Convert.ToHexStringLower(length == 2 * SHA256.HashSizeInBytes ? HMACSHA256.HashData(key, body) : HMACSHA512.HashData(key, body));
    }

    private static IEnumerable<WebhookHint> HintsOf(string name, JsonElement payload)
    {
        if (name == "session.status")
        {
            return [new WebhookHint.Session()];
        }

        if (!name.StartsWith("group.v2.", StringComparison.Ordinal) || !GroupId.TryParse(payload.Text("chatId") ?? payload.At("group")?.Text("id"), out var group))
        {
            return [];
        }

        // Upstream's join and leave name nobody: they tell of the number itself.
        var isOurOwn = name is "group.v2.join" or "group.v2.leave" && ListOf(payload).Count == 0;
        return isOurOwn ? [new WebhookHint.GroupList(), new WebhookHint.Group(group)] : [new WebhookHint.Group(group)];
    }

    private static IReadOnlyList<JsonElement> ListOf(JsonElement payload) => payload.Items("participants") ?? [];

    private static SeenPerson? PersonOf(JsonElement item) =>
        ParticipantId.TryParse(item.Text() ?? item.Text("id") ?? item.At("id")?.Text("_serialized"), out var id)
            ? new SeenPerson(id, ParticipantId.TryParse(item.Text("pn"), out var phone) ? phone : null)
            : null;

    private static SeenPerson? MyselfOf(JsonElement body) =>
        body.At("me") is { } me && ParticipantId.TryParse(me.Text("id"), out var id)
            ? new SeenPerson(id, Lid: ParticipantId.TryParse(me.Text("lid"), out var lid) ? lid : null)
            : null;
}
