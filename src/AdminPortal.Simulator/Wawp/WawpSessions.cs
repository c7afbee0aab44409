using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>The instance itself. Only <c>WORKING</c> takes calls on groups.</summary>
internal static class WawpSessions
{
    public static DialectReply Info(WawpCall call) => DialectReply.Ok(Shape(call, call.Number.Session));

    public static DialectReply Me(WawpCall call) => call.Number.Session is SessionState.Connected
        ? DialectReply.Ok(Profile(call.Number, call.World))
        : WawpReplies.NotWorking(call.Number, call.Switches);

    /// <summary>POST /v2/session/start and restart: a linked number comes back, another one waits for its code to be scanned.</summary>
    public static DialectReply Start(WawpCall call)
    {
        if (call.Number.Session is SessionState.LoggedOut)
        {
            return Info(call);
        }

        call.World.SetSession(call.Actor, SessionState.Connected);
        return DialectReply.Ok(Shape(call, SessionState.Connecting));
    }

    public static DialectReply Stop(WawpCall call)
    {
        call.World.SetSession(call.Actor, SessionState.Disconnected);
        return DialectReply.Ok(Shape(call, SessionState.Disconnected));
    }

    public static DialectReply LogOut(WawpCall call)
    {
        call.World.SetSession(call.Actor, SessionState.LoggedOut);
        return DialectReply.Ok(Shape(call, SessionState.LoggedOut));
    }

    public static string StatusOf(WorldNumber number, WawpSwitches switches) => switches.SessionStatus ?? StatusOf(number.Session);

    public static string StatusOf(SessionState session) => session switch
    {
        SessionState.Connected => "WORKING",
        SessionState.Connecting => "STARTING",
        SessionState.LoggedOut => "SCAN_QR_CODE",
        _ => "STOPPED",
    };

    public static string NameOf(WorldNumber number) => "wawp-" + number.Handle[..8].ToLowerInvariant();

    public static JsonObject Profile(WorldNumber number, WhatsAppWorld world) => new()
    {
        ["id"] = WawpShapes.PhoneId(number.Phone),
        ["pushName"] = world.FindPerson(number.Phone)?.Name,
    };

    private static JsonObject Shape(WawpCall call, SessionState session)
    {
        var shape = new JsonObject
        {
            ["name"] = NameOf(call.Number),
            ["status"] = call.Switches.SessionStatus ?? StatusOf(session),
            ["config"] = new JsonObject { ["webhooks"] = new JsonObject(), ["proxy"] = null },
            ["me"] = session is SessionState.LoggedOut ? null : Profile(call.Number, call.World),
        };
        if (session is SessionState.LoggedOut)
        {
            shape["qr"] = SamplePicture.Base64;
        }

        return shape;
    }
}
