using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeCommunities
{
    private const int NameLimit = 25;

    /// <summary>
    /// POST /api/community/create. When WhatsApp rejects the parent, the vendor makes a plain group instead,
    /// answers success, and says so in <c>isCommunity</c> only.
    /// </summary>
    public static DialectReply Create(RyzeCall call)
    {
        var request = call.Request;
        var name = request.Text("name") ?? "";
        if (string.IsNullOrWhiteSpace(name))
        {
            return RyzeReplies.Error(400, "community name is required");
        }

        if (new StringInfo(name).LengthInTextElements > NameLimit)
        {
            return RyzeReplies.Error(400, "Community name must be 25 characters or less");
        }

        if (call.Faults.Has(FaultKind.RejectCommunity))
        {
            return CreatePlainGroup(call, name);
        }

        var created = call.World.CreateCommunity(
            call.Actor, name, request.Text("description") ?? "", approvalRequired: request.Text("membershipApprovalMode") == "request_required");
        if (created.Refusal is { } refusal)
        {
            return RyzeReplies.Refused(refusal, "create community");
        }

        var id = created.Value.Parent.Id;
        if (request.Text("image") is { Length: > 0 } image)
        {
            call.World.ChangePicture(call.Actor, id, image);
        }

        // Beyond the limit of subgroups groups end up in failedGroups here; link drops them silently.
        var groupIds = request.Texts("groupJid");
        var links = groupIds.Count == 0 ? [] : call.World.Link(call.Actor, id, groupIds).Value;
        return RyzeReplies.Ok("Community created", new JsonObject
        {
            ["isCommunity"] = true,
            ["group"] = new JsonObject { ["jid"] = id, ["name"] = name },
            ["linkedGroups"] = JsonLists.OfTexts(links.Where(link => link.IsDone).Select(link => link.GroupId)),
            ["failedGroups"] = JsonLists.OfTexts(links.Where(link => !link.IsDone).Select(link => link.GroupId)),
            ["imageError"] = "",
        });
    }

    /// <summary>POST /api/community/link. 200 with <c>success:false</c> when none worked; extras beyond the limit are in neither list.</summary>
    public static DialectReply Link(RyzeCall call) => Relate(call, call.World.Link, "Linked", "to");

    /// <summary>POST /api/community/unlink. Same shape: <c>linked</c> lists what was unlinked.</summary>
    public static DialectReply Unlink(RyzeCall call) => Relate(call, (actor, id, groupIds) => call.World.Unlink(actor, id, groupIds), "Unlinked", "from");

    /// <summary>GET /api/community/listSubGroups. Only groups that this number is in; empty for what is no community.</summary>
    public static DialectReply Subgroups(RyzeCall call)
    {
        if (call.Request.QueryText("communityJid") is not { Length: > 0 } given)
        {
            return RyzeReplies.Error(400, "community jid is required");
        }

        var id = given.Contains('@', StringComparison.Ordinal) ? given : given + "@g.us";
        var listed = call.World.Groups(call.Actor);
        if (listed.Refusal is { } refusal)
        {
            return RyzeReplies.Refused(refusal, "list subgroups");
        }

        var items = listed.Value
            .Where(group => group.CommunityId == id)
            .OrderByDescending(group => group.Kind is GroupKind.Announcement)
            .Select(group => (JsonNode)new JsonObject
            {
                ["jid"] = group.Id,
                ["name"] = group.Name,
                ["isDefaultSubGroup"] = group.Kind is GroupKind.Announcement,
            })
            .ToArray();
        return RyzeReplies.Ok(
            string.Create(CultureInfo.InvariantCulture, $"{items.Length} subgroup(s) found"),
            new JsonObject { ["communityJid"] = id, ["subgroups"] = JsonLists.Of(items) });
    }

    private static DialectReply CreatePlainGroup(RyzeCall call, string name)
    {
        var created = call.World.CreateGroup(call.Actor, name, participants: []);
        return created.Refusal is { } refusal
            ? RyzeReplies.Refused(refusal, "create community")
            : RyzeReplies.Ok("Community creation was rejected by WhatsApp; a regular group was created instead", new JsonObject
            {
                ["isCommunity"] = false,
                ["group"] = new JsonObject { ["jid"] = created.Value.Group.Id, ["name"] = name },
                ["linkedGroups"] = new JsonArray(),
                ["failedGroups"] = JsonLists.OfTexts(call.Request.Texts("groupJid")),
                ["imageError"] = "",
            });
    }

    private static DialectReply Relate(
        RyzeCall call,
        Func<string, string, IReadOnlyList<string>, WorldResult<ImmutableArray<LinkOutcome>>> relate,
        string verb,
        string preposition)
    {
        if (call.Request.Text("communityJid") is not { Length: > 0 } communityId)
        {
            return RyzeReplies.Error(400, "community jid is required");
        }

        var groupIds = call.Request.Texts("groupJid");
        if (groupIds.Count == 0)
        {
            return RyzeReplies.Error(400, "group jid is required");
        }

        if (!communityId.EndsWith("@g.us", StringComparison.Ordinal))
        {
            return RyzeReplies.Error(500, "error parse community jid: unknown server");
        }

        var done = relate(call.Actor, communityId, groupIds);
        if (done.Refusal is Refusal.SignedOut)
        {
            return RyzeReplies.Refused(Refusal.SignedOut, "");
        }

        // No right over the community, or none such: reported as each group failing.
        var outcomes = done.IsDone ? done.Value : [.. groupIds.Select(groupId => new LinkOutcome(groupId, LinkCode.GroupNotFound))];
        var linked = outcomes.Where(outcome => outcome.IsDone).ToArray();
        var failed = outcomes.Where(outcome => !outcome.IsDone && outcome.Code is not LinkCode.SubgroupLimit);
        return RyzeReplies.Envelope(
            linked.Length > 0,
            string.Create(CultureInfo.InvariantCulture, $"{verb} {linked.Length} of {groupIds.Count} groups {preposition} community"),
            new JsonObject
            {
                ["linked"] = JsonLists.OfTexts(linked.Select(outcome => outcome.GroupId)),
                ["failed"] = JsonLists.OfTexts(failed.Select(outcome => outcome.GroupId)),
            });
    }
}
