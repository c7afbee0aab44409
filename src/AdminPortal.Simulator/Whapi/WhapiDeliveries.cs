using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>
/// Events of groups, join requests among them, of the channel and of its user. There is no "approved": an approval shows
/// as <c>add</c>. What the settings call <c>method</c> is <c>event.event</c> on the wire.
/// </summary>
internal sealed class WhapiDeliveries : DeliveryDialect
{
    private readonly WhapiSwitches _switches;
    private readonly TimeProvider _time;

    /// <summary>Groups as they were before the event that is being told. Only the courier's reader comes here.</summary>
    private readonly Dictionary<string, GroupView> _before = new(StringComparer.Ordinal);

    public WhapiDeliveries(WhatsAppWorld world, WhapiSwitches switches, TimeProvider time)
        : base(world, Vendor.Whapi)
    {
        _switches = switches;
        _time = time;
        foreach (var group in world.AllGroups())
        {
            _before[group.Id] = group;
        }
    }

    /// <summary>Linear: each repeat waits one step longer.</summary>
    public override IReadOnlyList<TimeSpan> Pauses { get; } = [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(9)];

    public override HttpRequestMessage? Request(Delivery delivery)
    {
        var webhook = delivery.Webhook;
        var (type, verb) = delivery.Event.Name.Split('.') is [var first, var second] ? (first, second) : ("", "");
        var method = webhook.Mode == "method" ? HttpMethod.Parse(verb.ToUpperInvariant()) : HttpMethod.Post;
        var request = Send(method, webhook.Mode == "path" ? $"{webhook.Url.TrimEnd('/')}/{type}" : webhook.Url, delivery.Body);
        foreach (var (name, value) in webhook.Headers)
        {
            request?.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public override IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent)
    {
        foreach (var outgoing in base.Translate(worldEvent))
        {
            yield return outgoing;
        }

        if (worldEvent.GroupId is { } groupId && (IsUpdate(worldEvent.Kind) || !_before.ContainsKey(groupId)) && Now(groupId) is { } now)
        {
            _before[groupId] = now;
        }
    }

    protected override IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent, WorldNumber number)
    {
        if (worldEvent.Kind is WorldEventKind.SessionChanged)
        {
            return worldEvent.Person == number.Phone ? SessionEvents(number, worldEvent) : [];
        }

        if (worldEvent.GroupId is not { } groupId || !Sees(number, groupId, worldEvent))
        {
            return [];
        }

        if (IsNewTo(number, worldEvent))
        {
            return [Event(number, "groups", "post", "groups", () => new JsonArray(Reduced(Now(groupId), groupId)))];
        }

        if (ActionOf(worldEvent.Kind) is { } action && worldEvent.Person is { } phone)
        {
            return action.EndsWith("request", StringComparison.Ordinal) && !IsAdmin(number, groupId)
                ? []
                : [Event(number, "groups", "put", "groups_participants", () => new JsonArray(Change(groupId, phone, action)))];
        }

        return IsUpdate(worldEvent.Kind) ? [Event(number, "groups", "patch", "groups_updates", () => new JsonArray(Update(groupId)))] : [];
    }

    private static string? ActionOf(WorldEventKind kind) => kind switch
    {
        WorldEventKind.MemberAdded or WorldEventKind.MemberJoined or WorldEventKind.AnnouncementEntered => "add",
        WorldEventKind.MemberRemoved or WorldEventKind.MemberLeft or WorldEventKind.AnnouncementLeft => "remove",
        WorldEventKind.Promoted => "promote",
        WorldEventKind.Demoted => "demote",
        WorldEventKind.RequestCreated => "request",
        WorldEventKind.RequestWithdrawn => "revoke_request",
        WorldEventKind.RequestRejected => "rejected_request",
        _ => null,
    };

    private static bool IsUpdate(WorldEventKind kind) => kind is WorldEventKind.Renamed or WorldEventKind.DescriptionChanged
        or WorldEventKind.PictureChanged or WorldEventKind.SettingsChanged or WorldEventKind.GroupLinked or WorldEventKind.GroupUnlinked;

    private static bool IsNewTo(WorldNumber number, WorldEvent worldEvent) => worldEvent.Kind switch
    {
        WorldEventKind.GroupCreated or WorldEventKind.CommunityCreated => worldEvent.Actor == number.Phone,
        WorldEventKind.MemberAdded or WorldEventKind.MemberJoined => worldEvent.Person == number.Phone,
        _ => false,
    };

    private bool IsAdmin(WorldNumber number, string groupId) =>
        World.FindGroup(groupId) is { } group && group.Members.Any(member => member.IsAdmin && member.Person.Phone == number.Phone);

    private IEnumerable<OutgoingEvent> SessionEvents(WorldNumber number, WorldEvent worldEvent)
    {
        var session = Enum.Parse<SessionState>(worldEvent.Details ?? "");
        yield return Event(number, "channel", "post", "health", () => WhapiChannel.HealthOf(number with { Session = session }, World, _time));
        if (session is SessionState.LoggedOut)
        {
            yield return Event(number, "users", "delete", "user", () => WhapiChannel.UserOf(number, World));
        }
    }

    private JsonObject Change(string groupId, string phone, string action) => new()
    {
        ["group_id"] = groupId,
        ["participants"] = JsonLists.OfTexts(World.FindPerson(phone) is { } person ? [WhapiShapes.ContactId(person)] : []),
        ["action"] = action,
    };

    private JsonObject Update(string groupId)
    {
        var now = Now(groupId);
        var before = Reduced(_before.GetValueOrDefault(groupId) ?? now, groupId);
        var after = Reduced(now, groupId);
        var changes = after.Select(field => field.Key).Union(before.Select(field => field.Key), StringComparer.Ordinal)
            .Where(key => key is not ("timestamp" or "name_at" or "participants_count") && !JsonNode.DeepEquals(before[key], after[key]))
            .ToArray();
        return new JsonObject { ["before_update"] = before, ["after_update"] = after, ["changes"] = JsonLists.OfTexts(changes) };
    }

    private GroupView? Now(string groupId) => World.FindGroup(groupId);

    private JsonObject Reduced(GroupView? group, string groupId) =>
        group is null ? new JsonObject { ["id"] = groupId, ["type"] = "group" } : WhapiShapes.Group(group, members: null, _switches);

    private static OutgoingEvent Event(WorldNumber number, string type, string verb, string key, Func<JsonNode> payload) =>
        new(number, $"{type}.{verb}", () => new JsonObject
        {
            [key] = payload(),
            ["event"] = new JsonObject { ["type"] = type, ["event"] = verb },
            ["channel_id"] = number.Handle,
        });
}
