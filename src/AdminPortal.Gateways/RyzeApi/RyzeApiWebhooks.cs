using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>
/// <c>{ "event": "group.flow", "data": { "type": "joined", "groupJid": "…", "participants": [{ "jid", "lid", "name" }],
/// "timestamp": "…" }, "instanceData": { "token": "…" } }</c>. Nothing is signed: the value of the Authorization header is the
/// only proof. Join requests are never told, and there are no ids: one effect has one timestamp.
/// </summary>
internal sealed class RyzeApiWebhooks : IWebhookDialect
{
    private const string GroupFlow = "group.flow";

    public bool VendorMakesSecret => false;

    public IReadOnlyList<string> Steps { get; } =
    [
        "In RyzeAPI, open the webhooks of the instance and add this address.",
        "Put the secret into \"authorization\", exactly as shown.",
        "Choose the events group.flow and instance.state.",
    ];

    public Uri AddressOf(Uri endpoint, string secret) => endpoint;

    public WebhookVerdict Check(IncomingWebhook webhook, string secret) =>
        IncomingWebhook.Matches(webhook.Headers.GetValueOrDefault("Authorization"), secret) ? WebhookVerdict.Genuine : WebhookVerdict.Forged;

    public WebhookContent Read(JsonElement body, IReadOnlyDictionary<string, string> credentials)
    {
        var name = body.Text("event") ?? "";
        var data = body.At("data") ?? body;
        return name switch
        {
            "instance.state" => new WebhookContent(name, [new WebhookHint.Session()]) { Id = IdOf(data) },
            GroupFlow when GroupId.TryParse(data.Text("groupJid"), out var group) => new WebhookContent($"{name} {data.Text("type")}", HintsOf(data, group))
            {
                Id = IdOf(data),
                People = [.. (data.Items("participants") ?? []).Select(PersonOf).OfType<SeenPerson>()],
            },
            _ => new WebhookContent(name, []),
        };
    }

    private static IReadOnlyList<WebhookHint> HintsOf(JsonElement data, GroupId group) =>
        data.Text("type") == "delete" ? [new WebhookHint.GroupList()] : [new WebhookHint.Group(group)];

    private static string? IdOf(JsonElement data) =>
        data.At("timestamp") is null ? null : WebhookBody.Fingerprint(System.Text.Encoding.UTF8.GetBytes(data.GetRawText()));

    private static SeenPerson? PersonOf(JsonElement item) =>
        ParticipantId.TryParse(item.Text("jid", "lid"), out var id)
            ? new SeenPerson(
                id,
                ParticipantId.TryParse(item.Text("phoneNumber"), out var phone) ? phone : null,
                ParticipantId.TryParse(item.Text("lid"), out var lid) ? lid : null,
                item.Text("name"))
            : null;
}
