using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>Join requests. One applicant per decision, an array in return, and 200 whether it worked or not.</summary>
internal static class WhapiApplications
{
    public static DialectReply List(WhapiCall call)
    {
        var read = call.World.Requests(call.Actor, call.GroupId);
        return read.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiPages.Of(call, "applications", read.Value, request => new JsonObject
            {
                ["chatId"] = request.Person.ListedJid,
                ["request_method"] = request.Request.Method switch
                {
                    RequestMethod.LinkedGroupJoin => "linked_group_join",
                    RequestMethod.NonAdminAdd => "non_admin_add",
                    _ => "invite_link",
                },
                ["timestamp"] = request.Request.RequestedAt.ToUnixTimeSeconds(),
            });
    }

    public static DialectReply Approve(WhapiCall call) => Decide(call, call.World.Approve);

    public static DialectReply Reject(WhapiCall call) => Decide(call, call.World.Reject);

    private static DialectReply Decide(
        WhapiCall call, Func<string, string, IReadOnlyList<string>, WorldResult<ImmutableArray<ParticipantOutcome>>> decide)
    {
        if (call.Request.Text("application") is not { } chatId || !WhapiCall.IsChatId(chatId))
        {
            return WhapiReplies.Invalid("application");
        }

        var done = decide(call.Actor, call.GroupId, [chatId]);
        return done.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : DialectReply.Ok(JsonLists.Of(done.Value.Select(Item)));
    }

    private static JsonNode Item(ParticipantOutcome outcome)
    {
        var item = new JsonObject { ["chatId"] = outcome.Input, ["success"] = outcome.IsDone };
        if (!outcome.IsDone)
        {
            item["error"] = outcome.Code switch
            {
                ParticipantCode.NotFound => "Application not found",
                ParticipantCode.AlreadyDone => "Already in the group",
                ParticipantCode.GroupFull or ParticipantCode.CommunityFull => "Group is full",
                _ => "Application was not processed",
            };
        }

        return item;
    }
}
