using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

internal static class WhapiCommunities
{
    /// <summary>GET /communities: documented under <c>groups</c>, seen live under <c>communities</c>.</summary>
    public static DialectReply List(WhapiCall call)
    {
        var listed = call.World.Groups(call.Actor, withMembers: true);
        return listed.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiPages.Of(
                call,
                call.Switches.ListsUnderCommunities ? "communities" : "groups",
                [.. listed.Value.Where(group => group.Kind is GroupKind.Community)],
                group => WhapiGroups.Shape(call, group));
    }

    /// <summary>POST /communities. Name and description are required, and the announcement group is not in the answer.</summary>
    public static DialectReply Create(WhapiCall call)
    {
        if (call.Request.Text("subject") is not { } subject || call.Request.Text("description") is not { } description)
        {
            return WhapiReplies.Invalid("subject and description");
        }

        if (call.Faults.Has(FaultKind.RejectCommunity))
        {
            return WhapiReplies.Error(500, "Internal error");
        }

        var created = call.World.CreateCommunity(call.Actor, subject, description);
        return created.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : DialectReply.Ok(WhapiGroups.Shape(call, created.Value.Parent));
    }

    public static DialectReply Get(WhapiCall call) => WhapiGroups.Read(call, call.CommunityId, GroupKind.Community);

    /// <summary>POST /communities/{CommunityID}: a plain Group comes back, which does not name the people who were refused.</summary>
    public static DialectReply CreateSubgroup(WhapiCall call)
    {
        if (call.Request.Text("subject") is not { } subject || WhapiMembers.ParticipantsOf(call) is not { } participants)
        {
            return WhapiReplies.Invalid("subject and participants");
        }

        var created = call.World.CreateGroup(
            call.Actor,
            subject,
            participants,
            call.CommunityId,
            isHidden: call.Request.Flag("isHidden") ?? false,
            pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
        return created.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : DialectReply.Ok(WhapiGroups.Shape(call, created.Value.Group));
    }

    public static DialectReply Subgroups(WhapiCall call)
    {
        var read = call.World.Community(call.Actor, call.CommunityId);
        if (read.Refusal is { } refusal)
        {
            return WhapiReplies.Refused(call, refusal);
        }

        var shape = new JsonObject { ["otherGroups"] = JsonLists.Of(read.Value.Subgroups.Select(WhapiShapes.Subgroup)) };
        if (call.Switches.TellsAnnouncementGroup)
        {
            shape["announceGroupInfo"] = WhapiShapes.Subgroup(read.Value.Announcement);
        }

        return DialectReply.Ok(shape);
    }

    public static DialectReply Link(WhapiCall call) => Relate(call, call.World.Link(call.Actor, call.CommunityId, [call.GroupId]));

    public static DialectReply Unlink(WhapiCall call) => Relate(call, call.World.Unlink(call.Actor, call.CommunityId, [call.GroupId]));

    /// <summary>POST /communities/{CommunityID}/{GroupID}/join: this number itself enters.</summary>
    public static DialectReply Join(WhapiCall call) =>
        call.World.JoinFromCommunity(call.Actor, call.CommunityId, call.GroupId).Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiReplies.Success;

    public static DialectReply Deactivate(WhapiCall call) =>
        call.World.Deactivate(call.Actor, call.CommunityId).Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiReplies.Success;

    /// <summary>PATCH /communities/{CommunityID}/settings: who may add groups, who may add members.</summary>
    public static DialectReply UpdateSetting(WhapiCall call)
    {
        if (WhapiGroups.PolicyOf(call) is not { } adminsOnly)
        {
            return WhapiReplies.Invalid("policy");
        }

        return call.Request.Text("setting") switch
        {
            "modify_groups" => WhapiGroups.Change(call, call.CommunityId, new SettingsChange(AdminsOnlyAddGroups: adminsOnly)),
            "member_add_mode" => WhapiGroups.Change(call, call.CommunityId, new SettingsChange(AdminsOnlyAdd: adminsOnly)),
            _ => WhapiReplies.Invalid("setting"),
        };
    }

    /// <summary>Which statuses say that a group is taken or a community full is not documented.</summary>
    private static DialectReply Relate(WhapiCall call, WorldResult<ImmutableArray<LinkOutcome>> done) => done.Refusal is { } refusal
        ? WhapiReplies.Refused(call, refusal)
        : done.Value[0].Code switch
        {
            LinkCode.Done or LinkCode.AlreadyInThisCommunity => WhapiReplies.Success,
            LinkCode.GroupNotFound or LinkCode.NotLinked => WhapiReplies.Error(404, "Specified group not found"),
            LinkCode.NotAdminOfGroup => WhapiReplies.Error(403, "No permission: you are not an admin of this group"),
            _ => WhapiReplies.Invalid("this group cannot be linked or unlinked"),
        };
}
