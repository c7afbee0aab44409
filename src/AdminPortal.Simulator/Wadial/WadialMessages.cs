using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

internal static class WadialMessages
{
    /// <summary>
    /// POST …/messages. With an <c>Idempotency-Key</c> the same content is sent once and answered again; other content
    /// under the same key is 409. The receiver is bare digits; a group's JID is taken too, a LID is not.
    /// </summary>
    public static DialectReply Send(WadialCall call)
    {
        if (call.Request.Text("to") is not { Length: > 0 } to || to.EndsWith("@lid", StringComparison.Ordinal))
        {
            return WadialReplies.Invalid("to");
        }

        if (call.Request.Body["content"] is not JsonObject content
            || DialectRequest.TextOf(content["type"]) != "text"
            || DialectRequest.TextOf(content["text"]) is not { Length: > 0 } text)
        {
            return WadialReplies.Invalid("content");
        }

        Refusal? refused = null;
        var record = call.Memory.Once(call.Number.Handle, call.Request.Headers["Idempotency-Key"].ToString(), to + "\n" + text, () =>
        {
            var sent = call.World.SendText(call.Actor, to, text);
            refused = sent.Refusal;
            return sent.IsDone ? Record(to, text, sent.Value.Id) : null;
        });
        return (refused, record) switch
        {
            (Refusal.NotOnWhatsApp, _) => WadialReplies.Error(400, "invalid_recipient", "Recipient is not on WhatsApp"),
            ({ } refusal, _) => WadialReplies.Refused(refusal),
            (null, null) => WadialReplies.Error(409, "idempotency_conflict", "Idempotency key was used with different content"),
            _ => WadialReplies.Data(record),
        };
    }

    /// <summary>GET …/messages: what went out.</summary>
    public static DialectReply History(WadialCall call) => WadialReplies.Data(JsonLists.Of(call.Memory.Sent(call.Number.Handle)));

    private static JsonObject Record(string to, string text, string id) => new()
    {
        ["to"] = to,
        ["text"] = text,
        ["contentType"] = "text",
        ["mediaUrl"] = null,
        ["status"] = "sent",
        ["messageId"] = id,
    };
}
