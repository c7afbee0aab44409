using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

internal static class WhapiGroups
{
    /// <summary>GET /groups: binders and announcement groups are among them.</summary>
    public static DialectReply List(WhapiCall call)
    {
        var listed = call.World.Groups(call.Actor, withMembers: true);
        return listed.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiPages.Of(call, "groups", listed.Value, group => Shape(call, group));
    }

    /// <summary>POST /groups. Refused people are in <c>unprocessed_participants</c>; some are silently missing from that list too.</summary>
    public static DialectReply Create(WhapiCall call)
    {
        if (call.Request.Text("subject") is not { } subject)
        {
            return WhapiReplies.Invalid("subject");
        }

        if (WhapiMembers.ParticipantsOf(call) is not { } participants)
        {
            return WhapiReplies.Invalid("participants");
        }

        if (participants.All(participant => call.World.FindPerson(participant) is not { IsOnWhatsApp: true }))
        {
            return WhapiReplies.Error(404, "Specified contact not found");
        }

        var created = call.World.CreateGroup(call.Actor, subject, participants, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
        if (created.Refusal is { } refusal)
        {
            return WhapiReplies.Refused(call, refusal);
        }

        var unprocessed = created.Value.Outcomes.Where(outcome => !WhapiMembers.LooksAdded(outcome)).Select(outcome => outcome.Input);
        return DialectReply.Ok(WhapiShapes.GroupCreate(created.Value.Group, unprocessed, call.Switches));
    }

    /// <summary>GET /groups/{GroupID}; <c>?resync=true</c> changes nothing here, the world is never stale.</summary>
    public static DialectReply Get(WhapiCall call) => Read(call, call.GroupId);

    /// <summary>PUT /groups/{GroupID}: only what is sent changes; an empty description clears it. Takes a community's id too.</summary>
    public static DialectReply UpdateInfo(WhapiCall call)
    {
        var (subject, description) = (call.Request.Text("subject"), call.Request.Text("description"));
        if (subject is null && description is null)
        {
            return WhapiReplies.Invalid("subject or description");
        }

        var renamed = subject is null ? default(WorldResult<GroupView>?) : call.World.Rename(call.Actor, call.GroupId, subject);
        if (renamed?.Refusal is { } refusal)
        {
            return WhapiReplies.Refused(call, refusal);
        }

        var described = description is null ? default(WorldResult<GroupView>?) : call.World.ChangeDescription(call.Actor, call.GroupId, description);
        return described?.Refusal is { } second ? WhapiReplies.Refused(call, second) : WhapiReplies.Success;
    }

    /// <summary>PATCH /groups/{GroupID}: one setting per call.</summary>
    public static DialectReply UpdateSetting(WhapiCall call)
    {
        if (PolicyOf(call) is not { } adminsOnly)
        {
            return WhapiReplies.Invalid("policy");
        }

        return call.Request.Text("setting") switch
        {
            "send_messages" => Change(call, call.GroupId, new SettingsChange(AdminsOnlySend: adminsOnly)),
            "edit_group_info" => Change(call, call.GroupId, new SettingsChange(AdminsOnlyEdit: adminsOnly)),
            "approve_participants" => Change(call, call.GroupId, new SettingsChange(ApprovalRequired: adminsOnly)),
            "add_participants" => Change(call, call.GroupId, new SettingsChange(AdminsOnlyAdd: adminsOnly)),
            _ => WhapiReplies.Invalid("setting"),
        };
    }

    /// <summary>PATCH /chats/{ChatID}: how long messages stay, in words.</summary>
    public static DialectReply ChangeChat(WhapiCall call)
    {
        var chatId = call.Request.Path["chat"];
        int? seconds = call.Request.Text("ephemeral") switch
        {
            "none" => 0,
            "day" => 86_400,
            "week" => 604_800,
            "quarter" => 7_776_000,
            _ => null,
        };
        return seconds is null || !WhapiCall.IsChatId(chatId)
            ? WhapiReplies.Invalid("ephemeral")
            : Change(call, chatId, new SettingsChange(EphemeralSeconds: seconds));
    }

    /// <summary>DELETE /groups/{GroupID}.</summary>
    public static DialectReply Leave(WhapiCall call) =>
        call.World.Leave(call.Actor, call.GroupId).Refusal is { } refusal ? WhapiReplies.Refused(call, refusal) : WhapiReplies.Success;

    public static DialectReply Read(WhapiCall call, string groupId, GroupKind? kind = null)
    {
        var read = call.World.Group(call.Actor, groupId);
        var refusal = read.Refusal ?? (kind is null || read.Value.Kind == kind ? null : Refusal.NotACommunity);
        return refusal is { } reason ? WhapiReplies.Refused(call, reason) : DialectReply.Ok(Shape(call, read.Value));
    }

    /// <summary>Null when it is neither <c>anyone</c> nor <c>admins</c>.</summary>
    public static bool? PolicyOf(WhapiCall call) => call.Request.Text("policy") switch
    {
        "admins" => true,
        "anyone" => false,
        _ => null,
    };

    public static DialectReply Change(WhapiCall call, string groupId, SettingsChange change) =>
        call.World.ChangeSettings(call.Actor, groupId, change).Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiReplies.Success;

    public static JsonNode Shape(WhapiCall call, GroupView group)
    {
        ImmutableArray<MemberView> members = call.Faults.Has(FaultKind.PartialParticipantList) ? [] : group.VisibleMembers;
        return WhapiShapes.Group(group, members, call.Switches);
    }
}
