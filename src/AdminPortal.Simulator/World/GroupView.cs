using System.Collections.Immutable;
using System.Globalization;

namespace AdminPortal.Simulator.World;

public enum GroupKind
{
    /// <summary>A group of its own, or a subgroup when <see cref="GroupView.CommunityId"/> is set.</summary>
    Ordinary,

    /// <summary>The binder; its id is the community id. Its members are the community's admins.</summary>
    Community,

    /// <summary>The default subgroup; its members are all members of the community.</summary>
    Announcement,
}

public enum MemberRole
{
    Member,
    Admin,
    SuperAdmin,
}

/// <summary>What only admins may do, and how long messages stay.</summary>
/// <param name="EphemeralSeconds">0, 86,400, 604,800 or 7,776,000.</param>
/// <param name="AdminsOnlyAddGroups">Matters on a binder: who may create groups in the community and link their own.</param>
public sealed record GroupSettings(
    bool AdminsOnlySend = false,
    bool AdminsOnlyEdit = false,
    bool AdminsOnlyAdd = true,
    bool AdminsOnlyShareLink = true,
    bool ApprovalRequired = false,
    int EphemeralSeconds = 0,
    bool AdminsOnlyShareHistory = true,
    bool AdminsOnlyAddGroups = true)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"send={Who(AdminsOnlySend)} edit={Who(AdminsOnlyEdit)} add={Who(AdminsOnlyAdd)} link={Who(AdminsOnlyShareLink)} ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"approval={(ApprovalRequired ? "on" : "off")} ephemeral={EphemeralSeconds} history={Who(AdminsOnlyShareHistory)} groups={Who(AdminsOnlyAddGroups)}");

    private static string Who(bool adminsOnly) => adminsOnly ? "admins" : "all";
}

/// <summary>A change of settings: what is null stays as it is.</summary>
public sealed record SettingsChange(
    bool? AdminsOnlySend = null,
    bool? AdminsOnlyEdit = null,
    bool? AdminsOnlyAdd = null,
    bool? AdminsOnlyShareLink = null,
    bool? ApprovalRequired = null,
    int? EphemeralSeconds = null,
    bool? AdminsOnlyShareHistory = null,
    bool? AdminsOnlyAddGroups = null)
{
    public GroupSettings AppliedTo(GroupSettings before) => new(
        AdminsOnlySend ?? before.AdminsOnlySend,
        AdminsOnlyEdit ?? before.AdminsOnlyEdit,
        AdminsOnlyAdd ?? before.AdminsOnlyAdd,
        AdminsOnlyShareLink ?? before.AdminsOnlyShareLink,
        ApprovalRequired ?? before.ApprovalRequired,
        EphemeralSeconds ?? before.EphemeralSeconds,
        AdminsOnlyShareHistory ?? before.AdminsOnlyShareHistory,
        AdminsOnlyAddGroups ?? before.AdminsOnlyAddGroups);
}

public sealed record MemberView(Person Person, MemberRole Role, DateTimeOffset JoinedAt)
{
    public bool IsAdmin => Role is not MemberRole.Member;
}

/// <summary>A group as it stood at one moment.</summary>
public sealed record GroupView
{
    /// <summary>Full JID, <c>…@g.us</c>.</summary>
    public required string Id { get; init; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Address or base64 as it was given; null without a picture.</summary>
    public string? Picture { get; init; }

    public string? CommunityId { get; init; }

    public bool IsHidden { get; init; }

    public bool IsGeneral { get; init; }

    public bool IsSuspended { get; init; }

    public required GroupSettings Settings { get; init; }

    public required string InviteCode { get; init; }

    public required Person CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Person NameSetBy { get; init; }

    public required DateTimeOffset NameSetAt { get; init; }

    public Person? DescriptionSetBy { get; init; }

    public DateTimeOffset? DescriptionSetAt { get; init; }

    public required int MemberCount { get; init; }

    public required int PendingRequests { get; init; }

    /// <summary>Role of the asking number; null when it is not a member.</summary>
    public MemberRole? OwnRole { get; init; }

    /// <summary>Empty when members were not asked for.</summary>
    public ImmutableArray<MemberView> Members { get; init; } = [];

    public bool IsOwnAdmin => OwnRole is MemberRole.Admin or MemberRole.SuperAdmin;

    /// <summary>Ordinary members of an announcement group see its admins only.</summary>
    public bool IsIncognito => this is { Kind: GroupKind.Announcement, IsOwnAdmin: false };

    /// <summary>The members that the asking number gets to see.</summary>
    public ImmutableArray<MemberView> VisibleMembers => IsIncognito ? [.. Members.Where(member => member.IsAdmin)] : Members;

    /// <summary>The code, for whoever may see it; null for others.</summary>
    public string? VisibleInviteCode => IsOwnAdmin || (OwnRole is not null && !Settings.AdminsOnlyShareLink) ? InviteCode : null;
}

public enum RequestMethod
{
    InviteLink,
    LinkedGroupJoin,
    NonAdminAdd,
}

/// <summary>Somebody waiting for an admin's decision.</summary>
/// <param name="RequestedBy">Phone of the member who tried to add them, when <see cref="RequestMethod.NonAdminAdd"/>.</param>
/// <param name="ParentGroupId">The community they came from, when <see cref="RequestMethod.LinkedGroupJoin"/>.</param>
public sealed record MembershipRequest(
    string Phone,
    RequestMethod Method,
    DateTimeOffset RequestedAt,
    string? RequestedBy = null,
    string? ParentGroupId = null);

public sealed record MembershipRequestView(Person Person, MembershipRequest Request);

/// <summary>A group that a member proposed for a community; it waits for an admin.</summary>
/// <param name="ExistingGroupId">Set when a group that exists already was proposed.</param>
public sealed record GroupSuggestion(
    string Id,
    string Name,
    string Description,
    string SuggestedBy,
    DateTimeOffset SuggestedAt,
    string? ExistingGroupId,
    bool IsHidden);

/// <summary>The parts of a community, as seen from outside: groups the asking number is not in included.</summary>
public sealed record CommunityView(
    GroupView Parent,
    GroupView Announcement,
    ImmutableArray<GroupView> Subgroups,
    ImmutableArray<GroupSuggestion> Suggestions);
