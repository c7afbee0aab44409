using System.Collections.Frozen;
using System.Runtime.InteropServices;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

/// <summary>Every community and group our numbers know, as last read.</summary>
/// <param name="Communities">By name.</param>
/// <param name="Standalone">Groups that a read showed to be in no community, by name.</param>
/// <param name="Unplaced">Groups of which no read has shown yet whether they are in a community.</param>
/// <param name="BeingCreated">What operations are about to create and no read has shown yet.</param>
/// <param name="Numbers">Our numbers, also those that cannot act now.</param>
public sealed record Estate(
    IReadOnlyList<CommunityNode> Communities,
    IReadOnlyList<EstateNode> Standalone,
    IReadOnlyList<EstateNode> Unplaced,
    IReadOnlyList<PendingCreation> BeingCreated,
    IReadOnlyList<EstateNumber> Numbers,
    GroupLimitOptions Limits)
{
    private readonly FrozenDictionary<string, EstateNode> _nodes = Communities
        .SelectMany(c => c.All)
        .Concat(Standalone)
        .Concat(Unplaced)
        .ToFrozenDictionary(n => n.Id, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, CommunityNode> _communities = Communities.ToFrozenDictionary(c => c.Parent.Id, StringComparer.Ordinal);

    public int GroupCount => _nodes.Count - _communities.Count;

    /// <summary>Of everything that is shown, the age of the oldest.</summary>
    public DateTimeOffset? OldestReadAt { get; } = Communities.SelectMany(c => c.All).Concat(Standalone).Concat(Unplaced).Where(n => !n.IsPlaceholder).Min(n => n.ReadAt);

    public EstateNode? Find(string? id) => id is null ? null : _nodes.GetValueOrDefault(id);

    public CommunityNode? FindCommunity(string? id) => id is null ? null : _communities.GetValueOrDefault(id);

    /// <summary>Who would do something to a group, which others could, and why nobody can.</summary>
    /// <param name="needed">The least role; null when membership is enough.</param>
    /// <param name="called">What sentences call it; null is its name.</param>
    public NumberRouting Route(EstateNode node, Capability capability, MemberRole? needed, string? called = null)
    {
        var relations = node.Numbers.ToDictionary(n => n.ConnectionId);
        return NumberRouting.Of(
            called ?? node.Name,
            [.. Numbers.Where(n => relations.ContainsKey(n.ConnectionId)).Select(n => n.In(relations[n.ConnectionId].Role))],
            capability,
            needed,
            [.. Numbers.Where(n => !relations.ContainsKey(n.ConnectionId)).Select(n => n.In(role: null))]);
    }

    /// <summary>Why a number that an operator chose cannot do something that is about no group yet, and who could; null when it can.</summary>
    public string? WhyNot(EstateNumber number, Capability capability) => number.Capabilities.Can(capability)
        ? number.Trouble
        : NumberRouting.Unable(number.In(role: null), capability, [.. Numbers.Select(n => n.In(role: null))]);

    public string NameOf(string? communityId) => FindCommunity(communityId)?.Parent.Name ?? "no community";
}

/// <summary>A community: its parent group, the announcement group made with it, and the groups linked to it, by name.</summary>
public sealed record CommunityNode(EstateNode Parent, EstateNode? Announcement, IReadOnlyList<EstateNode> Subgroups)
{
    public string Id => Parent.Id;

    public IEnumerable<EstateNode> All => Announcement is null ? [Parent, .. Subgroups] : [Parent, Announcement, .. Subgroups];

    /// <summary>Requests waiting anywhere in it.</summary>
    public int Requests => All.Sum(n => n.Requests);

    /// <summary>When the group of it that was asked longest ago was asked for its requests; null when none was.</summary>
    public DateTimeOffset? RequestsAskedAt => All.Min(n => n.RequestsAt);

    /// <summary>People in it: everybody is in the announcement group. Null when no gateway told.</summary>
    public int? People => Announcement?.Members ?? Parent.Members;
}

/// <summary>One group, also a community's parent.</summary>
public sealed record EstateNode
{
    public required string Id { get; init; }

    /// <summary>As screens show it; see <see cref="ShownName"/>.</summary>
    public required string Name { get; init; }

    public required string NameSearch { get; init; }

    public required GroupKind Kind { get; init; }

    /// <summary>The community it is linked to; null for standalone groups and parents.</summary>
    public string? CommunityId { get; init; }

    /// <summary>The community kept here in which it stands; null for none. Its <see cref="CommunityId"/> is null then.</summary>
    public string? KeptIn { get; init; }

    /// <summary>A community that exists only in this console.</summary>
    public bool IsKeptHere { get; init; }

    public bool Hidden { get; init; }

    public int? Members { get; init; }

    public bool MembersHidden { get; init; }

    public bool? OnlyAdminsEdit { get; init; }

    public bool? OnlyAdminsSend { get; init; }

    public bool Suspended { get; init; }

    public int Requests { get; init; }

    /// <summary>When the gateway was last asked who wants to join.</summary>
    public DateTimeOffset? RequestsAt { get; init; }

    /// <summary>Our numbers in it.</summary>
    public IReadOnlyList<NodeNumber> Numbers { get; init; } = [];

    /// <summary>The last good detail read.</summary>
    public DateTimeOffset? DetailAt { get; init; }

    /// <summary>The last good read of the community's groups; parents only.</summary>
    public DateTimeOffset? SubgroupsAt { get; init; }

    /// <summary>The newest reading of any kind and where it came from: "from the group list, by Desk".</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public string? ReadOrigin { get; init; }

    /// <summary>Why the last read was not believed.</summary>
    public string? Suspicion { get; init; }

    /// <summary>Unsettled work on it.</summary>
    public IReadOnlyList<PendingChange> Pending { get; init; } = [];

    /// <summary>Known to exist, but none of our numbers is in it: nothing else about it is certain.</summary>
    public bool IsPlaceholder => Numbers.Count == 0 && !IsKeptHere;

    /// <summary>The highest role of our numbers; null when unread, or when none is in it.</summary>
    public MemberRole? OurRole => Numbers.Max(n => n.Role);

    public int OurAdmins => Numbers.Count(n => n.Role >= MemberRole.Admin);

    /// <summary>May be staged for linking, unlinking, moving.</summary>
    public bool IsMovable => Kind is not (GroupKind.Announcement or GroupKind.CommunityParent);

    /// <summary>Editing name, description and picture is open to members unless the group is locked.</summary>
    public MemberRole? RoleToEdit => OnlyAdminsEdit == false && Kind is GroupKind.Standalone or GroupKind.Subgroup ? null : MemberRole.Admin;

    /// <summary>The state in which the role column shows.</summary>
    public string RoleWords => (IsPlaceholder, OurRole) switch
    {
        _ when IsKeptHere => "",
        (true, _) => "Not in it",
        (_, MemberRole.SuperAdmin) => "Creator",
        (_, MemberRole.Admin) => "Admin",
        (_, MemberRole.Member) => "Member",
        _ => "Not read yet",
    };
}

/// <summary>One of our numbers in one group.</summary>
public sealed record NodeNumber(Guid ConnectionId, string Name, MemberRole? Role);

/// <summary>One of our numbers.</summary>
/// <param name="Trouble">Why it cannot act now, as a sentence; null when it can.</param>
public sealed record EstateNumber(Guid ConnectionId, string Name, string? Trouble, CapabilitySet Capabilities)
{
    /// <summary>No call before this time, if it is still to come.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    internal NumberInGroup In(MemberRole? role) => new(ConnectionId, Name, role, Readable: true, Trouble, Capabilities) { PausedUntil = PausedUntil };
}

/// <summary>Unsettled items of one kind of one operation on one group.</summary>
/// <param name="CommunityName">For links: the other side.</param>
/// <param name="Unknown">At least one outcome is not known.</param>
public sealed record PendingChange(Guid OperationId, ItemKind Kind, int Count, string? CommunityName, bool Unknown, DateTimeOffset? StartAt)
{
    public string Text => Unknown ? "Outcome unknown" : Kind switch
    {
        ItemKind.LinkGroup => $"Linking to {CommunityName ?? "a community"}",
        ItemKind.UnlinkGroup => $"Leaving {CommunityName ?? "its community"}",
        ItemKind.UpdateProfile => "Changing profile",
        ItemKind.UpdateSettings => "Changing settings",
        ItemKind.AddParticipant => $"Adding {Count:N0}",
        ItemKind.RemoveParticipant => $"Removing {Count:N0}",
        ItemKind.PromoteParticipant => $"Promoting {Count:N0}",
        ItemKind.DemoteParticipant => $"Demoting {Count:N0}",
        ItemKind.ApproveRequest or ItemKind.RejectRequest => $"Deciding {Count:N0}",
        ItemKind.ResetInvite => "Resetting link",
        ItemKind.SendGroupText => "Announcing",
        ItemKind.Leave => "Leaving",
        ItemKind.DeactivateCommunity => "Deactivating",
        _ => "Pending",
    };
}

/// <summary>A community or group that an operation is about to create.</summary>
/// <param name="CommunityId">Where it will be; null for a community and for a standalone group.</param>
public sealed record PendingCreation(Guid OperationId, ItemKind Kind, string Name, string? CommunityId, bool Unknown);

/// <summary>How full something is.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Capacity(int? Used, int Limit)
{
    /// <summary>From this share on something counts as near its limit.</summary>
    public const int NearPercent = 90;

    /// <summary>0 to 100; null when unknown.</summary>
    public int? Percent => Used is { } used ? Math.Min(100, (int)Math.Round(used * 100.0 / Limit)) : null;

    public bool IsFull => Used >= Limit;

    public bool IsNear => Used is { } used && used * 100L >= (long)Limit * NearPercent;

    public static Capacity OfSubgroups(CommunityNode community, GroupLimitOptions limits) => new(community.Subgroups.Count, limits.Subgroups);

    /// <summary>Announcement groups hold the whole community.</summary>
    public static Capacity OfMembers(EstateNode node, GroupLimitOptions limits) => new(
        node.Members,
        node.Kind is GroupKind.Announcement or GroupKind.CommunityParent ? limits.CommunityMembersWarn : limits.GroupMembers);
}

internal static class ReadingWords
{
    public static string Of(ReadingOrigin origin, string? number) => origin switch
    {
        ReadingOrigin.Webhook => "from an event",
        ReadingOrigin.OwnWrite => "read back after our own change",
        ReadingOrigin.List => "from the group list",
        _ => "from its detail",
    } + (number is null ? "" : $", by {number}");
}
