using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>RyzeAPI's shapes ↔ our words. Null from a reading method means: this cannot be understood.</summary>
internal static class RyzeApiTranslation
{
    public static SessionState StateOf(string? state) => state?.Trim().ToLowerInvariant() switch
    {
        "connected" => SessionState.Connected,
        "connecting" => SessionState.Connecting,
        "disconnected" => SessionState.Disconnected,
        // One word in the status, two in the event.
        "loggedout" or "logged_out" => SessionState.SignedOut,
        _ => SessionState.Unknown,
    };

    public static GroupDetail? DetailOf(RyzeGroup group, bool includeMembers)
    {
        if (!GroupId.TryParse(group.Jid ?? group.GroupJid, out var id))
        {
            return null;
        }

        RosterReading? roster = null;
        if (includeMembers && group.Participants is { } listed)
        {
            roster = Roster.Read(listed, MemberOf, entry => entry?.Jid);
            if (roster is null)
            {
                return null;
            }
        }

        var community = CommunityId.TryParse(group.LinkedParentJid, out var parent) ? parent : (CommunityId?)null;
        var announcement = group.IsDefaultSubGroup == true;
        var count = group.ParticipantCount - (roster?.Strangers ?? 0);
        return new GroupDetail
        {
            Id = id,
            Name = group.Name ?? "",
            Kind = announcement ? GroupKind.Announcement
                : community is not null ? GroupKind.Subgroup
                : group.IsCommunity == true ? GroupKind.CommunityParent
                : GroupKind.Unknown,
            Community = community,
            Description = group.Description,
            Picture = Uri.TryCreate(group.Image, UriKind.Absolute, out var picture) && picture.Scheme == Uri.UriSchemeHttps ? picture : null,
            CreatedBy = ParticipantId.TryParse(group.CreatedBy, out var creator) ? creator : null,
            CreatedAt = group.CreatedAt,
            MemberCount = count,
            Members = roster?.Members,
            Settings = SettingsOf(group.GroupSettings),
            Invite = InviteOf(group.InviteCode, group.InviteLink),
            MembersHidden = (announcement || group.IsIncognito == true) && roster?.Members.Count < count,
            Suspended = group.IsSuspended == true,
        };
    }

    private static GroupMember? MemberOf(RyzeMember? entry) => Roster.MemberOf(
        entry?.IsSuperAdmin == true ? MemberRole.SuperAdmin : entry?.IsAdmin == true ? MemberRole.Admin : MemberRole.Member,
        entry?.Name,
        entry?.Jid,
        entry?.PhoneNumber,
        entry?.Lid);

    public static GroupSettings SettingsOf(RyzeSettings? settings) => settings is null
        ? new GroupSettings()
        : new GroupSettings(!settings.MembersCanSendMessages, !settings.MembersCanEditInfo, !settings.MembersCanAddOthers, settings.RequireAdminApproval);

    public static RyzeSettings? WireOf(GroupSettings settings)
    {
        var wire = new RyzeSettings(!settings.OnlyAdminsEdit, !settings.OnlyAdminsSend, !settings.OnlyAdminsAdd, settings.ApprovalRequired);
        return wire == new RyzeSettings() ? null : wire;
    }

    public static InviteCode? InviteOf(string? code, string? link) =>
        InviteCode.TryParse(code, out var parsed) || InviteCode.TryParse(link, out parsed) ? parsed : null;

    /// <summary>As listed; only the legacy form <c>@c.us</c>, which RyzeAPI does not know, goes as digits.</summary>
    public static string WireOf(ParticipantId person) =>
        person.Value.EndsWith("@c.us", StringComparison.Ordinal) ? person.Digits : person.Value;

    /// <summary>Base64, as documented for communities.</summary>
    public static string? WireOf(Picture? picture) => picture is null ? null : Convert.ToBase64String(picture.Content);
}
