using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>
/// Participants and admins of groups and of communities. Never a reason per person, and for a plain group's admins
/// not even who it worked for.
/// </summary>
internal static class WhapiMembers
{
    public static DialectReply Add(WhapiCall call) => Change(
        call,
        participants => call.World.Add(call.Actor, call.TargetId, participants, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds)),
        LooksAdded);

    public static DialectReply Remove(WhapiCall call) =>
        Change(call, participants => call.World.Remove(call.Actor, call.TargetId, participants), IsDone);

    public static DialectReply Promote(WhapiCall call) =>
        Change(call, participants => call.World.Promote(call.Actor, call.TargetId, participants), IsDone, hasLists: call.IsOnCommunity);

    public static DialectReply Demote(WhapiCall call) =>
        Change(call, participants => call.World.Demote(call.Actor, call.TargetId, participants), IsDone, hasLists: call.IsOnCommunity);

    /// <summary>Whom a closed door or a block keeps out counts as processed all the same: only a later read shows it.</summary>
    public static bool LooksAdded(ParticipantOutcome outcome) => outcome.Code is ParticipantCode.Done or ParticipantCode.RequestCreated
        or ParticipantCode.BlockedActor
        || outcome is { Code: ParticipantCode.Forbidden, Person.Privacy: PrivacyWall.Closed };

    /// <summary>Null unless there is at least one, all in the form of contact ids.</summary>
    public static IReadOnlyList<string>? ParticipantsOf(WhapiCall call)
    {
        var participants = call.Request.Texts("participants");
        return participants.Count > 0
            && call.Request.Body["participants"] is JsonArray array && array.Count == participants.Count
            && participants.All(WhapiCall.IsContactId)
                ? participants
                : null;
    }

    private static bool IsDone(ParticipantOutcome outcome) => outcome.IsDone;

    private static DialectReply Change(
        WhapiCall call,
        Func<IReadOnlyList<string>, WorldResult<ImmutableArray<ParticipantOutcome>>> change,
        Func<ParticipantOutcome, bool> isProcessed,
        bool hasLists = true)
    {
        if (ParticipantsOf(call) is not { } participants)
        {
            return WhapiReplies.Invalid("participants");
        }

        var done = change(participants);
        if (done.Refusal is { } refusal)
        {
            return WhapiReplies.Refused(call, refusal);
        }

        if (!hasLists)
        {
            return WhapiReplies.Success;
        }

        if (done.Value.All(outcome => outcome.Code is ParticipantCode.NotFound))
        {
            return WhapiReplies.Error(404, "Specified contact not found");
        }

        if (!call.IsOnCommunity && call.Request.Method == "POST" && done.Value.All(outcome => outcome.Code is ParticipantCode.AlreadyDone))
        {
            return WhapiReplies.Error(409, "Already in the group");
        }

        return DialectReply.Ok(new JsonObject
        {
            ["success"] = true,
            ["processed"] = JsonLists.OfTexts(done.Value.Where(isProcessed).Select(outcome => outcome.Input)),
            ["failed"] = JsonLists.OfTexts(done.Value.Where(outcome => !isProcessed(outcome)).Select(outcome => outcome.Input)),
        });
    }
}
