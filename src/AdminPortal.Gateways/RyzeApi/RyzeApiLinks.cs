using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.RyzeApi;

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
internal static class RyzeApiLinks
{
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
        _ => new(group, claim.Done == true ? TargetVerdict.Accepted : TargetVerdict.Unknown),
    };

    public static TargetOutcome<GroupId> Unlinked(GroupId group, LinkClaim claim, LinkSight sight) => sight switch
    {
        LinkSight.Announcement => new(group, TargetVerdict.Refused, RefusalReason.AnnouncementGroup, claim.Reason),
        LinkSight.Here when claim.Done == false => new(group, TargetVerdict.Refused, ReasonOf(claim.Reason), claim.Reason),
        LinkSight.Here => new(group, TargetVerdict.NotApplied, Detail: "The gateway did not name an error, but the group is still in the community."),
        LinkSight.Nowhere or LinkSight.Elsewhere =>
            new(group, claim.Done == false ? TargetVerdict.AlreadySo : TargetVerdict.Verified, Detail: claim.Reason),
        _ when claim.Done == false => new(group, TargetVerdict.Refused, ReasonOf(claim.Reason), claim.Reason),
        _ => new(group, claim.Done == true ? TargetVerdict.Accepted : TargetVerdict.Unknown),
    };

    private static RefusalReason ReasonOf(string? text)
    {
        bool Says(string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
        return Says("announcement") || Says("default sub") ? RefusalReason.AnnouncementGroup
            : Says("another community") || Says("already linked") ? RefusalReason.LinkedElsewhere
            : Says("limit") || Says("full") || Says("maximum") ? RefusalReason.SubgroupLimit
            : Says("admin") || Says("right") || Says("permission") || Says("not authorized") ? RefusalReason.NoRight
            : RefusalReason.Unspecified;
    }
}
