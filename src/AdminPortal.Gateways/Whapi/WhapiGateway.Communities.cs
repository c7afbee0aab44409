using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;
using RestEase;

namespace AdminPortal.Gateways.Whapi;

/// <summary>Communities and their subgroups. One request links one group; all of them are looked up together afterwards.</summary>
internal sealed partial class WhapiGateway
{
    public override Task<GatewayResult<IReadOnlyList<CommunityListing>>> ListCommunitiesAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<CommunityListing>>(Capability.ListCommunities, async call =>
        {
            var groups = await PagesAsync(call, (api, offset, ct) => api.ListCommunitiesAsync(PageSize, offset, ct));
            return [.. groups.Select(g => CommunityId.TryParse(g.Id, out var id) ? new CommunityListing(id, g.Name ?? "") : throw Untrustworthy(call.Read()))];
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<SubgroupListing>>> ListSubgroupsAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<SubgroupListing>>(Capability.ListSubgroups, async call =>
        {
            try
            {
                return await ReadSubgroupsAsync(call, community);
            }
            catch (GatewayCallException ended) when (ended.Failure.Kind is GatewayFailureKind.NotFound or GatewayFailureKind.Rejected)
            {
                // A group that is no community has no subgroups. One that cannot be read either is simply unknown.
                var group = await ReadBackAsync(() => ReadGroupAsync(call, community.Parent, includeMembers: false));
                return group is not null && group.Kind != GroupKind.CommunityParent ? [] : throw new GatewayCallException(ended.Failure, inner: ended);
            }
        }, cancellationToken);

    /// <summary>Every member of every linked group is in the announcement group; only without it are the subgroups put together.</summary>
    public override Task<GatewayResult<IReadOnlyList<GroupMember>>> ListCommunityMembersAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListCommunityMembers, async call =>
        {
            var subgroups = await ReadSubgroupsAsync(call, community);
            if (subgroups.FirstOrDefault(s => s.IsAnnouncement) is { } announcement)
            {
                var detail = await ReadGroupAsync(call, announcement.Id, includeMembers: true);
                if (detail.Members is { } members && !(members.Count < detail.MemberCount))
                {
                    return members;
                }
            }

            return await UnionOfMembersAsync(call, subgroups, group => ReadGroupAsync(call, group, includeMembers: true));
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> LinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync(Capability.LinkGroup, call => PlaceAsync(
            call, community, groups, linked: true, (api, group, ct) => api.LinkAsync(community.Value, group.Value, ct)), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> UnlinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync(Capability.UnlinkGroup, call => PlaceAsync(
            call, community, groups, linked: false, (api, group, ct) => api.UnlinkAsync(community.Value, group.Value, ct)), cancellationToken);

    public override Task<GatewayResult<Accepted>> DeactivateCommunityAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.DeactivateCommunity, async call =>
        {
            await DoAsync(call, LongTimeout, (api, ct) => api.DeactivateAsync(community.Value, ct));
            return default(Accepted);
        }, cancellationToken);

    private async Task<IReadOnlyList<TargetOutcome<GroupId>>> PlaceAsync(
        GatewayCall call,
        CommunityId community,
        IReadOnlyList<GroupId> groups,
        bool linked,
        Func<IWhapiApi, GroupId, CancellationToken, Task<Response<WhapiAnswer>>> send)
    {
        if (groups.Count == 0)
        {
            return [];
        }

        // Under one depth with /communities/{id}/link, /settings and the like: an id that is none would hit another route.
        if (community == default || groups.Any(g => g == default))
        {
            throw Refusal("A group without an id cannot be linked or unlinked.");
        }

        var claims = await ClaimsAsync(call, groups, send);
        return await SettleLinksAsync(
            community, groups, linked, group => claims[group], () => ReadSubgroupsAsync(call, community), group => ReadGroupAsync(call, group, includeMembers: false));
    }

    /// <summary>Sends one request per group. A refusal concerns its group; any other failure ends the sending.</summary>
    private async Task<Dictionary<GroupId, LinkClaim>> ClaimsAsync(
        GatewayCall call, IReadOnlyList<GroupId> groups, Func<IWhapiApi, GroupId, CancellationToken, Task<Response<WhapiAnswer>>> send)
    {
        var claims = new Dictionary<GroupId, LinkClaim>();
        GatewayFailure? stopped = null;
        foreach (var group in groups.Distinct())
        {
            if (stopped is not null)
            {
                claims[group] = new LinkClaim(Done: false, $"Not sent, because of the one before: {stopped.Message}");
                continue;
            }

            try
            {
                await DoAsync(call, LongTimeout, (api, ct) => send(api, group, ct));
                claims[group] = new LinkClaim(Done: true, null);
            }
            catch (GatewayCallException ended) when (ended.Failure.Kind is GatewayFailureKind.Rejected or GatewayFailureKind.NotFound or GatewayFailureKind.Forbidden)
            {
                claims[group] = new LinkClaim(Done: false, FormattableString.Invariant($"{ended.Failure.Message} ({ended.Failure.Code})"));
            }
            catch (GatewayCallException ended) when (claims.Count > 0)
            {
                stopped = ended.Failure;
                claims[group] = new LinkClaim(stopped.Kind == GatewayFailureKind.OutcomeUnknown ? null : false, stopped.Message);
            }
        }

        return claims;
    }

    private async Task<IReadOnlyList<SubgroupListing>> ReadSubgroupsAsync(GatewayCall call, CommunityId community)
    {
        var answer = await ReadAsync(call, null, (api, ct) => api.ListSubgroupsAsync(community.Value, ct));
        if (answer is { AnnounceGroupInfo: null, OtherGroups: null })
        {
            throw Untrustworthy(call.Read());
        }

        SubgroupListing Row(WhapiSubgroup? group, bool isAnnouncement) =>
            GroupId.TryParse(group?.Id, out var id) ? new SubgroupListing(id, group!.Title ?? "", isAnnouncement) : throw Untrustworthy(call.Read());

        return
        [
            .. answer.AnnounceGroupInfo is { } announcement ? [Row(announcement, isAnnouncement: true)] : Array.Empty<SubgroupListing>(),
            .. (answer.OtherGroups ?? []).Select(g => Row(g, isAnnouncement: false)),
        ];
    }
}
