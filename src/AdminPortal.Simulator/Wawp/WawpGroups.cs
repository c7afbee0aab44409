using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

internal static class WawpGroups
{
    /// <summary>GET /v2/groups: limit and offset without a total, sorted by id or subject, participants left out on request.</summary>
    public static DialectReply List(WawpCall call)
    {
        var listed = call.World.Groups(call.Actor, withMembers: true);
        if (listed.Refusal is { } refusal)
        {
            return WawpReplies.Refused(call, refusal);
        }

        var sorted = call.Request.QueryText("sortBy") switch
        {
            "id" => listed.Value.OrderBy(group => group.Id, StringComparer.Ordinal),
            "subject" => listed.Value.OrderBy(group => group.Name, StringComparer.Ordinal),
            _ => listed.Value.AsEnumerable(),
        };
        sorted = string.Equals(call.Request.QueryText("sortOrder"), "desc", StringComparison.OrdinalIgnoreCase) ? sorted.Reverse() : sorted;
        var withMembers = call.Request.QueryText("exclude") != "participants";
        var page = sorted.Skip(call.Request.QueryNumber("offset") ?? 0).Take(call.Request.QueryNumber("limit") ?? int.MaxValue)
            .Select(group => (group.Id, Shape: Shape(call, group, withMembers)));
        return DialectReply.Ok(call.Switches.ListsGroupsById
            ? new JsonObject(page.Select(item => KeyValuePair.Create(item.Id, (JsonNode?)item.Shape)))
            : JsonLists.Of(page.Select(item => item.Shape)));
    }

    public static DialectReply Count(WawpCall call)
    {
        var listed = call.World.Groups(call.Actor);
        return listed.Refusal is { } refusal
            ? WawpReplies.Refused(call, refusal)
            : DialectReply.Ok(new JsonObject { ["count"] = listed.Value.Length });
    }

    /// <summary>POST /v2/groups/refresh: the world is never stale, so there is nothing to do but to be asked.</summary>
    public static DialectReply Refresh(WawpCall call) =>
        call.World.Groups(call.Actor).Refusal is { } refusal ? WawpReplies.Refused(call, refusal) : WawpReplies.Success();

    public static DialectReply Get(WawpCall call)
    {
        var read = call.World.Group(call.Actor, call.GroupId);
        return read.Refusal is { } refusal ? WawpReplies.Refused(call, refusal) : DialectReply.Ok(Shape(call, read.Value, withMembers: true));
    }

    public static DialectReply Leave(WawpCall call) =>
        call.World.Leave(call.Actor, call.GroupId).Refusal is { } refusal ? WawpReplies.Refused(call, refusal) : WawpReplies.Result(call, isDone: true);

    /// <summary>
    /// POST /v2/groups. Reports success whoever was dropped: who blocked this number is not even mentioned, and where
    /// only an invitation is possible the engine has sent its card already.
    /// </summary>
    public static DialectReply Create(WawpCall call)
    {
        if (call.Request.Text("name") is not { } name || call.Participants() is not { } participants)
        {
            return WawpReplies.Invalid("name or participants");
        }

        var created = call.World.CreateGroup(call.Actor, name, participants, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
        if (created.Refusal is { } refusal)
        {
            return WawpReplies.Refused(call, refusal);
        }

        var group = created.Value.Group;
        if (call.Switches.CreatesPlain)
        {
            return DialectReply.Ok(new JsonObject
            {
                ["id"] = WawpShapes.Id(group.Id, call.Switches),
                ["subject"] = group.Name,
                ["participants"] = WawpShapes.Participants(group, group.Members, call.Switches),
            });
        }

        var results = new JsonObject();
        foreach (var outcome in created.Value.Outcomes.Where(outcome => outcome.Code is not ParticipantCode.BlockedActor))
        {
            results[WawpMembers.KeyOf(outcome)] = new JsonObject
            {
                ["statusCode"] = (int)outcome.Code,
                ["message"] = WawpMembers.MessageOf(outcome.Code),
                ["isGroupCreator"] = false,
                ["isInviteV4Sent"] = WawpMembers.SendCard(call, outcome),
            };
        }

        return DialectReply.Ok(new JsonObject
        {
            ["title"] = group.Name,
            ["gid"] = new JsonObject { ["server"] = "g.us", ["user"] = group.Id.Split('@')[0], ["_serialized"] = group.Id },
            ["participants"] = results,
        });
    }

    private static JsonNode Shape(WawpCall call, GroupView group, bool withMembers)
    {
        ImmutableArray<MemberView> members = call.Faults.Has(FaultKind.PartialParticipantList) ? [] : group.VisibleMembers;
        return WawpShapes.Group(group, withMembers ? members : default(IEnumerable<MemberView>?), call.Switches);
    }
}
