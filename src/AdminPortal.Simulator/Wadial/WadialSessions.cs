using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>Sessions. Ready is <c>paired &amp;&amp; connected</c>; <c>status</c> alone says only that it connected once.</summary>
internal static class WadialSessions
{
    public static DialectReply List(WhatsAppWorld world, string key, WadialSwitches switches) =>
        WadialReplies.Data(JsonLists.Of(world.NumbersOf(Vendor.Wadial, key).Select(number => Shape(number, world, switches))));

    public static DialectReply Status(WadialCall call) => WadialReplies.Data(Shape(call.Number, call.World, call.Switches));

    /// <summary>POST …/connect. In the background: a paired session comes back by itself, one that is not needs a phone.</summary>
    public static DialectReply Connect(WadialCall call)
    {
        if (call.Number.Session is not (SessionState.Disconnected or SessionState.Connecting))
        {
            return Status(call);
        }

        call.World.SetSession(call.Actor, SessionState.Connected);
        return WadialReplies.Data(Shape(call.Number with { Session = SessionState.Connecting }, call.World, call.Switches));
    }

    /// <summary>POST …/disconnect: the runtime stops, the credentials stay.</summary>
    public static DialectReply Disconnect(WadialCall call) => Become(call, SessionState.Disconnected);

    /// <summary>POST …/logout: the device is unlinked.</summary>
    public static DialectReply LogOut(WadialCall call) => Become(call, SessionState.LoggedOut);

    public static DialectReply Qr(WadialCall call) => call.Number.Session is SessionState.LoggedOut
        ? WadialReplies.Data(new JsonObject { ["qr"] = "2@simulated" })
        : WadialReplies.Error(409, "already_paired", "Session is already paired");

    public static DialectReply PairingCode(WadialCall call)
    {
        if (call.Request.Text("phoneNumber") is not { Length: > 0 })
        {
            return WadialReplies.Invalid("phoneNumber");
        }

        return call.Number.Session is SessionState.LoggedOut
            ? WadialReplies.Data(new JsonObject { ["code"] = "SIMULATE" })
            : WadialReplies.Error(409, "already_paired", "Session is already paired");
    }

    public static string ConnectionStateOf(SessionState session) => session switch
    {
        SessionState.Connected => "connected",
        SessionState.Connecting => "connecting",
        SessionState.LoggedOut => "inactive",
        _ => "disconnected",
    };

    private static DialectReply Become(WadialCall call, SessionState session)
    {
        call.World.SetSession(call.Actor, session);
        return WadialReplies.Data(Shape(call.Number with { Session = session }, call.World, call.Switches));
    }

    private static JsonNode Shape(WorldNumber number, WhatsAppWorld world, WadialSwitches switches)
    {
        var state = ConnectionStateOf(number.Session);
        var isPaired = number.Session is not SessionState.LoggedOut;
        return new JsonObject
        {
            ["sessionId"] = number.Handle,
            ["displayName"] = world.FindPerson(number.Phone)?.Name,
            ["status"] = number.Session is SessionState.Disconnected && switches.KeepsStatusWhenOffline ? "connected" : state,
            ["paired"] = isPaired,
            ["active"] = number.Session is SessionState.Connected or SessionState.Connecting,
            ["connected"] = number.Session is SessionState.Connected,
            ["connectionState"] = state,
            // Named in words only: "the linked phone JID".
            ["phoneJid"] = isPaired ? world.FindPerson(number.Phone)?.PhoneJid : null,
        };
    }
}
