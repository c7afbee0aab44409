using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

internal static class WadialMembers
{
    /// <summary>POST …/participants: four actions. The call succeeds even when it did for nobody.</summary>
    public static DialectReply Change(WadialCall call)
    {
        if (call.People("participants") is not { } people)
        {
            return WadialReplies.Invalid("participants");
        }

        var (world, actor, id) = (call.World, call.Actor, call.GroupJid);
        var done = call.Request.Text("action") switch
        {
            "add" => world.Add(actor, id, people, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds)),
            "remove" => world.Remove(actor, id, people),
            "promote" => world.Promote(actor, id, people),
            "demote" => world.Demote(actor, id, people),
            _ => Refusal.InvalidValue,
        };
        return done.Refusal is { } refusal ? WadialReplies.Refused(refusal) : Results(done.Value, call.Switches.Results);
    }

    /// <summary>GET …/membership-requests: by LID, the number beside it when it is known and the applicant asked themselves.</summary>
    public static DialectReply Requests(WadialCall call)
    {
        var read = call.World.Requests(call.Actor, call.GroupJid);
        return read.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(JsonLists.Of(read.Value.Select(request => Shape(call.World, request))));
    }

    /// <summary>POST …/membership-requests. Nothing is said of anybody: who is still listed afterwards was not decided.</summary>
    public static DialectReply Decide(WadialCall call)
    {
        if (call.People("participants") is not { } people)
        {
            return WadialReplies.Invalid("participants");
        }

        var done = call.Request.Text("action") switch
        {
            "approve" => call.World.Approve(call.Actor, call.GroupJid, people),
            "reject" => call.World.Reject(call.Actor, call.GroupJid, people),
            _ => Refusal.InvalidValue,
        };
        return done.Refusal is { } refusal ? WadialReplies.Refused(refusal) : WadialReplies.Data(data: null);
    }

    private static DialectReply Results(ImmutableArray<ParticipantOutcome> outcomes, WadialResultShape shape)
    {
        if (shape is WadialResultShape.Empty)
        {
            return WadialReplies.Nothing;
        }

        var results = JsonLists.Of(outcomes.Select(outcome => (JsonNode)new JsonObject
        {
            ["jid"] = outcome.Input,
            ["status"] = outcome.IsDone ? "ok" : "error",
            ["code"] = (int)outcome.Code,
        }));
        return WadialReplies.Data(shape is WadialResultShape.Wrapped ? new JsonObject { ["participants"] = results } : results);
    }

    private static JsonNode Shape(WhatsAppWorld world, MembershipRequestView view)
    {
        var (person, request) = view;
        var shape = new JsonObject { ["jid"] = person.LidJid };
        if (request.RequestedBy is { } adder && world.FindPerson(adder) is { } requestor)
        {
            shape["requestor"] = requestor.LidJid;
        }
        else if (!person.HidesPhone)
        {
            shape["requestorPhone"] = person.PhoneJid;
        }

        shape["requestTime"] = request.RequestedAt.ToUnixTimeSeconds();
        shape["requestMethod"] = request.Method switch
        {
            RequestMethod.LinkedGroupJoin => "linked_group_join",
            RequestMethod.NonAdminAdd => "non_admin_add",
            _ => "invite_link",
        };
        shape["parentGroupJid"] = request.ParentGroupId;
        return shape;
    }
}
