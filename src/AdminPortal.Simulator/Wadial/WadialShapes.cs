using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>The group object of the library beneath: the documentation says only what is in it, not how it is called.</summary>
internal static class WadialShapes
{
    public static JsonObject Group(GroupView group, IEnumerable<MemberView> members, WadialSwitches switches)
    {
        var isByLid = IsByLid(group, switches);
        var settings = group.Settings;
        var shape = new JsonObject
        {
            ["jid"] = group.Id,
            ["subject"] = group.Name,
            ["owner"] = group.CreatedBy.ListedJid,
            ["creation"] = group.CreatedAt.ToUnixTimeSeconds(),
            ["desc"] = group.Description,
            ["restrict"] = settings.AdminsOnlyEdit,
            ["announce"] = settings.AdminsOnlySend,
            ["ephemeral"] = settings.EphemeralSeconds,
            ["size"] = group.MemberCount,
            ["addressingMode"] = isByLid ? "lid" : "pn",
            ["isParentGroup"] = group.Kind is GroupKind.Community,
            ["isClosedCommunity"] = group.Kind is GroupKind.Community && settings.ApprovalRequired,
            ["defaultSubgroup"] = group.Kind is GroupKind.Announcement,
            ["generalSubgroup"] = group.IsGeneral,
            ["hiddenSubgroup"] = group.IsHidden,
            ["membershipApprovalEnabled"] = settings.ApprovalRequired,
            ["memberAddMode"] = settings.AdminsOnlyAdd ? "admin_add" : "all_member_add",
            ["memberLinkMode"] = settings.AdminsOnlyShareLink ? "admin_link" : "all_member_link",
            ["memberShareGroupHistoryMode"] = settings.AdminsOnlyShareHistory ? "admin_share" : "all_member_share",
        };
        if (group.CommunityId is { } communityId)
        {
            shape["linkedParentJid"] = communityId;
        }

        shape["participants"] = JsonLists.Of(members.Select(member => Participant(member, isByLid)));
        return shape;
    }

    /// <summary>A part of a community; the count of waiting requests spares a poll per group.</summary>
    public static JsonObject Subgroup(GroupView group) => new()
    {
        ["jid"] = group.Id,
        ["subject"] = group.Name,
        ["defaultSubgroup"] = group.Kind is GroupKind.Announcement,
        ["generalSubgroup"] = group.IsGeneral,
        ["hiddenSubgroup"] = group.IsHidden,
        ["membershipApprovalEnabled"] = group.Settings.ApprovalRequired,
        ["pendingMembershipRequests"] = group.PendingRequests,
    };

    public static JsonObject MergedMember(MemberView member) => new()
    {
        ["jid"] = member.Person.ListedJid,
        ["isAdmin"] = member.IsAdmin,
        ["isSuperAdmin"] = member.Role is MemberRole.SuperAdmin,
    };

    private static bool IsByLid(GroupView group, WadialSwitches switches) =>
        switches.ListsAnnouncementByLid && group.Kind is GroupKind.Announcement;

    private static JsonNode Participant(MemberView member, bool isByLid)
    {
        var person = member.Person;
        var shape = new JsonObject { ["jid"] = isByLid ? person.LidJid : person.ListedJid };
        if (member.IsAdmin)
        {
            shape["type"] = member.Role is MemberRole.SuperAdmin ? "superadmin" : "admin";
        }

        shape["isAdmin"] = member.IsAdmin;
        shape["isSuperAdmin"] = member.Role is MemberRole.SuperAdmin;
        if (!isByLid && !person.HidesPhone)
        {
            shape["lid"] = person.LidJid;
        }
        else if (isByLid && !person.HidesPhone)
        {
            shape["phoneNumber"] = person.PhoneJid;
        }

        return shape;
    }
}
