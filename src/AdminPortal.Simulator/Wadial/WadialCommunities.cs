using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

internal static class WadialCommunities
{
    /// <summary>POST …/communities. Without a mode it is closed: the opposite of what other vendors take for granted.</summary>
    public static DialectReply Create(WadialCall call)
    {
        var mode = call.Request.Text("membershipApprovalMode") ?? "request_required";
        if (call.Request.Text("subject") is not { } subject || mode is not ("request_required" or "open"))
        {
            return WadialReplies.Invalid("subject or membershipApprovalMode");
        }

        if (call.Faults.Has(FaultKind.RejectCommunity))
        {
            return WadialReplies.Error(502, "upstream_error", "WhatsApp rejected the community");
        }

        var created = call.World.CreateCommunity(
            call.Actor, subject, call.Request.Text("description") ?? "", approvalRequired: mode == "request_required");
        return created.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(WadialShapes.Group(created.Value.Parent, created.Value.Parent.Members, call.Switches));
    }

    /// <summary>POST …/subgroups: link, unlink or join. 2xx with what failed in a list; join takes one at a time and says nothing.</summary>
    public static DialectReply Relate(WadialCall call)
    {
        var groups = call.Request.Texts("subGroupJids");
        if (groups.Count == 0 || !groups.All(WadialCall.IsGroupJid))
        {
            return WadialReplies.Invalid("subGroupJids");
        }

        switch (call.Request.Text("action"))
        {
            case "link":
                return Related("linkedJids", call.World.Link(call.Actor, call.CommunityJid, groups));
            case "unlink":
                return Related("unlinkedJids", call.World.Unlink(call.Actor, call.CommunityJid, groups, keepOrphans: !call.Switches.EvictsOrphans));
            case "join" when groups.Count == 1:
                return call.World.JoinFromCommunity(call.Actor, call.CommunityJid, groups[0]).Refusal is { } refusal
                    ? WadialReplies.Refused(refusal)
                    : WadialReplies.Nothing;
            default:
                return WadialReplies.Invalid("action");
        }
    }

    public static DialectReply Subgroups(WadialCall call)
    {
        var read = call.World.Community(call.Actor, call.CommunityJid);
        return read.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(new JsonObject
            {
                ["communityJid"] = call.CommunityJid,
                ["announcementGroup"] = WadialShapes.Subgroup(read.Value.Announcement),
                ["subGroups"] = JsonLists.Of(read.Value.Subgroups.Select(WadialShapes.Subgroup)),
            });
    }

    public static DialectReply Participants(WadialCall call)
    {
        var members = call.World.MergedMembers(call.Actor, call.CommunityJid);
        return members.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(JsonLists.Of(members.Value.Select(WadialShapes.MergedMember)));
    }

    public static DialectReply Transfer(WadialCall call)
    {
        if (call.Request.Text("newOwnerJid") is not { Length: > 0 } owner)
        {
            return WadialReplies.Invalid("newOwnerJid");
        }

        return call.World.TransferOwnership(call.Actor, call.CommunityJid, owner).Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Nothing;
    }

    /// <summary>GET …/subgroup-suggestions: the engine reads them by way of a group of the community, which has to be named.</summary>
    public static DialectReply Suggestions(WadialCall call)
    {
        var hint = call.Request.QueryText("hintSubgroupJid");
        if (hint is null || call.World.FindGroup(hint)?.CommunityId != call.CommunityJid)
        {
            return WadialReplies.Invalid("hintSubgroupJid");
        }

        var suggestions = call.World.Suggestions(call.Actor, call.CommunityJid);
        return suggestions.Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Data(JsonLists.Of(suggestions.Value.Select(suggestion => Shape(call.World, suggestion))));
    }

    public static DialectReply Deactivate(WadialCall call) =>
        call.World.Deactivate(call.Actor, call.CommunityJid).Refusal is { } refusal ? WadialReplies.Refused(refusal) : WadialReplies.Nothing;

    private static DialectReply Related(string key, WorldResult<ImmutableArray<LinkOutcome>> done)
    {
        if (done.Refusal is { } refusal)
        {
            return WadialReplies.Refused(refusal);
        }

        var failed = done.Value.Where(outcome => !outcome.IsDone).Select(outcome => (JsonNode)new JsonObject
        {
            ["jid"] = outcome.GroupId,
            ["error"] = outcome.Code switch
            {
                LinkCode.GroupNotFound or LinkCode.NotLinked => 404,
                LinkCode.NotAdminOfGroup => 403,
                LinkCode.AlreadyInThisCommunity or LinkCode.InAnotherCommunity => 409,
                LinkCode.SubgroupLimit or LinkCode.CommunityFull => 412,
                _ => 400,
            },
        });
        return WadialReplies.Data(new JsonObject
        {
            [key] = JsonLists.OfTexts(done.Value.Where(outcome => outcome.IsDone).Select(outcome => outcome.GroupId)),
            ["failed"] = JsonLists.Of(failed),
        });
    }

    private static JsonNode Shape(WhatsAppWorld world, GroupSuggestion suggestion) => new JsonObject
    {
        ["jid"] = suggestion.Id,
        ["subject"] = suggestion.Name,
        ["description"] = suggestion.Description,
        ["creator"] = world.FindPerson(suggestion.SuggestedBy)?.ListedJid,
        ["creationTime"] = suggestion.SuggestedAt.ToUnixTimeSeconds(),
        ["participantCount"] = suggestion.ExistingGroupId is { } id ? world.FindGroup(id)?.MemberCount ?? 0 : 0,
        ["isExistingGroup"] = suggestion.ExistingGroupId is not null,
        ["hiddenGroup"] = suggestion.IsHidden,
    };
}
