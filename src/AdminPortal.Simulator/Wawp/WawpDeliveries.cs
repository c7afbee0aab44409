using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>
/// Members, profile and session, in the vendor's form or in upstream's. Join requests are never reported, and neither is
/// anything about communities. Who the sender is shows a secret in the address, or a signature where a key is set.
/// </summary>
internal sealed class WawpDeliveries(WhatsAppWorld world, WawpSwitches switches) : DeliveryDialect(world, Vendor.Wawp)
{
    private const string Engine = "WEBJS";

    public override HttpRequestMessage? Request(Delivery delivery)
    {
        var request = Post(delivery.Webhook.Url, delivery.Body);
        if (switches.SigningKey.Length > 0)
        {
            var key = Encoding.UTF8.GetBytes(switches.SigningKey);
            var hash = switches.SignsWithSha256 ? HMACSHA256.HashData(key, delivery.Body) : HMACSHA512.HashData(key, delivery.Body);
            request?.Headers.TryAddWithoutValidation("X-Webhook-Hmac", Convert.ToHexStringLower(hash));
            request?.Headers.TryAddWithoutValidation("X-Webhook-Hmac-Algorithm", switches.SignsWithSha256 ? "sha256" : "sha512");
        }

        return request;
    }

    protected override IEnumerable<OutgoingEvent> Translate(WorldEvent worldEvent, WorldNumber number)
    {
        if (worldEvent.Kind is WorldEventKind.SessionChanged)
        {
            return worldEvent.Person == number.Phone ? [Status(number, worldEvent)] : [];
        }

        if (worldEvent.GroupId is not { } groupId || !Sees(number, groupId, worldEvent))
        {
            return [];
        }

        if (TypeOf(worldEvent.Kind) is { } type && worldEvent.Person is { } phone && World.FindPerson(phone) is { } person)
        {
            return switches.SendsUpstreamEvents
                ? Upstream(number, worldEvent, groupId, type, person)
                : [Members(number, worldEvent, groupId, type, person)];
        }

        return ChangeOf(worldEvent) is { } change
            ? [Event(number, "group.v2.update", worldEvent, () => Update(groupId, change()))]
            : [];
    }

    private static string? TypeOf(WorldEventKind kind) => kind switch
    {
        WorldEventKind.MemberAdded or WorldEventKind.MemberJoined or WorldEventKind.AnnouncementEntered => "join",
        WorldEventKind.MemberRemoved or WorldEventKind.MemberLeft or WorldEventKind.AnnouncementLeft => "leave",
        WorldEventKind.Promoted => "promote",
        WorldEventKind.Demoted => "demote",
        _ => null,
    };

    /// <summary>Only what changed. The names of these keys are not published.</summary>
    private Func<JsonObject>? ChangeOf(WorldEvent worldEvent) => worldEvent.Kind switch
    {
        WorldEventKind.Renamed => () => new JsonObject { ["subject"] = worldEvent.Details },
        WorldEventKind.DescriptionChanged => () => new JsonObject { ["description"] = worldEvent.Details },
        WorldEventKind.PictureChanged => () => new JsonObject { ["icon"] = worldEvent.Details },
        WorldEventKind.SettingsChanged => () => new JsonObject
        {
            ["announce"] = World.FindGroup(worldEvent.GroupId ?? "")?.Settings.AdminsOnlySend,
            ["restrict"] = World.FindGroup(worldEvent.GroupId ?? "")?.Settings.AdminsOnlyEdit,
        },
        _ => null,
    };

    private JsonObject Update(string groupId, JsonObject change)
    {
        if (switches.SendsUpstreamEvents)
        {
            change["id"] = groupId;
            return new JsonObject { ["group"] = change };
        }

        change["chatId"] = groupId;
        return change;
    }

    private OutgoingEvent Members(WorldNumber number, WorldEvent worldEvent, string groupId, string type, Person person) => Event(
        number,
        type is "join" or "leave" ? "group.v2." + type : "group.v2.participants",
        worldEvent,
        () =>
        {
            var payload = new JsonObject { ["chatId"] = groupId };
            if (type is "promote" or "demote")
            {
                payload["action"] = type;
            }

            payload["participants"] = WawpShapes.List([JsonValue.Create(WawpShapes.ListedId(World.FindGroup(groupId), person))], switches);
            return payload;
        });

    private IEnumerable<OutgoingEvent> Upstream(WorldNumber number, WorldEvent worldEvent, string groupId, string type, Person person)
    {
        if (person.Phone == number.Phone && type is "join" or "leave")
        {
            yield return Event(number, "group.v2." + type, worldEvent, () => new JsonObject { ["group"] = new JsonObject { ["id"] = groupId } });
        }

        yield return Event(number, "group.v2.participants", worldEvent, () => new JsonObject
        {
            ["group"] = new JsonObject { ["id"] = groupId },
            ["type"] = type,
            ["participants"] = WawpShapes.List(
                [
                    new JsonObject
                    {
                        ["id"] = WawpShapes.ListedId(World.FindGroup(groupId), person),
                        ["role"] = type switch
                        {
                            "leave" => "left",
                            "promote" => "admin",
                            _ => "participant",
                        },
                    },
                ],
                switches),
        });
    }

    private OutgoingEvent Status(WorldNumber number, WorldEvent worldEvent)
    {
        var status = WawpSessions.StatusOf(Enum.Parse<SessionState>(worldEvent.Details ?? ""));
        return switches.SendsFlatStatus
            ? new OutgoingEvent(number, "session.status", () => new JsonObject
            {
                ["instance_id"] = number.Handle, ["status"] = status, ["qr"] = null, ["ts"] = worldEvent.At.ToUnixTimeSeconds(),
            })
            : Event(number, "session.status", worldEvent, () => new JsonObject { ["name"] = WawpSessions.NameOf(number), ["status"] = status });
    }

    private OutgoingEvent Event(WorldNumber number, string name, WorldEvent worldEvent, Func<JsonObject> payload) => new(number, name, () =>
    {
        var me = WawpSessions.Profile(number, World);
        me["lid"] = World.FindPerson(number.Phone)?.LidJid;
        return new JsonObject
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"evt_{number.Handle}_{worldEvent.Sequence}_{name.Length}"),
            ["timestamp"] = worldEvent.At.ToUnixTimeMilliseconds(),
            ["session"] = WawpSessions.NameOf(number),
            ["metadata"] = new JsonObject(),
            ["engine"] = Engine,
            ["event"] = name,
            ["payload"] = payload(),
            ["me"] = me,
        };
    });
}
