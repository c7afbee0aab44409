using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeGroups
{
    /// <summary>POST /api/group/create. People whom privacy blocks are silently missing from the answer.</summary>
    public static DialectReply Create(RyzeCall call)
    {
        var request = call.Request;
        var created = call.World.CreateGroup(
            call.Actor, request.Text("name") ?? "", request.Texts("participants"), request.Text("communityJid"),
            pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
        if (created.Refusal is { } refusal)
        {
            return RyzeReplies.Refused(refusal, "create group");
        }

        // Follow-up calls, as the vendor makes them: the group exists whatever becomes of these.
        var id = created.Value.Group.Id;
        if (request.Text("description") is { Length: > 0 } description)
        {
            call.World.ChangeDescription(call.Actor, id, description);
        }

        if (request.Text("image") is { Length: > 0 } image)
        {
            call.World.ChangePicture(call.Actor, id, image);
        }

        if (request.Body["groupSettings"] is JsonObject settings)
        {
            call.World.ChangeSettings(call.Actor, id, SettingsOf(settings));
        }

        var group = call.World.Group(call.Actor, id).Value;
        return RyzeReplies.Ok(
            "Group created successfully",
            new JsonObject { ["group"] = RyzeShapes.GroupInfo(group, group.Members) },
            status: 201);
    }

    /// <summary>GET /api/group/list. Items are keyed groupJid, not jid; binders and announcement groups are among them.</summary>
    public static DialectReply List(RyzeCall call)
    {
        var withMembers = string.Equals(call.Request.QueryText("includeMembers"), "true", StringComparison.OrdinalIgnoreCase);
        var listed = call.World.Groups(call.Actor, withMembers);
        if (listed.Refusal is { } refusal)
        {
            return RyzeReplies.Refused(refusal, "list groups");
        }

        var items = listed.Value.Select(group =>
        {
            var item = new JsonObject { ["groupJid"] = group.Id, ["name"] = group.Name, ["memberCount"] = group.MemberCount };
            if (withMembers)
            {
                item["participants"] = RyzeShapes.GroupDetail(group, group.VisibleMembers)["participants"]?.DeepClone();
            }

            return (JsonNode)item;
        });
        return RyzeReplies.Ok(
            string.Create(CultureInfo.InvariantCulture, $"{listed.Value.Length} groups found"),
            new JsonObject { ["groups"] = JsonLists.Of(items) });
    }

    /// <summary>GET /api/group/info. By code or link it also answers who is not a member: a preview without participants.</summary>
    public static DialectReply Detail(RyzeCall call)
    {
        var identifier = call.Request.QueryText("identifier");
        if (string.IsNullOrWhiteSpace(identifier))
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        var withMembers = !string.Equals(call.Request.QueryText("participants"), "false", StringComparison.OrdinalIgnoreCase);
        var read = identifier.EndsWith("@g.us", StringComparison.Ordinal)
            ? call.World.Group(call.Actor, identifier, withMembers)
            : call.World.Preview(call.Actor, InviteLink.CodeOf(identifier));
        if (read.Refusal is { } refusal)
        {
            return RyzeReplies.Refused(refusal, "get group info");
        }

        var group = read.Value;
        var members = call.Faults.Has(FaultKind.PartialParticipantList) ? [] : group.VisibleMembers;
        var shape = RyzeShapes.GroupDetail(group, withMembers ? members : null);
        if (group.OwnRole is null)
        {
            shape["inviteCode"] = InviteLink.CodeOf(identifier);
            shape["inviteLink"] = InviteLink.Of(InviteLink.CodeOf(identifier));
        }

        return RyzeReplies.Ok("Group info retrieved", new JsonObject { ["group"] = shape });
    }

    /// <summary>PUT /api/group/update. The message names what was really updated, which may be less than what was asked.</summary>
    public static DialectReply Update(RyzeCall call)
    {
        var request = call.Request;
        if (request.Text("identifier") is not { Length: > 0 } identifier)
        {
            return RyzeReplies.Error(400, "Identifier is required");
        }

        var found = call.GroupIdOf(identifier);
        if (found.Refusal is { } unknown)
        {
            return RyzeReplies.Refused(unknown, "update group");
        }

        var id = found.Value;
        var updated = new List<string>();
        Refusal? refused = null;
        foreach (var (field, change) in ChangesOf(call, id))
        {
            var result = change();
            if (result.Refusal is { } refusal)
            {
                refused ??= refusal;
            }
            else
            {
                updated.Add(field);
            }
        }

        if (updated.Count == 0 && refused is { } reason and not Refusal.NotPossibleHere)
        {
            return RyzeReplies.Refused(reason, "update group");
        }

        var read = call.World.Group(call.Actor, id);
        if (read.Refusal is { } unreadable)
        {
            return RyzeReplies.Refused(unreadable, "update group");
        }

        var shown = call.Faults.Has(FaultKind.SilentlyDropSettings) && call.Request.Body["groupSettings"] is JsonObject pretended
            ? read.Value with { Settings = SettingsOf(pretended).AppliedTo(read.Value.Settings) }
            : read.Value;
        return updated.Count == 0 && refused is null
            ? RyzeReplies.Error(400, "Invalid request body")
            : RyzeReplies.Ok(
                updated.Count == 0 ? "No fields updated" : "Group updated successfully: " + string.Join(", ", updated),
                new JsonObject { ["group"] = RyzeShapes.GroupInfo(shown, shown.VisibleMembers) });
    }

    private static IEnumerable<(string Field, Func<WorldResult<GroupView>> Change)> ChangesOf(RyzeCall call, string id)
    {
        var (world, actor, request) = (call.World, call.Actor, call.Request);
        if (request.Text("name") is { } name)
        {
            yield return ("name", () => world.Rename(actor, id, name));
        }

        if (request.Text("description") is { } description)
        {
            yield return ("description", () => world.ChangeDescription(actor, id, description));
        }

        if (request.Flag("removeImage") is true)
        {
            yield return ("image", () => world.ChangePicture(actor, id, picture: null));
        }
        else if (request.Text("image") is { Length: > 0 } image)
        {
            yield return ("image", () => world.ChangePicture(actor, id, image));
        }

        if (request.Body["groupSettings"] is JsonObject settings)
        {
            yield return ("groupSettings", () => call.Faults.Has(FaultKind.SilentlyDropSettings)
                ? world.Group(actor, id)
                : world.ChangeSettings(actor, id, SettingsOf(settings)));
        }
    }

    private static SettingsChange SettingsOf(JsonObject settings) => new(
        AdminsOnlySend: !DialectRequest.FlagOf(settings, "membersCanSendMessages"),
        AdminsOnlyEdit: !DialectRequest.FlagOf(settings, "membersCanEditInfo"),
        AdminsOnlyAdd: !DialectRequest.FlagOf(settings, "membersCanAddOthers"),
        ApprovalRequired: DialectRequest.FlagOf(settings, "requireAdminApproval"));
}
