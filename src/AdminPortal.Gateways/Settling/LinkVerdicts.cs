using System.Text.RegularExpressions;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Settling;

/// <summary>What the answer says of one group: done, failed (perhaps with a reason), or not a word.</summary>
internal sealed record LinkClaim(bool? Done, string? Reason);

/// <summary>Where a group was seen after the call.</summary>
internal enum LinkSight
{
    /// <summary>It could not be read: the gateway's word is all there is.</summary>
    NotSeen,
    /// <summary>In this community.</summary>
    Here,
    /// <summary>It is this community's announcement group.</summary>
    Announcement,
    Elsewhere,
    /// <summary>In no community.</summary>
    Nowhere,
}

/// <summary>Claim and sight → verdict. What is seen overrules what is claimed.</summary>
internal static partial class LinkVerdicts
{
    /// <summary>The lowest published ceiling of subgroups: from here on a group that was not linked was probably one too many.</summary>
    private const int LowestCeiling = 50;

    public static bool IsFull(IReadOnlyList<SubgroupListing>? listed) => listed?.Count(s => !s.IsAnnouncement) >= LowestCeiling;

    public static TargetOutcome<GroupId> Linked(GroupId group, LinkClaim claim, LinkSight sight, bool isFull) => sight switch
    {
        LinkSight.Here when claim.Done == false => new(group, TargetVerdict.AlreadySo, Detail: claim.Reason),
        LinkSight.Here => new(group, TargetVerdict.Verified),
        LinkSight.Announcement => new(group, TargetVerdict.Refused, RefusalReason.AnnouncementGroup, claim.Reason),
        LinkSight.Elsewhere => new(group, TargetVerdict.Refused, RefusalReason.LinkedElsewhere, claim.Reason),
        _ when claim.Done == false => new(group, TargetVerdict.Refused, isFull ? RefusalReason.SubgroupLimit : ReasonOf(claim.Reason), claim.Reason),
        LinkSight.Nowhere => new(
            group,
            TargetVerdict.NotApplied,
            isFull ? RefusalReason.SubgroupLimit : null,
            isFull ? "The community is full; the gateway dropped the group without a word." : "The gateway did not name an error, but the group is in no community."),
        _ => new(group, claim.Done == true ? TargetVerdict.Accepted : TargetVerdict.Unknown, Detail: claim.Reason),
    };

    public static TargetOutcome<GroupId> Unlinked(GroupId group, LinkClaim claim, LinkSight sight) => sight switch
    {
        LinkSight.Announcement => new(group, TargetVerdict.Refused, RefusalReason.AnnouncementGroup, claim.Reason),
        LinkSight.Here when claim.Done == false => new(group, TargetVerdict.Refused, ReasonOf(claim.Reason), claim.Reason),
        LinkSight.Here => new(group, TargetVerdict.NotApplied, Detail: "The gateway did not name an error, but the group is still in the community."),
        LinkSight.Nowhere or LinkSight.Elsewhere =>
            new(group, claim.Done == false ? TargetVerdict.AlreadySo : TargetVerdict.Verified, Detail: claim.Reason),
        _ when claim.Done == false => new(group, TargetVerdict.Refused, ReasonOf(claim.Reason), claim.Reason),
        _ => new(group, claim.Done == true ? TargetVerdict.Accepted : TargetVerdict.Unknown, Detail: claim.Reason),
    };

    /// <summary>
    /// Where a group is by its own detail. Its parent's id names the community and disappears with the link, so a detail that
    /// names none proves something only where the gateway shows such things (<see cref="GroupKind.Standalone"/>) or where the
    /// community's own list, which leaves out what our number cannot see, has it neither.
    /// </summary>
    public static LinkSight SightOf(CommunityId community, GroupDetail? detail, bool listWasRead) => detail switch
    {
        null => LinkSight.NotSeen,
        { Community: { } parent } when parent == community => detail.Kind == GroupKind.Announcement ? LinkSight.Announcement : LinkSight.Here,
        { Community: not null } => LinkSight.Elsewhere,
        { Kind: GroupKind.Standalone } => LinkSight.Nowhere,
        _ => listWasRead ? LinkSight.Nowhere : LinkSight.NotSeen,
    };

    private static RefusalReason ReasonOf(string? text)
    {
        bool Says(string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
        return Says("announcement") || Says("default sub") ? RefusalReason.AnnouncementGroup
            : Says("another community") || Says("already linked") ? RefusalReason.LinkedElsewhere
            : Says("limit") || Says("full") || Says("maximum") ? RefusalReason.SubgroupLimit
            : Says("admin") || Says("right") || Says("permission") || Says("not authorized") || Says("forbidden") ? RefusalReason.NoRight
            : Code().Match(text ?? "").Value switch
            {
                "401" or "403" => RefusalReason.NoRight,
                "409" => RefusalReason.LinkedElsewhere,
                "412" or "419" => RefusalReason.SubgroupLimit,
                _ => RefusalReason.Unspecified,
            };
    }

    [GeneratedRegex(@"(?<!\d)4\d\d(?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}
