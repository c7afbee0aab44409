using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Http;

/// <summary>One event for one number, in a vendor's words.</summary>
/// <param name="Name">As webhooks subscribe to it.</param>
internal sealed record OutgoingEvent(WorldNumber Number, string Name, Func<JsonObject> Envelope);

/// <summary>An event on its way to one webhook. A repeat has the same body, and so the same id.</summary>
internal sealed record Delivery(DeliveryDialect Dialect, OutgoingEvent Event, WebhookSubscription Webhook, byte[] Body);

/// <summary>Which effects a vendor reports, in which words, and how it proves that it is the sender.</summary>
internal abstract class DeliveryDialect(WhatsAppWorld world, Vendor vendor)
{
    protected WhatsAppWorld World { get; } = world;

    /// <summary>How long it waits before each repeat of a delivery that was not accepted; then it gives up.</summary>
    public virtual IReadOnlyList<TimeSpan> Pauses { get; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    public virtual IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent) => World.NumbersOf(vendor)
        .Where(number => number.Webhooks.Any(webhook => webhook.Enabled))
        .SelectMany(number => Translate(worldEvent, number));

    /// <summary>What one number's webhooks are told of an effect: often nothing.</summary>
    protected abstract IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent, WorldNumber number);

    /// <returns>Null when the webhook's address is none.</returns>
    public abstract HttpRequestMessage? Request(Delivery delivery);

    protected static HttpRequestMessage? Post(string url, byte[] body) => Send(HttpMethod.Post, url, body);

    protected static HttpRequestMessage? Send(HttpMethod method, string url, byte[] body)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(method, address) { Content = content };
    }

    /// <summary>A number hears of the groups it is in, and of what it did or what was done to it.</summary>
    protected bool Sees(WorldNumber number, string groupId, WorldEvent worldEvent) =>
        World.IsMember(groupId, number.Phone) || worldEvent.Person == number.Phone || worldEvent.Actor == number.Phone;
}
