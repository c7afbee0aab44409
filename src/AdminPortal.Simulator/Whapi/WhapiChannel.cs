using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>The channel itself: health, limits, logging in and out.</summary>
internal static class WhapiChannel
{
    private const string Version = "1.8.7";

    /// <summary>GET /health. Unless told otherwise by <c>?wakeup=false</c> it starts a channel that stands still.</summary>
    public static DialectReply Health(WhapiCall call)
    {
        var isPureRead = string.Equals(call.Request.QueryText("wakeup"), "false", StringComparison.OrdinalIgnoreCase);
        if (isPureRead || call.Number.Session is not SessionState.Disconnected)
        {
            return DialectReply.Ok(HealthOf(call.Number, call.World, call.Time));
        }

        call.World.SetSession(call.Actor, SessionState.Connected);
        return DialectReply.Ok(HealthOf(call.Number with { Session = SessionState.Connecting }, call.World, call.Time));
    }

    /// <summary>GET /limits: 204 when nothing limits the channel.</summary>
    public static DialectReply Limits(WhapiCall call) => call.Switches.TrialMessages is { } left
        ? DialectReply.Ok(new JsonObject { ["messages"] = left, ["chats"] = new JsonArray(), ["checks"] = 30, ["requests"] = 1_000 })
        : new DialectReply(204, Body: null);

    public static DialectReply LogIn(WhapiCall call) => IfLoggedOut(call, () => DialectReply.Ok(Qr()));

    public static DialectReply LogInPicture(WhapiCall call) =>
        IfLoggedOut(call, () => DialectReply.OfBytes(200, Convert.FromBase64String(SamplePicture.Base64), "image/png"));

    public static DialectReply LogInByCode(WhapiCall call) =>
        IfLoggedOut(call, () => DialectReply.Ok(new JsonObject { ["code"] = "SIMULATE" }));

    public static DialectReply LogOut(WhapiCall call)
    {
        if (call.Number.Session is SessionState.LoggedOut)
        {
            return WhapiReplies.Error(409, "Channel is already logged out");
        }

        call.World.SetSession(call.Actor, SessionState.LoggedOut);
        return WhapiReplies.Success;
    }

    public static DialectReply Profile(WhapiCall call) => call.Number.Session is SessionState.Connected
        ? DialectReply.Ok(new JsonObject { ["name"] = NameOf(call.Number, call.World), ["about"] = "" })
        : WhapiReplies.Refused(call, Refusal.SignedOut);

    /// <summary>Codes are not published; whoever reads this matches the text.</summary>
    public static JsonObject HealthOf(WorldNumber number, WhatsAppWorld world, TimeProvider time)
    {
        var (code, text) = number.Session switch
        {
            SessionState.Connected => (4, "AUTH"),
            SessionState.LoggedOut => (3, "QR"),
            SessionState.Connecting => (2, "LAUNCH"),
            _ => (0, "NOT_INIT"),
        };
        var health = new JsonObject
        {
            ["channel_id"] = number.Handle,
            ["start_at"] = time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds(),
            ["uptime"] = 3_600,
            ["version"] = Version,
            ["status"] = new JsonObject { ["code"] = code, ["text"] = text },
        };
        if (number.Session is SessionState.Connected)
        {
            health["user"] = UserOf(number, world);
        }

        return health;
    }

    public static JsonObject UserOf(WorldNumber number, WhatsAppWorld world) =>
        new() { ["id"] = number.Phone, ["name"] = NameOf(number, world) };

    private static string NameOf(WorldNumber number, WhatsAppWorld world) => world.FindPerson(number.Phone)?.Name ?? "";

    private static JsonObject Qr() => new() { ["status"] = "OK", ["base64"] = SamplePicture.Base64, ["rowdata"] = "2@simulated", ["expire"] = 20 };

    private static DialectReply IfLoggedOut(WhapiCall call, Func<DialectReply> answer) =>
        call.Number.Session is SessionState.LoggedOut ? answer() : WhapiReplies.Error(409, "Channel is already logged in");
}
