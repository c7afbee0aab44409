using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

internal static class WawpMembers
{
    private const string NotAdminText = "AddParticipantsError: You have no admin rights to add participants to a group";

    public static DialectReply List(WawpCall call)
    {
        var read = call.World.Group(call.Actor, call.GroupId);
        if (read.Refusal is { } refusal)
        {
            return WawpReplies.Refused(call, refusal);
        }

        ImmutableArray<MemberView> members = call.Faults.Has(FaultKind.PartialParticipantList) ? [] : read.Value.VisibleMembers;
        return DialectReply.Ok(WawpShapes.Participants(read.Value, members, call.Switches));
    }

    /// <summary>POST …/participants/add. Who blocked this number is reported as added, and is not.</summary>
    public static DialectReply Add(WawpCall call)
    {
        if (call.Participants() is not { } participants)
        {
            return WawpReplies.Invalid("participants");
        }

        var done = call.World.Add(call.Actor, call.GroupId, participants, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
        return done.Refusal switch
        {
            Refusal.NotAdmin when call.Switches.AddResults is WawpAddResults.TextOnRefusal => DialectReply.Ok(JsonValue.Create(NotAdminText)),
            { } refusal => WawpReplies.Refused(call, refusal),
            null => DialectReply.Ok(call.Switches.AddResults is WawpAddResults.List
                ? JsonLists.Of(done.Value.Select(outcome => ListItem(outcome)))
                : new JsonObject(done.Value.DistinctBy(KeyOf).Select(
                    outcome => KeyValuePair.Create(KeyOf(outcome), (JsonNode?)MapItem(call, outcome))))),
        };
    }

    public static DialectReply Remove(WawpCall call) => Batch(call, participants => call.World.Remove(call.Actor, call.GroupId, participants));

    public static DialectReply Promote(WawpCall call) => Batch(call, participants => call.World.Promote(call.Actor, call.GroupId, participants));

    /// <summary>POST …/admin/demote: the creator stays what they are, and the answer does not say so.</summary>
    public static DialectReply Demote(WawpCall call) => Batch(call, participants => call.World.Demote(call.Actor, call.GroupId, participants));

    public static string KeyOf(ParticipantOutcome outcome) =>
        outcome.Input.Contains('@', StringComparison.Ordinal) ? outcome.Input : WawpShapes.PhoneId(outcome.Input);

    public static string MessageOf(ParticipantCode code) => code switch
    {
        ParticipantCode.Done => "The participant was added successfully",
        ParticipantCode.Forbidden => "The participant can be added by sending private invitation only",
        ParticipantCode.NotFound => "The phone number is not registered on WhatsApp",
        ParticipantCode.RecentlyLeft => "The participant cannot be added because they recently left the group",
        ParticipantCode.AlreadyDone => "The participant is already a group member",
        ParticipantCode.OnlyByLink => "The participant can't be added to the community; invite them through the group's link",
        ParticipantCode.GroupFull or ParticipantCode.CommunityFull => "The participant can't be added because the group is full",
        _ => "An unknown error occurred while adding a participant",
    };

    /// <summary>Where only a private invitation is possible this engine sends WhatsApp's own card at once, unasked.</summary>
    public static bool SendCard(WawpCall call, ParticipantOutcome outcome)
    {
        if (outcome is not { InvitationCode: { } code, Person: { } person })
        {
            return false;
        }

        return call.World.SendText(call.Actor, person.PhoneJid, "Group invitation: " + InviteLink.Of(code)).IsDone;
    }

    private static JsonObject MapItem(WawpCall call, ParticipantOutcome outcome)
    {
        var code = SaidCode(outcome);
        return new JsonObject { ["code"] = (int)code, ["message"] = MessageOf(code), ["isInviteV4Sent"] = SendCard(call, outcome) };
    }

    private static JsonNode ListItem(ParticipantOutcome outcome) => new JsonObject
    {
        ["status"] = ((int)SaidCode(outcome)).ToString(CultureInfo.InvariantCulture),
        ["jid"] = KeyOf(outcome),
        ["content"] = new JsonObject(),
    };

    private static ParticipantCode SaidCode(ParticipantOutcome outcome) =>
        outcome.Code is ParticipantCode.BlockedActor ? ParticipantCode.Done : outcome.Code;

    private static DialectReply Batch(WawpCall call, Func<IReadOnlyList<string>, WorldResult<ImmutableArray<ParticipantOutcome>>> change)
    {
        if (call.Participants() is not { } participants)
        {
            return WawpReplies.Invalid("participants");
        }

        return change(participants).Refusal is { } refusal ? WawpReplies.Refused(call, refusal) : WawpReplies.BatchDone;
    }
}
