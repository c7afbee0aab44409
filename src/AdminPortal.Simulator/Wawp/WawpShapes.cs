using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>
/// Groups as the project upstream describes them. Communities do not exist here: a binder, an announcement group and a
/// subgroup all look like plain groups, and the announcement group's members are LIDs without numbers.
/// </summary>
internal static class WawpShapes
{
    public static JsonObject Group(GroupView group, IEnumerable<MemberView>? members, WawpSwitches switches)
    {
        var shape = new JsonObject
        {
            ["id"] = group.Id,
            ["subject"] = group.Name,
            ["description"] = group.Description,
            ["invite"] = group.VisibleInviteCode is { } code ? InviteLink.Of(code) : null,
            ["membersCanAddNewMember"] = !group.Settings.AdminsOnlyAdd,
            ["membersCanSendMessages"] = !group.Settings.AdminsOnlySend,
            ["newMembersApprovalRequired"] = group.Settings.ApprovalRequired,
        };
        if (members is not null)
        {
            shape["participants"] = List(members.Select(member => (JsonNode?)Member(group, member)), switches);
        }

        return shape;
    }

    /// <summary>What …/participants answers.</summary>
    public static JsonNode Participants(GroupView group, IEnumerable<MemberView> members, WawpSwitches switches) => List(
        members.Select(member => (JsonNode?)new JsonObject
        {
            ["id"] = Id(ListedId(group, member.Person), switches),
            ["isAdmin"] = member.IsAdmin,
            ["isSuperAdmin"] = member.Role is MemberRole.SuperAdmin,
        }),
        switches);

    /// <summary>An array, or the object by index that the vendor's samples show.</summary>
    public static JsonNode List(IEnumerable<JsonNode?> items, WawpSwitches switches)
    {
        if (!switches.IndexesLists)
        {
            return JsonLists.Of(items);
        }

        var indexed = new JsonObject();
        foreach (var (index, item) in items.Index())
        {
            indexed[index.ToString(CultureInfo.InvariantCulture)] = item;
        }

        return indexed;
    }

    public static JsonNode Id(string id, WawpSwitches switches) => switches.NestsIds && id.Split('@') is [var user, var server]
        ? new JsonObject { ["server"] = server, ["user"] = user, ["_serialized"] = id }
        : JsonValue.Create(id);

    public static string PhoneId(string phone) => phone + "@c.us";

    public static string ListedId(GroupView? group, Person person) =>
        group is { Kind: GroupKind.Announcement } || person.HidesPhone ? person.LidJid : PhoneId(person.Phone);

    private static JsonObject Member(GroupView group, MemberView member)
    {
        var shape = new JsonObject { ["id"] = ListedId(group, member.Person) };
        if (group.Kind is not GroupKind.Announcement && !member.Person.HidesPhone)
        {
            shape["pn"] = PhoneId(member.Person.Phone);
        }

        shape["role"] = member.Role switch
        {
            MemberRole.SuperAdmin => "superadmin",
            MemberRole.Admin => "admin",
            _ => "participant",
        };
        return shape;
    }
}
