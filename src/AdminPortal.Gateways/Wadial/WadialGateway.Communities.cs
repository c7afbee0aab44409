using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wadial;

/// <summary>Communities. Creating and linking are documented; the rest is named in prose, and looked up where it changes something.</summary>
internal sealed partial class WadialGateway
{
    public override Task<GatewayResult<IReadOnlyList<SubgroupListing>>> ListSubgroupsAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListSubgroups, call => ReadSubgroupsAsync(call, community), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<GroupMember>>> ListCommunityMembersAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListCommunityMembers, async call =>
        {
            var data = await ReadAsync(call, LongTimeout, (api, ct) => api.ListMembersAsync(community.Value, ct));
            var roster = data.ValueKind == JsonValueKind.Array ? WadialTranslation.RosterOf(data) : data.At("participants") is { } listed ? WadialTranslation.RosterOf(listed) : null;
            return roster?.Members ?? throw Untrustworthy(call.Read());
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> LinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync(Capability.LinkGroup, call => PlaceAsync(call, community, groups, linked: true), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> UnlinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        RunAsync(Capability.UnlinkGroup, call => PlaceAsync(call, community, groups, linked: false), cancellationToken);

    public override Task<GatewayResult<Accepted>> TransferOwnershipAsync(CommunityId community, ParticipantId newOwner, CancellationToken cancellationToken) =>
        RunAsync(Capability.TransferOwnership, async call =>
        {
            await WriteAsync(call, null, (api, ct) => api.TransferAsync(community.Value, new WadialOwner(WadialTranslation.WireOf(newOwner)), ct));
            return default(Accepted);
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> DeactivateCommunityAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync(Capability.DeactivateCommunity, async call =>
        {
            await WriteAsync(call, LongTimeout, (api, ct) => api.DeactivateAsync(community.Value, ct));
            return default(Accepted);
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<SubgroupSuggestion>>> ListSuggestionsAsync(CommunityId community, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<SubgroupSuggestion>>(Capability.ListSuggestions, async call =>
        {
            var subgroups = await ReadSubgroupsAsync(call, community);
            var anchor = subgroups.OrderBy(s => s.IsAnnouncement).FirstOrDefault()?.Id.Value;
            var data = await ReadAsync(call, null, (api, ct) => api.ListSuggestionsAsync(community.Value, anchor, ct));
            var items = data.Items() ?? data.Items("suggestions", "subgroupSuggestions") ?? throw Untrustworthy(call.Read());
            return [.. items.Select(i => WadialTranslation.SuggestionOf(i) ?? throw Untrustworthy(call.Read()))];
        }, cancellationToken);

    private async Task<IReadOnlyList<TargetOutcome<GroupId>>> PlaceAsync(GatewayCall call, CommunityId community, IReadOnlyList<GroupId> groups, bool linked)
    {
        if (groups.Count == 0)
        {
            return [];
        }

        var body = new WadialSubgroups(linked ? "link" : "unlink", [.. groups.Select(g => g.Value)]);
        var data = await WriteAsync(call, LongTimeout, (api, ct) => api.ChangeSubgroupsAsync(community.Value, body, ct));
        return await SettleLinksAsync(
            community,
            groups,
            linked,
            group => Claim(group, data, linked ? "linkedJids" : "unlinkedJids"),
            () => ReadSubgroupsAsync(call, community),
            group => ReadGroupAsync(call, group, includeMembers: false));
    }

    /// <summary><c>{ "linkedJids": [ "…" ], "failed": [ { "jid": "…", "error": 403 } ] }</c></summary>
    private LinkClaim Claim(GroupId group, JsonElement data, string done)
    {
        bool Names(JsonElement entry) => GroupId.TryParse(entry.Text() ?? entry.Text("jid", "id"), out var id) && id == group;
        foreach (var entry in data.Items("failed") ?? [])
        {
            if (Names(entry))
            {
                var reason = entry.Text("error", "message", "reason") ?? entry.Whole("error", "code")?.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return new LinkClaim(Done: false, reason is null ? null : Mask.Text(VendorFailures.Words(reason)));
            }
        }

        return new LinkClaim(data.Items(done)?.Any(Names) == true ? true : null, null);
    }

    /// <summary>
    /// The list's path is inferred. Should it not exist, the documented list of groups tells the same: which of them name the
    /// community as their parent.
    /// </summary>
    private async Task<IReadOnlyList<SubgroupListing>> ReadSubgroupsAsync(GatewayCall call, CommunityId community)
    {
        try
        {
            var data = await ReadAsync(call, null, (api, ct) => api.ListSubgroupsAsync(community.Value, ct));
            return WadialTranslation.SubgroupsOf(data) ?? throw Untrustworthy(call.Read());
        }
        catch (GatewayCallException ended) when (ended.Failure.Kind is GatewayFailureKind.NotFound or GatewayFailureKind.Rejected or GatewayFailureKind.Unreadable)
        {
            var groups = await ReadListAsync(call);
            return groups.Any(g => g.Id == community.Parent || g.Community == community)
                ? [.. groups.Where(g => g.Community == community).Select(g => new SubgroupListing(g.Id, g.Name, g.Kind == GroupKind.Announcement))]
                : throw new GatewayCallException(ended.Failure, inner: ended);
        }
    }
}
