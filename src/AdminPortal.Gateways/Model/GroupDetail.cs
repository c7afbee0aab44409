using AdminPortal.Gateways.Identities;

namespace AdminPortal.Gateways.Model;

/// <summary>What a group is in the structure of communities, as far as the gateway shows it.</summary>
public enum GroupKind
{
    /// <summary>The answer did not say; it may be in a community.</summary>
    Unknown,
    Standalone,
    /// <summary>Linked to a community.</summary>
    Subgroup,
    /// <summary>The default subgroup in which admins post to everybody.</summary>
    Announcement,
    /// <summary>The binder: its id is the community's id.</summary>
    CommunityParent,
}

public enum MemberRole
{
    Member,
    Admin,
    /// <summary>The creator, who can be neither demoted nor removed by others.</summary>
    SuperAdmin,
}

/// <summary>One person in a group as listed.</summary>
/// <param name="Id">The id to send back.</param>
/// <param name="Role">Role in that group.</param>
/// <param name="Phone">The phone id, when the same answer showed it.</param>
/// <param name="Lid">The LID, when the same answer showed it.</param>
/// <param name="Name">Display name, when listed.</param>
public sealed record GroupMember(ParticipantId Id, MemberRole Role, ParticipantId? Phone = null, ParticipantId? Lid = null, string? Name = null);

/// <summary>Settings of a group. Null means: this answer did not show it.</summary>
/// <param name="OnlyAdminsSend">Announce mode.</param>
/// <param name="OnlyAdminsEdit">Locked.</param>
/// <param name="OnlyAdminsAdd">Member add mode is "admins".</param>
/// <param name="ApprovalRequired">New members need approval.</param>
/// <param name="DisappearingAfter">Lifetime of messages; zero is off.</param>
public sealed record GroupSettings(
    bool? OnlyAdminsSend = null,
    bool? OnlyAdminsEdit = null,
    bool? OnlyAdminsAdd = null,
    bool? ApprovalRequired = null,
    TimeSpan? DisappearingAfter = null);

/// <summary>One row of the group list. <paramref name="Detail"/> is set where the gateway's list carries everything.</summary>
public sealed record GroupListing(GroupId Id, string Name, int? MemberCount, GroupDetail? Detail = null);

/// <summary>A group read in detail. Null means: not shown in this answer.</summary>
public sealed record GroupDetail
{
    public required GroupId Id { get; init; }
    public required string Name { get; init; }
    public GroupKind Kind { get; init; }
    public CommunityId? Community { get; init; }
    public string? Description { get; init; }
    /// <summary>A signed address that expires; never stored.</summary>
    public Uri? Picture { get; init; }
    public ParticipantId? CreatedBy { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    /// <summary>As stated by the gateway; may differ from the length of <see cref="Members"/>, which makes a read suspicious.</summary>
    public int? MemberCount { get; init; }
    /// <summary>Null when the read left members out.</summary>
    public IReadOnlyList<GroupMember>? Members { get; init; }
    public GroupSettings Settings { get; init; } = new();
    public InviteCode? Invite { get; init; }
    /// <summary>Members are hidden from us, as in announcement groups: counts are true, lists are not.</summary>
    public bool MembersHidden { get; init; }
    public bool Suspended { get; init; }
}

/// <summary>A group in a community's list. Absence proves nothing: gateways list only groups our number is in.</summary>
/// <param name="PendingRequests">Requests waiting, when the gateway says so.</param>
public sealed record SubgroupListing(GroupId Id, string Name, bool IsAnnouncement, bool Hidden = false, int? PendingRequests = null);

/// <summary>A community as listed by gateways that can list them.</summary>
public sealed record CommunityListing(CommunityId Id, string Name);

/// <summary>A group by its invite code, seen before joining.</summary>
public sealed record InvitePreview(GroupId Id, string Name, string? Description, int? MemberCount, CommunityId? Community);

/// <summary>A group suggested by members for a community. Null means: this answer did not show it.</summary>
/// <param name="Exists">It exists already, outside of the community.</param>
public sealed record SubgroupSuggestion(
    GroupId Id, string Name, ParticipantId? SuggestedBy, int? MemberCount, string? Description = null, DateTimeOffset? SuggestedAt = null, bool? Exists = null);
