using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wadial;

/// <summary>What stands under <c>data</c> ↔ our words. Null from a reading method means: this cannot be understood.</summary>
internal static class WadialTranslation
{
    /// <summary>
    /// <c>{ "status": "connected", "paired": true, "active": true, "connected": true, "connectionState": "connected" }</c>.
    /// <c>status</c> only says that it connected once: <c>paired</c> and <c>connected</c> decide.
    /// </summary>
    public static GatewaySession SessionOf(JsonElement data)
    {
        var (paired, connected) = (data.Flag("paired"), data.Flag("connected"));
        var word = data.Text("connectionState", "status");
        var state = (paired, connected) switch
        {
            (true, true) => SessionState.Connected,
            (false, _) => SessionState.SignedOut,
            (true, false) when word is "created" or "connecting" => SessionState.Connecting,
            (true, false) => SessionState.Disconnected,
            _ => SessionState.Unknown,
        };
        return new GatewaySession(state, NumberOf(data), data.Text("displayName"), word);
    }

    /// <summary>
    /// <c>{ "jid": "…@g.us", "subject": "…", "size": 41, "participants": [ … ], "isParentGroup": false, "defaultSubgroup": false,
    /// "linkedParentJid": "…@g.us", … }</c>, as it stands or under <c>group</c>.
    /// </summary>
    public static GroupDetail? DetailOf(JsonElement data, bool includeMembers)
    {
        var group = data.At("group") ?? data;
        if (!GroupId.TryParse(group.Text("jid", "id", "groupJid"), out var id))
        {
            return null;
        }

        RosterReading? roster = null;
        if (includeMembers && group.At("participants") is { } listed)
        {
            roster = RosterOf(listed);
            if (roster is null)
            {
                return null;
            }
        }

        var community = CommunityId.TryParse(group.Text("linkedParentJid", "linkedParent"), out var parent) ? parent : (CommunityId?)null;
        var kind = KindOf(group, community);
        var count = group.Count("size", "participantCount") - (roster?.Strangers ?? 0);
        return new GroupDetail
        {
            Id = id,
            Name = group.Text("subject", "name") ?? "",
            Kind = kind,
            Community = community,
            Description = group.Has("desc") || group.Has("description") ? group.Text("desc", "description") ?? "" : null,
            CreatedBy = ParticipantId.TryParse(group.Text("owner", "creator"), out var creator) ? creator : null,
            CreatedAt = group.Time("creation", "creationTime"),
            MemberCount = count,
            Members = roster?.Members,
            Settings = SettingsOf(group),
            Invite = InviteCode.TryParse(group.Text("inviteCode", "code"), out var code) ? code : null,
            MembersHidden = kind == GroupKind.Announcement && roster?.Members.Count < count,
            Suspended = group.Flag("suspended") == true,
        };
    }

    public static RosterReading? RosterOf(JsonElement participants) =>
        participants.Items() is { } items ? Roster.Read(items, MemberOf, entry => entry.Text() ?? entry.Text("jid", "id")) : null;

    /// <summary>
    /// <c>{ "announcementGroup": { … }, "subGroups": [ … ] }</c>, or the groups as an array. Null when there is neither.
    /// </summary>
    public static IReadOnlyList<SubgroupListing>? SubgroupsOf(JsonElement data)
    {
        var groups = data.Items() ?? data.Items("subGroups", "subgroups", "groups");
        var announcement = data.At("announcementGroup");
        if (groups is null && announcement is null)
        {
            return null;
        }

        List<SubgroupListing> listed = [];
        foreach (var (group, isAnnouncement) in (groups ?? []).Select(g => (g, g.Flag("defaultSubgroup") == true)).Prepend((announcement ?? default, true)))
        {
            if (group.ValueKind == JsonValueKind.Undefined)
            {
                continue;
            }

            if (!GroupId.TryParse(group.Text("jid", "id"), out var id))
            {
                return null;
            }

            if (!listed.Exists(l => l.Id == id))
            {
                listed.Add(new SubgroupListing(
                    id, group.Text("subject", "name") ?? "", isAnnouncement, group.Flag("hiddenSubgroup") == true, group.Count("pendingMembershipRequests")));
            }
        }

        return listed;
    }

    /// <summary><c>[ { "jid": "…@lid", "requestorPhone": "…", "requestTime": 1777000000, "requestMethod": "invite_link", "parentGroupJid": null } ]</c></summary>
    public static IReadOnlyList<MembershipRequestListing>? RequestsOf(JsonElement data)
    {
        if ((data.Items() ?? data.Items("requests", "membershipRequests")) is not { } items)
        {
            return null;
        }

        List<MembershipRequestListing> requests = [];
        foreach (var item in items)
        {
            if (!ParticipantId.TryParse(item.Text("jid", "id"), out var id))
            {
                return null;
            }

            var method = MethodOf(item.Text("requestMethod", "method"));
            var phone = ParticipantId.TryParse(item.Text("requestorPhone", "phoneNumber"), out var shown) ? shown : id.Kind == ParticipantIdKind.Phone ? id : (ParticipantId?)null;
            var requester = method == RequestMethod.NonAdminAdd && ParticipantId.TryParse(item.Text("requestor"), out var by) && by != id ? by : (ParticipantId?)null;
            requests.Add(new MembershipRequestListing(
                id, phone, item.Time("requestTime"), method, requester, CommunityId.TryParse(item.Text("parentGroupJid"), out var parent) ? parent : null));
        }

        return requests;
    }

    /// <summary>
    /// <c>[ { "jid": "…", "status": "error", "code": 403 } ]</c>, as it stands or under <c>participants</c>; empty when the answer
    /// holds no list.
    /// </summary>
    public static IReadOnlyList<ParticipantEntry> EntriesOf(JsonElement data) =>
        [.. (data.Items() ?? data.Items("participants", "results") ?? []).Where(e => e.ValueKind == JsonValueKind.Object).Select(EntryOf)];

    /// <summary>The code as an object, or bare.</summary>
    public static InviteCode? InviteOf(JsonElement data) =>
        InviteCode.TryParse(data.Text() ?? data.Text("code", "inviteCode", "link", "inviteLink"), out var code) ? code : null;

    public static SubgroupSuggestion? SuggestionOf(JsonElement item) => GroupId.TryParse(item.Text("jid", "id"), out var id)
        ? new SubgroupSuggestion(
            id,
            item.Text("subject", "name") ?? "",
            ParticipantId.TryParse(item.Text("creator"), out var by) ? by : null,
            item.Count("participantCount", "size"),
            item.Text("description"),
            item.Time("creationTime", "creation"),
            item.Flag("isExistingGroup"))
        : null;

    /// <summary>The whole id: bare digits are not documented. Hidden ids go back as they are listed.</summary>
    public static string WireOf(ParticipantId person) => person.Kind == ParticipantIdKind.Lid ? person.Value : person.Key;

    /// <summary>One kind of setting. Null for a lifetime that WhatsApp does not have.</summary>
    public static WadialSetting? WireOf(GroupSettings one) => one switch
    {
        { OnlyAdminsSend: { } send } => new("announcement", send),
        { OnlyAdminsEdit: { } edit } => new("restrict", edit),
        { ApprovalRequired: { } approval } => new("membership_approval_mode", approval),
        { OnlyAdminsAdd: { } add } => new(MemberAddMode: add ? "admin_add" : "all_member_add"),
        { DisappearingAfter: { TotalSeconds: 0 or 86_400 or 604_800 or 7_776_000 } lifetime } => new(EphemeralDurationSeconds: (int)lifetime.TotalSeconds),
        _ => null,
    };

    private static GroupKind KindOf(JsonElement group, CommunityId? community) => (group.Flag("isParentGroup"), group.Flag("defaultSubgroup")) switch
    {
        (true, _) => GroupKind.CommunityParent,
        (_, true) => GroupKind.Announcement,
        _ when community is not null => GroupKind.Subgroup,
        (false, _) => GroupKind.Standalone,
        _ => GroupKind.Unknown,
    };

    private static GroupSettings SettingsOf(JsonElement group) => new(
        group.Flag("announce"),
        group.Flag("restrict"),
        group.Text("memberAddMode") switch { "admin_add" => true, "all_member_add" => false, _ => null },
        group.Flag("membershipApprovalEnabled"),
        group.Seconds("ephemeral", "ephemeralDurationSeconds"));

    /// <summary><c>{ "jid": "…", "type": "superadmin", "isAdmin": true, "isSuperAdmin": true, "lid": "…@lid", "phoneNumber": "…" }</c></summary>
    private static GroupMember? MemberOf(JsonElement entry)
    {
        var type = entry.Text("type", "role")?.ToLowerInvariant();
        var role = entry.Flag("isSuperAdmin") == true || type == "superadmin" ? MemberRole.SuperAdmin
            : entry.Flag("isAdmin") == true || type == "admin" ? MemberRole.Admin
            : MemberRole.Member;
        return Roster.MemberOf(role, entry.Text("name"), entry.Text() ?? entry.Text("jid", "id"), entry.Text("phoneNumber"), entry.Text("lid"));
    }

    private static ParticipantEntry EntryOf(JsonElement entry)
    {
        List<ParticipantId> ids = [];
        foreach (var name in (ReadOnlySpan<string>)["jid", "id", "participant", "phoneNumber", "lid"])
        {
            if (ParticipantId.TryParse(entry.Text(name), out var id))
            {
                ids.Add(id);
            }
        }

        bool? done = entry.Text("status")?.ToLowerInvariant() switch { "ok" or "success" => true, "error" or "failed" => false, _ => entry.Flag("success") };
        var code = entry.Count("code", "error") ?? entry.Count("status");
        return new ParticipantEntry(ids, code is null ? done : null, code, entry.Text("message", "error"));
    }

    private static RequestMethod MethodOf(string? method) => method?.Trim().ToLowerInvariant() switch
    {
        "invite_link" => RequestMethod.InviteLink,
        "linked_group_join" => RequestMethod.LinkedGroupJoin,
        "non_admin_add" => RequestMethod.NonAdminAdd,
        _ => RequestMethod.Unknown,
    };

    /// <summary>"Linked phone JID" in words; its name is not published. The only id of a person that a session can hold.</summary>
    private static ParticipantId? NumberOf(JsonElement data)
    {
        foreach (var (name, value) in data.Members() ?? [])
        {
            var isNumber = name.Contains("jid", StringComparison.OrdinalIgnoreCase) || name.Contains("phone", StringComparison.OrdinalIgnoreCase);
            if (isNumber && ParticipantId.TryParse(value.Text()?.TrimStart('+'), out var number) && number.Kind == ParticipantIdKind.Phone)
            {
                return number;
            }
        }

        return null;
    }
}
