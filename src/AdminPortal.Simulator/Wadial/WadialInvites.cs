using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>Codes only, never links.</summary>
internal static class WadialInvites
{
    public static DialectReply Get(WadialCall call)
    {
        var code = call.World.InviteCode(call.Actor, call.GroupJid);
        return code.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(call.Switches.AnswersCodesBare ? JsonValue.Create(code.Value) : new JsonObject { ["code"] = code.Value });
    }

    public static DialectReply Revoke(WadialCall call)
    {
        var code = call.World.ResetInvite(call.Actor, call.GroupJid);
        return code.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(call.Switches.AnswersCodesBare
                ? JsonValue.Create(code.Value)
                : new JsonObject { ["code"] = code.Value, ["affectedParticipants"] = new JsonArray() });
    }

    /// <summary>POST …/groups/invite/preview: the group with a sample of its participants, which is no roster.</summary>
    public static DialectReply Preview(WadialCall call)
    {
        if (call.Request.Text("code") is not { Length: > 0 } code)
        {
            return WadialReplies.Invalid("code");
        }

        var read = call.World.Preview(call.Actor, code);
        return read.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(WadialShapes.Group(read.Value, read.Value.VisibleMembers.Take(4), call.Switches));
    }

    /// <summary>POST …/groups/join. Where an admin has to approve, the answer looks the same and nobody is in.</summary>
    public static DialectReply Join(WadialCall call)
    {
        if (call.Request.Text("code") is not { Length: > 0 } code)
        {
            return WadialReplies.Invalid("code");
        }

        var joined = call.World.Join(call.Actor, code);
        return joined.Refusal is { } refusal ? WadialReplies.Refused(refusal) : Preview(call);
    }
}
