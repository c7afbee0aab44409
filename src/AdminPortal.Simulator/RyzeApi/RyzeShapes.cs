using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

/// <summary>GroupInfo (create, update) and GroupDetail (info) as the vendor writes them.</summary>
internal static class RyzeShapes
{
    public static JsonObject GroupInfo(GroupView group, IEnumerable<MemberView>? members)
    {
        // Only who may see the code gets it; the fields stay, empty.
        var code = group.VisibleInviteCode ?? "";
        var shape = new JsonObject
        {
            ["name"] = group.Name,
            ["jid"] = group.Id,
            ["description"] = group.Description,
            ["inviteCode"] = code,
            ["inviteLink"] = InviteLink.Of(code),
            ["createdBy"] = group.CreatedBy.ListedJid,
            ["participantCount"] = group.MemberCount,
        };
        if (members is not null)
        {
            shape["participants"] = JsonLists.Of(members.Select(member => Participant(member, withLid: false)));
        }

        // Polarity is turned round: the vendor says what members can do, WhatsApp what only admins can.
        shape["groupSettings"] = new JsonObject
        {
            ["membersCanEditInfo"] = !group.Settings.AdminsOnlyEdit,
            ["membersCanSendMessages"] = !group.Settings.AdminsOnlySend,
            ["membersCanAddOthers"] = !group.Settings.AdminsOnlyAdd,
            ["requireAdminApproval"] = group.Settings.ApprovalRequired,
        };
        return shape;
    }

    public static JsonObject GroupDetail(GroupView group, IEnumerable<MemberView>? members)
    {
        var shape = GroupInfo(group, members: null);
        if (members is not null)
        {
            shape["participants"] = JsonLists.Of(members.Select(member => Participant(member, withLid: true)));
        }

        shape["image"] = group.Picture is null
            ? ""
            : $"https://pps.whatsapp.net/v/{group.Id.Split('@')[0]}.jpg?oe=1";
        shape["createdAt"] = Time(group.CreatedAt);
        shape["metadata"] = new JsonObject();
        shape["isEphemeral"] = group.Settings.EphemeralSeconds > 0;
        shape["isIncognito"] = group.IsIncognito;
        shape["isSuspended"] = group.IsSuspended;
        shape["isDefaultSubGroup"] = group.Kind is GroupKind.Announcement;
        if (group.CommunityId is { } communityId)
        {
            shape["linkedParentJid"] = communityId;
        }

        return shape;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Participant(MemberView member, bool withLid)
    {
        var shape = new JsonObject { ["jid"] = member.Person.ListedJid };
        if (withLid)
        {
            shape["lid"] = member.Person.LidJid;
        }

        shape["isAdmin"] = member.IsAdmin;
        shape["isSuperAdmin"] = member.Role is MemberRole.SuperAdmin;
        return shape;
    }
}
