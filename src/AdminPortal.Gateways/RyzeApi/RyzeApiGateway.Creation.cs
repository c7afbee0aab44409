using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Creating groups and communities: both can come out as something else than was asked, under the word "success".</summary>
internal sealed partial class RyzeApiGateway
{
    public override Task<GatewayResult<GroupCreation>> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        RunAsync([Capability.CreateGroup, .. Needed.For(group.Settings)], call => CreateAsync(call, group, null), cancellationToken);

    public override Task<GatewayResult<GroupCreation>> CreateSubgroupAsync(CommunityId community, NewGroup group, CancellationToken cancellationToken) =>
        RunAsync([Capability.CreateSubgroup, .. Needed.For(group.Settings)], call => CreateAsync(call, group, community), cancellationToken);

    public override Task<GatewayResult<CommunityCreation>> CreateCommunityAsync(NewCommunity community, CancellationToken cancellationToken) =>
        RunAsync(Capability.CreateCommunity, call => CreateAsync(call, community), cancellationToken);

    private async Task<GroupCreation> CreateAsync(GatewayCall call, NewGroup wanted, CommunityId? community)
    {
        var answer = await WriteAsync(call, LinkTimeout(community is null ? 0 : 1), (api, ct) => api.CreateGroupAsync(
            new RyzeNewGroup(
                wanted.Name,
                [.. wanted.Participants.Select(RyzeApiTranslation.WireOf)],
                wanted.Description,
                RyzeApiTranslation.WireOf(wanted.Picture),
                community?.Value,
                RyzeApiTranslation.WireOf(wanted.Settings)),
            ct));
        var shown = RyzeApiTranslation.DetailOf(answer.Described, includeMembers: true) ?? throw Untrustworthy(call.Write());

        // Description and picture are applied after the creation and can fail on their own; the answer shows no picture.
        var change = new ProfileChange(Description: string.IsNullOrEmpty(wanted.Description) ? null : wanted.Description, Picture: wanted.Picture);
        // Nor does it show both forms of an id, so that somebody who seems missing may be there under the other one.
        var incomplete = Roster.Present(wanted.Participants, shown.Members).Any(p => p.Verdict != TargetVerdict.Verified);
        if (incomplete || Comparison.Missing(change, shown).Count > 0 || Comparison.Missing(wanted.Settings, shown).Count > 0)
        {
            shown = await ReadBackAsync(() => ReadGroupAsync(call, shown.Id.Value, includeMembers: true)) ?? shown;
        }

        List<string> warnings =
        [
            .. Comparison.Missing(change, shown).Select(what => $"The group was created, but its {what} was not set."),
            .. Comparison.Missing(wanted.Settings, shown).Select(what => $"The group was created, but this setting was not applied: {what}."),
        ];
        if (community is { } parent && await IsLinkedAsync(call, parent, shown) == false)
        {
            warnings.Add("The group was created, but it is not in the community.");
        }

        return new GroupCreation(shown.Id, Roster.Present(wanted.Participants, shown.Members), warnings);
    }

    private async Task<CommunityCreation> CreateAsync(GatewayCall call, NewCommunity wanted)
    {
        var answer = await WriteAsync(call, LinkTimeout(wanted.GroupsToLink.Count), (api, ct) => api.CreateCommunityAsync(
            new RyzeNewCommunity(
                wanted.Name,
                wanted.Description,
                RyzeApiTranslation.WireOf(wanted.Picture),
                wanted.GroupsToLink.Count == 0 ? null : [.. wanted.GroupsToLink.Select(g => g.Value)],
                wanted.ApprovalRequired ? "request_required" : ""),
            ct));
        if (!CommunityId.TryParse(answer.Described.Jid ?? answer.Described.GroupJid, out var created))
        {
            throw Untrustworthy(call.Write());
        }

        List<string> warnings = [];
        if (!string.IsNullOrWhiteSpace(answer.ImageError))
        {
            warnings.Add(Mask.Text($"The community was created, but its picture was not set: {VendorFailures.Words(answer.ImageError)}"));
        }

        if (!await IsCommunityAsync(call, answer, created))
        {
            warnings.Add("WhatsApp refused the community; RyzeAPI created an ordinary group of that name instead, which still exists.");
            return new CommunityCreation(
                null,
                created.Parent,
                [.. wanted.GroupsToLink.Select(g => new TargetOutcome<GroupId>(g, TargetVerdict.NotApplied, Detail: "There is no community to link to."))],
                warnings);
        }

        IReadOnlyList<TargetOutcome<GroupId>> links = wanted.GroupsToLink.Count == 0
            ? []
            : await SettleAsync(call, created, wanted.GroupsToLink, linked: true, answer.LinkedGroups, answer.FailedGroups);
        return new CommunityCreation(created, null, links, warnings);
    }

    /// <summary><c>isCommunity</c> stands at the root or in the group. Without it a community shows by its announcement group.</summary>
    private async Task<bool> IsCommunityAsync(GatewayCall call, RyzeCommunityAnswer answer, CommunityId created)
    {
        if ((answer.IsCommunity ?? answer.Group?.IsCommunity) is { } said)
        {
            return said;
        }

        var subgroups = await ReadBackAsync(() => ReadSubgroupsAsync(call, created)) ?? throw Untrustworthy(call.Write());
        return subgroups.Count > 0;
    }
}
