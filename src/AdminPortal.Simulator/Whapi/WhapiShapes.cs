using System.Globalization;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>Group and its relatives: snake case with some camel case in it, and no boolean that is false.</summary>
internal static class WhapiShapes
{
    /// <param name="members">Null leaves them out, as reduced groups in events do.</param>
    public static JsonObject Group(GroupView group, IEnumerable<MemberView>? members, WhapiSwitches switches)
    {
        var shape = Head(group);
        if (members is not null)
        {
            shape["participants"] = JsonLists.Of(members.Select(member => Participant(member, switches)));
        }

        shape["participants_count"] = group.MemberCount;
        shape["created_at"] = group.CreatedAt.ToUnixTimeSeconds();
        shape["created_by"] = ContactId(group.CreatedBy);
        if (group.Picture is not null)
        {
            shape["chat_pic"] = $"https://pps.whatsapp.net/v/{group.Id.Split('@')[0]}.jpg";
        }

        if (group.Description.Length > 0)
        {
            shape["description"] = group.Description;
            shape["description_owner"] = group.DescriptionSetBy is { } describer ? ContactId(describer) : null;
        }

        if (group.VisibleInviteCode is { } code)
        {
            shape["invite_code"] = code;
        }

        if (group.CommunityId is { } communityId)
        {
            shape["linkedParent"] = communityId;
        }

        // Whether approval is on is nowhere in this object.
        shape["ephemeral"] = group.Settings.EphemeralSeconds;
        SetWhenTrue(shape, "announcements", group.Settings.AdminsOnlySend);
        SetWhenTrue(shape, "restricted", group.Settings.AdminsOnlyEdit);
        SetWhenTrue(shape, "adminAddMemberMode", group.Settings.AdminsOnlyAdd);
        SetWhenTrue(shape, "suspended", group.IsSuspended);
        SetWhenTrue(shape, "is_parent", switches.MarksCommunities && group.Kind is GroupKind.Community);
        SetWhenTrue(shape, "is_default_subgroup", switches.MarksCommunities && group.Kind is GroupKind.Announcement);
        SetWhenTrue(shape, "isCommunityAnnounce", switches.MarksCommunities && group.Kind is GroupKind.Announcement);
        return shape;
    }

    /// <summary>What creating a group answers: the people who made it in, and those of whom nothing came.</summary>
    public static JsonObject GroupCreate(GroupView group, IEnumerable<string> unprocessed, WhapiSwitches switches)
    {
        var shape = Head(group);
        shape["participants"] = JsonLists.Of(group.Members.Select(member => Participant(member, switches)));
        shape["created_at"] = group.CreatedAt.ToUnixTimeSeconds();
        shape["created_by"] = ContactId(group.CreatedBy);
        shape["unprocessed_participants"] = JsonLists.OfTexts(unprocessed);
        return shape;
    }

    /// <summary>What a link shows. The count is in camel case here.</summary>
    public static JsonObject Preview(GroupView group, WhapiSwitches switches) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["name_at"] = group.NameSetAt.ToUnixTimeSeconds(),
        ["participants"] = JsonLists.Of(group.VisibleMembers.Select(member => Participant(member, switches))),
        ["participantsCount"] = group.MemberCount,
        ["created_at"] = group.CreatedAt.ToUnixTimeSeconds(),
        ["created_by"] = ContactId(group.CreatedBy),
        ["ephemeral"] = group.Settings.EphemeralSeconds,
    };

    /// <summary>A part of a community: <c>title</c> not <c>name</c>, and the time is a string.</summary>
    public static JsonObject Subgroup(GroupView group)
    {
        var shape = new JsonObject
        {
            ["title"] = group.Name,
            ["id"] = group.Id,
            ["creationTime"] = group.CreatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        if (group.VisibleInviteCode is { } code)
        {
            shape["inviteCode"] = code;
        }

        if (group.Kind is GroupKind.Ordinary)
        {
            shape["properties"] = new JsonObject { ["general_chat"] = group.IsGeneral };
        }

        return shape;
    }

    /// <summary>Bare digits, or a LID where the number is not shown.</summary>
    public static string ContactId(Person person) => person.HidesPhone ? person.LidJid : person.Phone;

    private static JsonObject Head(GroupView group) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["type"] = "group",
        ["timestamp"] = group.NameSetAt.ToUnixTimeSeconds(),
        ["name_at"] = group.NameSetAt.ToUnixTimeSeconds(),
    };

    private static JsonNode Participant(MemberView member, WhapiSwitches switches)
    {
        var person = member.Person;
        var shape = new JsonObject { ["id"] = switches.ListsParticipantsByLid ? person.LidJid : ContactId(person) };
        if (switches.ListsParticipantsByLid && !person.HidesPhone)
        {
            shape["phone"] = person.Phone;
        }

        shape["rank"] = member.Role switch
        {
            MemberRole.SuperAdmin => "creator",
            MemberRole.Admin => "admin",
            _ => "member",
        };
        return shape;
    }

    private static void SetWhenTrue(JsonObject shape, string key, bool value)
    {
        if (value)
        {
            shape[key] = true;
        }
    }
}
