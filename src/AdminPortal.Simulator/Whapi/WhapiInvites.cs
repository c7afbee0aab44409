using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

internal static class WhapiInvites
{
    public static DialectReply Get(WhapiCall call)
    {
        var code = call.World.InviteCode(call.Actor, call.GroupId);
        return code.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : DialectReply.Ok(new JsonObject { ["invite_code"] = code.Value });
    }

    /// <summary>DELETE /groups/{GroupID}/invite and DELETE /communities/{CommunityID}/link. The new code is not in the answer.</summary>
    public static DialectReply Revoke(WhapiCall call) =>
        call.World.ResetInvite(call.Actor, call.TargetId).Refusal is { } refusal ? WhapiReplies.Refused(call, refusal) : WhapiReplies.Success;

    public static DialectReply Preview(WhapiCall call)
    {
        var group = call.World.Preview(call.Actor, call.Request.Path["code"]);
        return group.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : DialectReply.Ok(WhapiShapes.Preview(group.Value, call.Switches));
    }

    /// <summary>PUT /groups. The answer does not tell whether an admin has to approve first.</summary>
    public static DialectReply Accept(WhapiCall call)
    {
        if (call.Request.Text("invite_code") is not { Length: > 0 } code)
        {
            return WhapiReplies.Invalid("invite_code");
        }

        var joined = call.World.Join(call.Actor, code);
        return joined.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : DialectReply.Ok(new JsonObject { ["group_id"] = joined.Value.GroupId });
    }

    /// <summary>POST /groups/link/{InviteCode}: WhatsApp's own card. <c>%URL%</c> in the body becomes the link.</summary>
    public static DialectReply SendCard(WhapiCall call)
    {
        var code = call.Request.Path["code"];
        if (call.Request.Text("to") is not { } to || !WhapiCall.IsReceiver(to))
        {
            return WhapiReplies.Invalid("to");
        }

        if (call.World.Preview(call.Actor, code).Refusal is { } unknown)
        {
            return WhapiReplies.Refused(call, unknown);
        }

        var body = call.Request.Text("body") ?? "%URL%";
        return WhapiMessages.Send(call, to, body.Replace("%URL%", InviteLink.Of(code), StringComparison.Ordinal), "link_preview");
    }
}
