using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wawp;

/// <summary>Wawp's shapes, of which most are inferred from the engines behind it ↔ our words. Null means: this cannot be understood.</summary>
internal static class WawpTranslation
{
    public static SessionState StateOf(string? status) => status?.Trim().ToUpperInvariant() switch
    {
        "WORKING" => SessionState.Connected,
        "STARTING" => SessionState.Connecting,
        "SCAN_QR_CODE" => SessionState.SignedOut,
        "STOPPED" or "FAILED" => SessionState.Disconnected,
        _ => SessionState.Unknown,
    };

    /// <summary>
    /// <c>[ … ]</c>, <c>{ "…@g.us": { … } }</c> (empty when there is none), <c>{ "groups": [ … ] }</c>.
    /// </summary>
    public static IReadOnlyList<JsonElement>? ListOf(JsonElement root)
    {
        if ((root.Items() ?? root.Items("groups", "data")) is { } items)
        {
            return items;
        }

        var members = root.Members();
        return members is not null && members.All(m => GroupId.TryParse(m.Name, out _)) ? [.. members.Select(m => m.Value)] : null;
    }

    /// <summary>
    /// <c>{ "id": "…@g.us", "subject": "…", "description": "…", "invite": "https://…", "membersCanSendMessages": false, "participants": [ … ] }</c>;
    /// other engines: <c>{ "id": { "_serialized": "…@g.us" }, "name": "…", "groupMetadata": { "announce": true, "restrict": false, "desc": "…", … } }</c>.
    /// </summary>
    public static GroupDetail? DetailOf(JsonElement root, bool includeMembers)
    {
        var group = root.At("group", "data") is { ValueKind: JsonValueKind.Object } inner ? inner : root;
        var meta = group.At("groupMetadata") is { ValueKind: JsonValueKind.Object } raw ? raw : group;
        if (IdOf(group) is not { } id)
        {
            return null;
        }

        RosterReading? roster = null;
        if (includeMembers && (group.At("participants") ?? meta.At("participants")) is { } listed)
        {
            roster = RosterOf(listed);
            if (roster is null)
            {
                return null;
            }
        }

        return new GroupDetail
        {
            Id = id,
            Name = group.Text("subject", "name", "title") ?? meta.Text("subject") ?? "",
            Description = DescriptionOf(group) ?? DescriptionOf(meta),
            CreatedBy = ParticipantId.TryParse(TextOf(group.At("owner") ?? meta.At("owner")), out var creator) ? creator : null,
            CreatedAt = group.Time("creation", "createdAt") ?? meta.Time("creation"),
            MemberCount = (group.Count("size", "participantsCount") ?? meta.Count("size")) - (roster?.Strangers ?? 0) ?? roster?.Members.Count,
            Members = roster?.Members,
            Settings = new GroupSettings(
                OnlyAdminsSend: !group.Flag("membersCanSendMessages") ?? meta.Flag("announce"),
                OnlyAdminsEdit: !group.Flag("membersCanEditInfo") ?? meta.Flag("restrict"),
                OnlyAdminsAdd: !group.Flag("membersCanAddNewMember"),
                ApprovalRequired: group.Flag("newMembersApprovalRequired") ?? meta.Flag("membershipApprovalMode")),
            Invite = InviteOf(group.At("invite", "inviteCode")),
        };
    }

    /// <summary>
    /// <c>[ { "id": "…@c.us", "isAdmin": true, "isSuperAdmin": false } ]</c> or <c>[ { "id": "…@lid", "pn": "…@c.us", "role": "admin" } ]</c>.
    /// Who has left is listed for a while.
    /// </summary>
    public static RosterReading? RosterOf(JsonElement participants) => (participants.Items() ?? participants.Items("participants", "data")) is { } items
        ? Roster.Read(items.Where(e => e.Text("role") != "left"), MemberOf, e => IdTextOf(e))
        : null;

    /// <summary><c>id</c> (text or <c>{ "_serialized" }</c>), then <c>gid</c>, then <c>JID</c>, or the bare id.</summary>
    public static GroupId? IdOf(JsonElement root)
    {
        foreach (var candidate in (JsonElement?[])[root, root.At("id"), root.At("gid"), root.At("JID", "jid", "groupId"), root.At("groupMetadata")?.At("id")])
        {
            if (GroupId.TryParse(TextOf(candidate), out var id))
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>A bare code or link, or one under a name.</summary>
    public static InviteCode? InviteOf(JsonElement? root) =>
        InviteCode.TryParse(root?.Text() ?? root?.Text("code", "inviteCode", "invite_code", "invite", "link", "inviteLink", "data"), out var code) ? code : null;

    /// <summary>
    /// The results of adding people, in the three shapes that engines have:
    /// <c>{ "…@c.us": { "code": 403, "message": "…", "isInviteV4Sent": true } }</c> (at creation <c>statusCode</c>),
    /// <c>[ { "status": "403", "jid": "…", "content": { … } } ]</c>; the third, a bare text, is a refusal of the whole and not read here.
    /// </summary>
    public static IReadOnlyList<ParticipantEntry> EntriesOf(JsonElement results)
    {
        if (results.Items() is { } items)
        {
            return [.. items.Where(i => i.ValueKind == JsonValueKind.Object).Select(i => EntryOf(IdTextOf(i), i))];
        }

        return [.. (results.Members() ?? []).Where(m => ParticipantId.TryParse(m.Name, out _)).Select(m => EntryOf(m.Name, m.Value))];
    }

    /// <summary><c>&lt;digits&gt;@c.us</c>; hidden ids go back as they are listed.</summary>
    public static WawpPerson WireOf(ParticipantId person) => new(person.Kind == ParticipantIdKind.Lid ? person.Value : person.Digits + "@c.us");

    /// <summary>A text, or the text of <c>{ "_serialized": "…" }</c>.</summary>
    public static string? TextOf(JsonElement? element) => element?.Text() ?? element?.Text("_serialized");

    private static ParticipantEntry EntryOf(string? id, JsonElement result)
    {
        var code = result.Count("code", "statusCode") ?? result.Count("status") ?? result.Count();
        var sent = result.Flag("isInviteV4Sent") == true;
        var words = result.Text("message", "error");
        return new ParticipantEntry(
            ParticipantId.TryParse(id, out var parsed) ? [parsed] : [],
            Done: code is null ? result.Flag("success") : null,
            code,
            sent ? "Wawp has already sent this person WhatsApp's invitation: send no second one." : words,
            InvitationSent: sent);
    }

    private static string? IdTextOf(JsonElement entry) =>
        entry.Text() ?? TextOf(entry.At("id")) ?? entry.Text("jid", "participant", "phone", "_serialized");

    private static GroupMember? MemberOf(JsonElement entry)
    {
        var role = entry.Text("role")?.ToLowerInvariant() switch
        {
            "superadmin" => MemberRole.SuperAdmin,
            "admin" => MemberRole.Admin,
            _ when entry.Flag("isSuperAdmin") == true => MemberRole.SuperAdmin,
            _ when entry.Flag("isAdmin") == true => MemberRole.Admin,
            _ => MemberRole.Member,
        };
        return Roster.MemberOf(role, entry.Text("name"), IdTextOf(entry), TextOf(entry.At("pn", "phoneNumber")), TextOf(entry.At("lid")));
    }

    private static string? DescriptionOf(JsonElement group) =>
        group.Has("description") || group.Has("desc") ? group.Text("description", "desc") ?? "" : null;
}
