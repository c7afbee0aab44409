using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

/// <summary>
/// Which effects the vendor reports, and how: <c>group.flow</c> for members and metadata, people by LID only, and
/// <c>instance.state</c>. Join requests are never reported. The envelope carries the instance's token in clear.
/// </summary>
internal sealed class RyzeDeliveries(WhatsAppWorld world, Uri baseAddress) : DeliveryDialect(world, Vendor.RyzeApi)
{
    private const string GroupFlow = "group.flow";
    private const string InstanceState = "instance.state";

    public override HttpRequestMessage? Request(Delivery delivery)
    {
        var webhook = delivery.Webhook;
        var request = Post(webhook.ByEvents ? $"{webhook.Url.TrimEnd('/')}/{delivery.Event.Name}" : webhook.Url, delivery.Body);
        if (webhook.Authorization.Length > 0)
        {
            request?.Headers.TryAddWithoutValidation("Authorization", webhook.Authorization);
        }

        return request;
    }

    protected override IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent, WorldNumber number)
    {
        if (worldEvent.Kind is WorldEventKind.SessionChanged)
        {
            if (worldEvent.Person == number.Phone)
            {
                yield return new OutgoingEvent(number, InstanceState, () => Envelope(number, InstanceState, State(worldEvent)));
            }
        }
        else if (TypeOf(worldEvent.Kind) is { } type && worldEvent.GroupId is { } groupId && Sees(number, groupId, worldEvent))
        {
            yield return new OutgoingEvent(number, GroupFlow, () => Envelope(number, GroupFlow, Flow(worldEvent, type, groupId)));
        }
    }

    private static string? TypeOf(WorldEventKind kind) => kind switch
    {
        WorldEventKind.MemberAdded or WorldEventKind.MemberJoined or WorldEventKind.AnnouncementEntered => "joined",
        WorldEventKind.MemberRemoved or WorldEventKind.MemberLeft or WorldEventKind.AnnouncementLeft => "left",
        WorldEventKind.Promoted => "promoted",
        WorldEventKind.Demoted => "demoted",
        WorldEventKind.Renamed => "name",
        WorldEventKind.DescriptionChanged => "topic",
        WorldEventKind.SettingsChanged => "announce",
        WorldEventKind.GroupLinked => "link",
        WorldEventKind.CommunityDeactivated => "delete",
        _ => null,
    };

    private JsonObject Flow(WorldEvent worldEvent, string type, string groupId)
    {
        var flow = new JsonObject
        {
            ["type"] = type,
            ["groupJid"] = groupId,
            ["groupName"] = World.FindGroup(groupId)?.Name ?? "",
        };
        if (worldEvent.Person is { } phone && World.FindPerson(phone) is { } person)
        {
            flow["participants"] = new JsonArray(
                new JsonObject { ["jid"] = person.LidJid, ["lid"] = person.LidJid, ["name"] = person.Name });
        }

        flow["timestamp"] = RyzeShapes.Time(worldEvent.At);
        return flow;
    }

    private static JsonObject State(WorldEvent worldEvent) => new()
    {
        // Two words here, one in the instance list.
        ["state"] = worldEvent.Details switch
        {
            nameof(SessionState.LoggedOut) => "logged_out",
            nameof(SessionState.Banned) => "temp_banned",
            nameof(SessionState.Connected) => "connected",
            nameof(SessionState.Connecting) => "connecting",
            _ => "disconnected",
        },
        ["timestamp"] = RyzeShapes.Time(worldEvent.At),
    };

    private JsonObject Envelope(WorldNumber number, string name, JsonObject payload) => new()
    {
        ["event"] = name,
        ["data"] = payload,
        ["instanceData"] = new JsonObject
        {
            ["baseUrl"] = baseAddress.ToString().TrimEnd('/'),
            ["instance"] = number.Handle,
            ["token"] = number.Token,
        },
    };
}
