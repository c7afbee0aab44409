using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeInvites
{
    /// <summary>POST /api/group/join: a code or a link, never a JID. Joining again an open group answers the same.</summary>
    public static DialectReply Join(RyzeCall call)
    {
        if (call.Request.Text("identifier") is not { Length: > 0 } identifier)
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        if (identifier.Contains('@', StringComparison.Ordinal))
        {
            return RyzeReplies.Error(400, "Invalid invite link or code");
        }

        var code = InviteLink.CodeOf(identifier);
        var joined = call.World.Join(call.Actor, code);
        if (joined.Refusal is Refusal.AlreadyMember)
        {
            return Joined(call.World.Preview(call.Actor, code).Value.Id, requiresApproval: false);
        }

        return joined.Refusal is { } refusal
            ? RyzeReplies.Refused(refusal, "join group")
            : Joined(joined.Value.GroupId, joined.Value.IsPending);
    }

    /// <summary>POST /api/group/resetLink. The old link is dead at once.</summary>
    public static DialectReply Reset(RyzeCall call)
    {
        if (call.Request.Text("identifier") is not { Length: > 0 } identifier)
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        var found = call.GroupIdOf(identifier);
        var reset = found.Refusal is { } unknown ? unknown : call.World.ResetInvite(call.Actor, found.Value);
        return reset.Refusal is { } refusal
            ? RyzeReplies.Refused(refusal, "reset group invite link")
            : RyzeReplies.Ok("Group invite link reset successfully", new JsonObject
            {
                ["groupJid"] = found.Value,
                ["inviteCode"] = reset.Value,
                ["inviteLink"] = InviteLink.Of(reset.Value),
            });
    }

    /// <summary>DELETE /api/group/leave. A second call is 404. Leaving a community's parent leaves its groups too.</summary>
    public static DialectReply Leave(RyzeCall call)
    {
        if (call.Request.QueryText("identifier") is not { Length: > 0 } identifier)
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        var found = call.GroupIdOf(identifier);
        var left = found.Refusal is { } unknown ? unknown : call.World.Leave(call.Actor, found.Value);
        return left.Refusal is { } refusal
            ? RyzeReplies.Refused(refusal, "leave group")
            : RyzeReplies.Ok("Successfully left the group", new JsonObject { ["groupJid"] = found.Value });
    }

    private static DialectReply Joined(string groupId, bool requiresApproval) => RyzeReplies.Ok(
        requiresApproval ? "Join request sent" : "Successfully joined the group",
        new JsonObject { ["groupJid"] = groupId, ["requiresApproval"] = requiresApproval });
}
