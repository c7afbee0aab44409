using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeInstances
{
    /// <summary>GET /api/instance/list with an instance's token: its own instance, whatever the filter says.</summary>
    public static DialectReply List(WorldNumber number, WhatsAppWorld world) => Listed([number], world);

    /// <summary>With the account's token: all, or those named; one unknown name alone is 404, among several it is skipped.</summary>
    public static DialectReply List(WhatsAppWorld world, DialectRequest request)
    {
        var names = (request.QueryText("instanceName") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
        {
            return Listed(world.NumbersOf(Vendor.RyzeApi), world);
        }

        WorldNumber[] found = [.. names.Select(name => world.FindNumberByHandle(name)).OfType<WorldNumber>()];
        return names.Length == 1 && found.Length == 0 ? RyzeReplies.Error(404, "Instance not found") : Listed(found, world);
    }

    /// <summary>GET /api/instance/connect. A number that is merely offline comes back; one that is logged out must be paired.</summary>
    public static DialectReply Connect(RyzeCall call)
    {
        switch (call.Number.Session)
        {
            case SessionState.Connected:
                return RyzeReplies.Ok("Instance is already connected", new JsonObject { ["status"] = "connected" });
            case SessionState.LoggedOut when call.Request.QueryText("number") is { Length: > 0 }:
                return RyzeReplies.Ok("Pairing code generated", new JsonObject { ["pairingCode"] = "SIMU-LATE", ["status"] = "pairing" });
            case SessionState.LoggedOut:
                return RyzeReplies.Ok("QR code generated", new JsonObject { ["qrCode"] = "2@simulated", ["qrCodeBase64"] = "", ["status"] = "qr" });
            case SessionState.Banned:
                return RyzeReplies.Ok("Instance is temporarily banned", new JsonObject { ["status"] = "temp_banned" });
            default:
                call.World.SetSession(call.Actor, SessionState.Connected);
                return RyzeReplies.Ok("Instance connected", new JsonObject { ["status"] = "connected" });
        }
    }

    private static DialectReply Listed(IReadOnlyList<WorldNumber> numbers, WhatsAppWorld world) => RyzeReplies.Ok(
        string.Create(CultureInfo.InvariantCulture, $"{numbers.Count} Instance found"),
        new JsonObject { ["instances"] = JsonLists.Of(numbers.Select(number => Instance(number, world))) });

    private static JsonNode Instance(WorldNumber number, WhatsAppWorld world)
    {
        var (state, shown) = number.Session switch
        {
            SessionState.Connected => ("connected", "Connected"),
            SessionState.Connecting => ("connecting", "Connecting"),
            SessionState.LoggedOut => ("loggedout", "Logged out"),
            SessionState.Banned => ("temp_banned", "Temporarily banned"),
            _ => ("disconnected", "Disconnected"),
        };
        return new JsonObject
        {
            ["name"] = number.Handle,
            ["connection"] = new JsonObject
            {
                ["state"] = state,
                ["numberJid"] = number.Phone + "@s.whatsapp.net",
                ["presenceStatus"] = state == "connected" ? "available" : "unavailable",
                ["displayStatus"] = shown,
            },
            ["profile"] = new JsonObject
            {
                ["name"] = world.FindPerson(number.Phone)?.Name,
                ["pictureUrl"] = "",
                ["isBusiness"] = false,
                ["businessName"] = "",
            },
            ["webhook"] = new JsonObject { ["enabled"] = number.Webhooks.Any(webhook => webhook.Enabled) },
            ["websocket"] = new JsonObject { ["enabled"] = false, ["events"] = new JsonArray(), ["mediaBase64"] = false },
            ["chatwoot"] = new JsonObject { ["enabled"] = false },
        };
    }
}
