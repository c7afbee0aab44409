using System.Text;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

internal static class WhapiMessages
{
    private const int LargestBody = 65_536;

    /// <summary>POST /messages/text. 200 with <c>sent:false</c> when there is nobody to receive it.</summary>
    public static DialectReply SendText(WhapiCall call)
    {
        if (call.Request.Text("to") is not { } to || !WhapiCall.IsReceiver(to))
        {
            return WhapiReplies.Invalid("to");
        }

        if (call.Request.Text("body") is not { Length: > 0 } text)
        {
            return WhapiReplies.Invalid("body");
        }

        return Encoding.UTF8.GetByteCount(text) > LargestBody
            ? WhapiReplies.Error(413, "Request body is too large")
            : Send(call, to, text, "text");
    }

    public static DialectReply Send(WhapiCall call, string to, string text, string type)
    {
        if (!call.Switches.TakeMessage())
        {
            return WhapiReplies.Error(402, "Trial version limit exceeded");
        }

        // A raw LID goes nowhere.
        var sent = to.EndsWith("@lid", StringComparison.Ordinal) ? Refusal.NotOnWhatsApp : call.World.SendText(call.Actor, to, text);
        return sent.Refusal switch
        {
            Refusal.NotOnWhatsApp => DialectReply.Ok(new JsonObject { ["sent"] = false }),
            Refusal.GroupNotFound or Refusal.NotAMember => WhapiReplies.Error(403, "Forbidden to send to this group"),
            { } refusal => WhapiReplies.Refused(call, refusal),
            null => DialectReply.Ok(new JsonObject
            {
                ["sent"] = true,
                ["message"] = new JsonObject
                {
                    ["id"] = sent.Value.Id,
                    ["type"] = type,
                    ["chat_id"] = sent.Value.ChatJid,
                    ["from_me"] = true,
                    ["timestamp"] = sent.Value.At.ToUnixTimeSeconds(),
                    [type] = new JsonObject { ["body"] = text },
                },
            }),
        };
    }
}
