using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Subgroups: listing, linking, unlinking. The gateway's own word on links is never taken alone.</summary>
internal sealed partial class RyzeApiGateway
{
    public override Task<GatewayResult<IReadOnlyList<SubgroupListing>>> ListSubgroupsAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListSubgroups, call => ReadSubgroupsAsync(call, community), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<GroupMember>>> ListCommunityMembersAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GroupMember>>(Capability.ListCommunityMembers, async call =>
        {
            var subgroups = await ReadSubgroupsAsync(call, community);
            return await UnionOfMembersAsync(call, subgroups, group => ReadGroupAsync(call, group.Value, includeMembers: true));
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> LinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync(Capability.LinkGroup, async call =>
        {
            if (groups.Count == 0)
            {
                return [];
            }

            var answer = await WriteAsync(call, LinkTimeout(groups.Count), (api, ct) => api.LinkAsync(Change(community, groups), ct));
            return await SettleAsync(call, community, groups, linked: true, answer.Linked, answer.Failed);
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> UnlinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<TargetOutcome<GroupId>>>(Capability.UnlinkGroup, async call =>
        {
            if (groups.Count == 0)
            {
                return [];
            }

            var answer = await WriteAsync(call, LinkTimeout(groups.Count), (api, ct) => api.UnlinkAsync(Change(community, groups), ct));
            return await SettleAsync(call, community, groups, linked: false, answer.Linked, answer.Failed);
        }, cancellationToken);

    private Task<IReadOnlyList<TargetOutcome<GroupId>>> SettleAsync(
        GatewayCall call, CommunityId community, IReadOnlyList<GroupId> groups, bool linked, List<RyzeLinkEntry>? done, List<RyzeLinkEntry>? failed) =>
        SettleLinksAsync(
            community,
            groups,
            linked,
            group => Claim(group, done, failed),
            () => ReadSubgroupsAsync(call, community),
            group => ReadGroupAsync(call, group.Value, includeMembers: false));

    private static LinkClaim Claim(GroupId group, List<RyzeLinkEntry>? done, List<RyzeLinkEntry>? failed)
    {
        bool Names(RyzeLinkEntry? entry) => GroupId.TryParse(entry?.Jid, out var id) && id == group;
        return failed?.Find(Names) is { } refused ? new LinkClaim(Done: false, refused.Reason)
            : done?.Exists(Names) == true ? new LinkClaim(Done: true, null)
            : new LinkClaim(null, null);
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
