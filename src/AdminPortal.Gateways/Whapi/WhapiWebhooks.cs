using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.Whapi;

/// <summary>
/// <c>{ "groups_participants": [{ "group_id", "participants": [], "action": "request" }], "event": { "type": "groups",
/// "event": "put" }, "channel_id": "…" }</c>. Nothing is signed: a custom header is the only proof. There are neither ids nor
/// times, so two equal deliveries may be one event or two.
/// </summary>
internal sealed class WhapiWebhooks : IWebhookDialect
{
    private const string SecretHeader = "X-Hook-Key";

    public bool VendorMakesSecret => false;

    public IReadOnlyList<string> Steps { get; } =
    [
        "In Whapi.Cloud, open the settings of the channel and add a webhook with this address and the mode \"body\".",
        $"Add the header {SecretHeader} with the secret as its value.",
        "Choose the events groups (post, put, patch), channel (post) and users (post, delete).",
    ];

    public Uri AddressOf(Uri endpoint, string secret) => endpoint;

    public WebhookVerdict Check(IncomingWebhook webhook, string secret) =>
        IncomingWebhook.Matches(webhook.Headers.GetValueOrDefault(SecretHeader), secret) ? WebhookVerdict.Genuine : WebhookVerdict.Forged;

    public WebhookContent Read(JsonElement body, IReadOnlyDictionary<string, string> credentials)
    {
        var type = body.At("event")?.Text("type") ?? "";
        var name = $"{type}.{body.At("event")?.Text("event", "method")}";
        IEnumerable<WebhookHint> hints = type switch
        {
            "groups" =>
            [
                .. ItemsOf(body, "groups").Select(g => g.Text("id")).SelectMany(NewGroup),
                .. ItemsOf(body, "groups_participants").SelectMany(Participants),
                .. ItemsOf(body, "groups_updates").Select(u => u.At("after_update", "before_update")?.Text("id")).SelectMany(Updated),
            ],
            "channel" or "users" => [new WebhookHint.Session()],
            _ => [],
        };
        return new WebhookContent(name, [.. hints.Distinct()]) { People = [.. ItemsOf(body, "groups_participants").SelectMany(PeopleOf)] };
    }

    private static IEnumerable<WebhookHint> NewGroup(string? group) =>
        GroupId.TryParse(group, out var id) ? [new WebhookHint.GroupList(), new WebhookHint.Group(id)] : [];

    private static IEnumerable<WebhookHint> Updated(string? group) => GroupId.TryParse(group, out var id) ? [new WebhookHint.Group(id)] : [];

    /// <summary>An approval is no event of its own: it shows as <c>add</c>.</summary>
    private static IEnumerable<WebhookHint> Participants(JsonElement change) => !GroupId.TryParse(change.Text("group_id"), out var id) ? [] : change.Text("action") switch
    {
        "request" or "revoke_request" or "rejected_request" => [new WebhookHint.Requests(id)],
        "add" => [new WebhookHint.Group(id), new WebhookHint.Requests(id)],
        _ => [new WebhookHint.Group(id)],
    };

    private static IEnumerable<SeenPerson> PeopleOf(JsonElement change) =>
        ItemsOf(change, "participants")
            .Select(p => (Id: p.Text() ?? p.Text("id"), Phone: p.Text("phone")))
            .Where(p => ParticipantId.TryParse(p.Id, out _))
            .Select(p => new SeenPerson(ParticipantId.Parse(p.Id!), ParticipantId.TryParse(p.Phone, out var phone) ? phone : null));

    private static IReadOnlyList<JsonElement> ItemsOf(JsonElement element, string name) => element.Items(name) ?? [];
}
