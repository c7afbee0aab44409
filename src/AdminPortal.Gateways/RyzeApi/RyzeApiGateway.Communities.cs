using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Subgroups: listing, linking, unlinking. The gateway's own word on links is never taken alone.</summary>
internal sealed partial class RyzeApiGateway
{
    /// <summary>RyzeAPI's cap; groups beyond it are dropped, by its own account sometimes without a word.</summary>
    private const int MaxSubgroups = 50;

    public override Task<GatewayResult<IReadOnlyList<SubgroupListing>>> ListSubgroupsAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListSubgroups, call => ReadSubgroupsAsync(call, community), cancellationToken);

    /// <summary>Roles are those in the announcement group; who is seen in another subgroup only is listed as a member.</summary>
    public override Task<GatewayResult<IReadOnlyList<GroupMember>>> ListCommunityMembersAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GroupMember>>(Capability.ListCommunityMembers, async call =>
        {
            var subgroups = await ReadSubgroupsAsync(call, community);
            var members = new Dictionary<string, GroupMember>(StringComparer.Ordinal);
            foreach (var subgroup in subgroups.OrderByDescending(s => s.IsAnnouncement))
            {
                // One unread subgroup fails the whole: a part presented as everybody is worse than nothing.
                var detail = await ReadGroupAsync(call, subgroup.Id.Value, includeMembers: true);
                foreach (var member in detail.Members ?? throw Untrustworthy(call.Read()))
                {
                    members.TryAdd((member.Lid ?? member.Id).Key, subgroup.IsAnnouncement ? member : member with { Role = MemberRole.Member });
                }
            }

            return [.. members.Values];
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> LinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync(Capability.LinkGroup, async call =>
        {
            if (groups.Count == 0)
            {
                return [];
            }

            var answer = await WriteAsync(call, LinkTimeout(groups.Count), (api, ct) => api.LinkAsync(Change(community, groups), ct));
            return await SettleLinksAsync(call, community, groups, answer.Linked, answer.Failed);
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> UnlinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<TargetOutcome<GroupId>>>(Capability.UnlinkGroup, async call =>
        {
            if (groups.Count == 0)
            {
                return [];
            }

            var answer = await WriteAsync(call, LinkTimeout(groups.Count), (api, ct) => api.UnlinkAsync(Change(community, groups), ct));
            var listed = await ReadBackAsync(() => ReadSubgroupsAsync(call, community));
            var outcomes = new List<TargetOutcome<GroupId>>(groups.Count);
            foreach (var group in groups)
            {
                outcomes.Add(RyzeApiLinks.Unlinked(group, Claim(group, answer.Linked, answer.Failed), await SightAsync(call, community, group, listed)));
            }

            return outcomes;
        }, cancellationToken);

    private async Task<IReadOnlyList<TargetOutcome<GroupId>>> SettleLinksAsync(
        GatewayCall call, CommunityId community, IReadOnlyList<GroupId> groups, List<RyzeLinkEntry>? linked, List<RyzeLinkEntry>? failed)
    {
        var listed = await ReadBackAsync(() => ReadSubgroupsAsync(call, community));
        var isFull = listed?.Count(s => !s.IsAnnouncement) >= MaxSubgroups;
        var outcomes = new List<TargetOutcome<GroupId>>(groups.Count);
        foreach (var group in groups)
        {
            outcomes.Add(RyzeApiLinks.Linked(group, Claim(group, linked, failed), await SightAsync(call, community, group, listed), isFull));
        }

        return outcomes;
    }

    private static LinkClaim Claim(GroupId group, List<RyzeLinkEntry>? done, List<RyzeLinkEntry>? failed)
    {
        bool Names(RyzeLinkEntry? entry) => GroupId.TryParse(entry?.Jid, out var id) && id == group;
        return failed?.Find(Names) is { } refused ? new LinkClaim(Done: false, refused.Reason)
            : done?.Exists(Names) == true ? new LinkClaim(Done: true, null)
            : new LinkClaim(null, null);
    }

    /// <summary>
    /// Where the group is now. The list holds only groups our number is in, so a group that is not listed is looked at itself:
    /// <c>linkedParentJid</c> names its community and disappears with the link.
    /// </summary>
    private async Task<LinkSight> SightAsync(GatewayCall call, CommunityId community, GroupId group, IReadOnlyList<SubgroupListing>? listed)
    {
        if (listed?.FirstOrDefault(s => s.Id == group) is { } entry)
        {
            return entry.IsAnnouncement ? LinkSight.Announcement : LinkSight.Here;
        }

        var detail = await ReadBackAsync(() => ReadGroupAsync(call, group.Value, includeMembers: false));
        return detail switch
        {
            null => LinkSight.NotSeen,
            { Community: { } parent } when parent == community => detail.Kind == GroupKind.Announcement ? LinkSight.Announcement : LinkSight.Here,
            { Community: not null } => LinkSight.Elsewhere,
            // Without the list, a missing field is too little to conclude from.
            _ => listed is null ? LinkSight.NotSeen : LinkSight.Nowhere,
        };
    }

    private async Task<bool?> IsLinkedAsync(GatewayCall call, CommunityId community, GroupDetail group)
    {
        if (group.Community is { } parent)
        {
            return parent == community;
        }

        // Our number has just created the group and is in it, so here the list does prove absence.
        var listed = await ReadBackAsync(() => ReadSubgroupsAsync(call, community));
        return listed?.Any(s => s.Id == group.Id);
    }

    private async Task<IReadOnlyList<SubgroupListing>> ReadSubgroupsAsync(GatewayCall call, CommunityId community)
    {
        var answer = await ReadAsync(call, null, (api, ct) => api.ListSubgroupsAsync(community.Value, ct));
        return [.. (answer.Subgroups ?? []).Select(s => GroupId.TryParse(s?.Jid ?? s?.GroupJid, out var id)
            ? new SubgroupListing(id, s!.Name ?? "", s.IsDefaultSubGroup == true)
            : throw Untrustworthy(call.Read()))];
    }

    private static RyzeLinkChange Change(CommunityId community, IReadOnlyList<GroupId> groups) => new(community.Value, [.. groups.Select(g => g.Value)]);

    /// <summary>The far side pauses a second per group.</summary>
    private static TimeSpan LinkTimeout(int groups) => TimeSpan.FromSeconds(30 + (2 * groups));
}
