using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

internal static class WawpMessages
{
    private const int LongestMessage = 4_096;

    /// <summary>POST and GET /v2/send/text. The key is <c>message</c>. A 200 may still carry <c>success:false</c>.</summary>
    public static DialectReply SendText(WawpCall call)
    {
        var chatId = string.Concat((WawpCall.Argument(call.Request, "chatId") ?? "").Split('+', ' '));
        var message = WawpCall.Argument(call.Request, "message") ?? "";
        if (chatId.Length == 0 || message.Length is 0 or > LongestMessage)
        {
            return WawpReplies.Invalid("chatId or message");
        }

        var sent = call.World.SendText(call.Actor, chatId, message);
        return sent.Refusal switch
        {
            Refusal.NotOnWhatsApp => DialectReply.Ok(new JsonObject { ["success"] = false, ["message"] = "The number is not registered on WhatsApp" }),
            Refusal.NotAdmin => DialectReply.Ok(new JsonObject { ["status"] = "error", ["message"] = "Only admins can send to this group" }),
            { } refusal => WawpReplies.Refused(call, refusal),
            null => DialectReply.Ok(Shape(sent.Value, chatId)),
        };
    }

    private static JsonObject Shape(SentMessage message, string chatId)
    {
        var remote = chatId.Contains('@', StringComparison.Ordinal) ? chatId : WawpShapes.PhoneId(chatId);
        return new JsonObject
        {
            ["id"] = new JsonObject
            {
                ["id"] = message.Id,
                ["_serialized"] = $"true_{remote}_{message.Id}",
                ["fromMe"] = true,
                ["remote"] = remote,
            },
            ["timestamp"] = message.At.ToUnixTimeSeconds(),
            ["body"] = message.Text,
            ["_data"] = new JsonObject { ["type"] = "chat" },
        };
    }
}
