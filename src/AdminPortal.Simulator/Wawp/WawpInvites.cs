using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

internal static class WawpInvites
{
    public static DialectReply Get(WawpCall call) => Answer(call, call.World.InviteCode(call.Actor, call.GroupId));

    public static DialectReply Revoke(WawpCall call) => Answer(call, call.World.ResetInvite(call.Actor, call.GroupId));

    /// <summary>GET /v2/groups/join-info?code=: a code or a whole link.</summary>
    public static DialectReply Preview(WawpCall call)
    {
        if (call.Request.QueryText("code") is not { Length: > 0 } code)
        {
            return WawpReplies.Invalid("code");
        }

        var read = call.World.Preview(call.Actor, InviteLink.CodeOf(code));
        return read.Refusal is { } refusal
            ? WawpReplies.Refused(call, refusal)
            : DialectReply.Ok(new JsonObject
            {
                ["id"] = WawpShapes.Id(read.Value.Id, call.Switches),
                ["subject"] = read.Value.Name,
                ["description"] = read.Value.Description,
                ["size"] = read.Value.MemberCount,
            });
    }

    /// <summary>POST /v2/groups/join. Nothing tells whether an admin has to approve first.</summary>
    public static DialectReply Join(WawpCall call)
    {
        if (call.Request.Text("code") is not { Length: > 0 } given)
        {
            return WawpReplies.Invalid("code");
        }

        var code = InviteLink.CodeOf(given);
        var joined = call.World.Join(call.Actor, code);
        return joined.Refusal switch
        {
            null => Joined(call, joined.Value.GroupId),
            Refusal.AlreadyMember => Joined(call, call.World.Preview(call.Actor, code).Value.Id),
            { } refusal => WawpReplies.Refused(call, refusal),
        };
    }

    private static DialectReply Joined(WawpCall call, string groupId) =>
        DialectReply.Ok(new JsonObject { ["id"] = WawpShapes.Id(groupId, call.Switches) });

    private static DialectReply Answer(WawpCall call, WorldResult<string> code) => code.Refusal is { } refusal
        ? WawpReplies.Refused(call, refusal)
        : DialectReply.Ok(call.Switches.Codes switch
        {
            WawpCodeShape.Code => new JsonObject { ["code"] = code.Value },
            WawpCodeShape.InviteCode => new JsonObject { ["inviteCode"] = code.Value },
            WawpCodeShape.InviteCodeInSnakeCase => new JsonObject { ["invite_code"] = code.Value },
            WawpCodeShape.Link => JsonValue.Create(InviteLink.Of(code.Value)),
            _ => JsonValue.Create(code.Value),
        });
}
