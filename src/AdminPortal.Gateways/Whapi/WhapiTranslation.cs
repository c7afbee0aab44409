using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Whapi;

/// <summary>Whapi.Cloud's shapes ↔ our words. Null from a reading method means: this cannot be understood.</summary>
internal static class WhapiTranslation
{
    public static SessionState StateOf(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "AUTH" => SessionState.Connected,
        "INIT" or "LAUNCH" => SessionState.Connecting,
        "QR" => SessionState.SignedOut,
        "NOT_INIT" or "STOP" or "ERROR" or "SYNC_ERROR" => SessionState.Disconnected,
        _ => SessionState.Unknown,
    };

    /// <summary>
    /// A group. <see cref="GroupKind.Subgroup"/> of one that <see cref="MayBeAnnouncement"/> is provisional: whoever has the
    /// community's name or its list of subgroups knows better.
    /// </summary>
    public static GroupDetail? DetailOf(WhapiGroup group, bool includeMembers)
    {
        if (!GroupId.TryParse(group.Id, out var id))
        {
            return null;
        }

        RosterReading? roster = null;
        if (includeMembers && group.Participants is { } listed)
        {
            roster = Roster.Read(listed, MemberOf, entry => entry?.Id);
            if (roster is null)
            {
                return null;
            }
        }

        var community = CommunityId.TryParse(group.LinkedParent, out var parent) ? parent : (CommunityId?)null;
        var kind = KindOf(group, community);
        var count = group.ParticipantsCount - (roster?.Strangers ?? 0);
        return new GroupDetail
        {
            Id = id,
            Name = group.Name ?? "",
            Kind = kind,
            Community = community,
            // Left out when there is none.
            Description = group.Description ?? "",
            Picture = PictureOf(group.LargePicture) ?? PictureOf(group.Picture),
            CreatedBy = ParticipantId.TryParse(group.CreatedBy, out var creator) ? creator : null,
            CreatedAt = group.CreatedAt,
            MemberCount = count,
            Members = roster?.Members,
            Settings = SettingsOf(group),
            Invite = InviteCode.TryParse(group.InviteCode, out var code) ? code : null,
            MembersHidden = kind == GroupKind.Announcement && roster?.Members.Count < count,
            Suspended = group.Suspended == true || group.Terminated == true,
        };
    }

    /// <summary>
    /// It has the older markers of an announcement group and none of the newer: in a community, only admins send. So has an
    /// ordinary subgroup in which only admins send.
    /// </summary>
    public static bool MayBeAnnouncement(WhapiGroup group) =>
        group is { Announcements: true, IsParent: not true, IsCommunityAnnounce: null, IsDefaultSubgroup: null } && CommunityId.TryParse(group.LinkedParent, out _);

    /// <summary>The answers of this channel carry the newer markers, so that their absence means "no".</summary>
    public static bool HasMarkers(WhapiGroup group) => group is { IsParent: true } or { IsCommunityAnnounce: true } or { IsDefaultSubgroup: true };

    /// <summary>Digits, for a hidden id the whole of it: valid in every version of the contract.</summary>
    public static string WireOf(ParticipantId person) => person.Kind == ParticipantIdKind.Phone ? person.Digits : person.Value;

    /// <summary>As listed; where somebody typed bare digits, with the suffix that is demanded here.</summary>
    public static string ApplicantOf(ParticipantId person) => person.Value.Contains('@', StringComparison.Ordinal) ? person.Value : person.Key;

    public static RequestMethod MethodOf(string? method) => method?.Trim().ToLowerInvariant() switch
    {
        "invite_link" => RequestMethod.InviteLink,
        "linked_group_join" => RequestMethod.LinkedGroupJoin,
        "non_admin_add" => RequestMethod.NonAdminAdd,
        _ => RequestMethod.Unknown,
    };

    /// <summary>The setting's name and policy. Null for the lifetime of messages, which belongs to the chat.</summary>
    public static WhapiSetting? WireOf(GroupSettings one) => one switch
    {
        { OnlyAdminsSend: { } send } => new("send_messages", Policy(send)),
        { OnlyAdminsEdit: { } edit } => new("edit_group_info", Policy(edit)),
        { OnlyAdminsAdd: { } add } => new("add_participants", Policy(add)),
        { ApprovalRequired: { } approval } => new("approve_participants", Policy(approval)),
        _ => null,
    };

    /// <summary>Null for a lifetime that WhatsApp does not have.</summary>
    public static string? WireOf(TimeSpan lifetime) => lifetime.TotalSeconds switch
    {
        0 => "none",
        86_400 => "day",
        604_800 => "week",
        7_776_000 => "quarter",
        _ => null,
    };

    private static string Policy(bool onlyAdmins) => onlyAdmins ? "admins" : "anyone";

    private static GroupKind KindOf(WhapiGroup group, CommunityId? community) => group switch
    {
        { IsParent: true } => GroupKind.CommunityParent,
        { IsCommunityAnnounce: true } or { IsDefaultSubgroup: true } => GroupKind.Announcement,
        _ when community is not null => GroupKind.Subgroup,
        { IsParent: false } => GroupKind.Standalone,
        // Nothing is said. Newer answers leave out what is false, older ones do not mark the parent at all.
        _ => GroupKind.Unknown,
    };

    /// <summary>What is false is commonly left out. Approval is never shown.</summary>
    private static GroupSettings SettingsOf(WhapiGroup group) => new(
        group.Announcements == true,
        group.Restricted == true,
        group.AdminAddMemberMode == true,
        ApprovalRequired: null,
        group.Ephemeral is >= 0 and <= int.MaxValue and var seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero);

    private static GroupMember? MemberOf(WhapiMember? entry) => Roster.MemberOf(
        entry?.Rank?.ToLowerInvariant() switch
        {
            "creator" or "superadmin" => MemberRole.SuperAdmin,
            "admin" => MemberRole.Admin,
            _ => MemberRole.Member,
        },
        name: null,
        entry?.Id,
        entry?.Phone);

    private static Uri? PictureOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var picture) && picture.Scheme == Uri.UriSchemeHttps ? picture : null;
}
