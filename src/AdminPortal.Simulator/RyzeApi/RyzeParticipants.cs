using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeParticipants
{
    /// <summary>POST /api/group/participants. 200 even when some or all fail: each entry says whether it worked.</summary>
    public static DialectReply Change(RyzeCall call)
    {
        var request = call.Request;
        if (request.Text("identifier") is not { Length: > 0 } identifier)
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        var participants = request.Texts("participants");
        if (participants.Count == 0)
        {
            return RyzeReplies.Error(400, "Invalid request body");
        }

        var found = call.GroupIdOf(identifier);
        if (found.Refusal is { } unknown)
        {
            return RyzeReplies.Refused(unknown, "update participants");
        }

        var (world, actor, id) = (call.World, call.Actor, found.Value);
        var action = request.Text("action") ?? "";
        WorldResult<ImmutableArray<ParticipantOutcome>> done;
        switch (action)
        {
            case "add":
                done = world.Add(actor, id, participants, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
                break;
            case "remove":
                done = world.Remove(actor, id, participants);
                break;
            case "promote":
                done = world.Promote(actor, id, participants, needsPromoter: true);
                break;
            case "demote":
                done = world.Demote(actor, id, participants, needsPromoter: true);
                break;
            case "approve":
                done = world.Approve(actor, id, participants);
                break;
            case "reject":
                done = world.Reject(actor, id, participants);
                break;
            default:
                return RyzeReplies.Error(400, "Invalid request body");
        }

        return done.Refusal is { } refusal
            ? RyzeReplies.Refused(refusal, $"{action} participants")
            : RyzeReplies.Ok(
                string.Create(CultureInfo.InvariantCulture, $"{done.Value.Count(outcome => outcome.IsDone)} of {done.Value.Length} participants updated"),
                new JsonObject
                {
                    ["groupJid"] = id,
                    ["participants"] = JsonLists.Of(done.Value.Select(outcome => Entry(action, outcome))),
                });
    }

    /// <summary>GET /api/group/requests. Requests are listed by LID; the phone number may be null.</summary>
    public static DialectReply Requests(RyzeCall call)
    {
        if (call.Request.QueryText("identifier") is not { Length: > 0 } identifier)
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        var found = call.GroupIdOf(identifier);
        var read = found.Refusal is { } unknown ? unknown : call.World.Requests(call.Actor, found.Value);
        if (read.Refusal is { } refusal)
        {
            return RyzeReplies.Refused(refusal, "view group requests");
        }

        var items = read.Value.Select(request => (JsonNode)new JsonObject
        {
            ["jid"] = request.Person.LidJid,
            ["phoneNumber"] = request.Person.HidesPhone ? null : request.Person.PhoneJid,
            ["requestedAt"] = RyzeShapes.Time(request.Request.RequestedAt),
        });
        return RyzeReplies.Ok(
            string.Create(CultureInfo.InvariantCulture, $"{read.Value.Length} pending requests found"),
            new JsonObject
            {
                ["groupJid"] = found.Value,
                ["requests"] = JsonLists.Of(items),
                ["meta"] = new JsonObject { ["total"] = read.Value.Length },
            });
    }

    private static JsonNode Entry(string action, ParticipantOutcome outcome)
    {
        var entry = new JsonObject { ["jid"] = JidOf(outcome), ["success"] = outcome.IsDone };
        if (!outcome.IsDone)
        {
            entry["error"] = ErrorOf(action, outcome);
        }

        return entry;
    }

    private static string ErrorOf(string action, ParticipantOutcome outcome) => (action, outcome.Code) switch
    {
        ("approve" or "reject", ParticipantCode.NotFound) => "request not found",
        ("remove" or "promote" or "demote", ParticipantCode.NotFound) => "not a member of the group",
        ("remove" or "promote" or "demote", ParticipantCode.Forbidden) => "cannot change the group creator",
        ("promote", ParticipantCode.AlreadyDone) => "already an admin",
        ("promote", ParticipantCode.GroupFull) => "too many admins",
        ("demote", ParticipantCode.AlreadyDone) => "not an admin",
        _ => RyzeReplies.ReasonOf(outcome),
    };

    /// <summary>A LID comes back as a LID, a number as the JID it resolved to: Brazilian numbers may differ by one digit.</summary>
    private static string JidOf(ParticipantOutcome outcome)
    {
        if (outcome.Person is { } person)
        {
            return outcome.Input.EndsWith("@lid", StringComparison.Ordinal) ? person.LidJid : person.PhoneJid;
        }

        return outcome.Input.Contains('@', StringComparison.Ordinal) ? outcome.Input : outcome.Input.TrimStart('+') + "@s.whatsapp.net";
    }
}
