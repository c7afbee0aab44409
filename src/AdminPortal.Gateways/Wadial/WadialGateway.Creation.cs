using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wadial;

/// <summary>Creating groups and communities. A group inside a community is created first and linked then.</summary>
internal sealed partial class WadialGateway
{
    public override Task<GatewayResult<GroupCreation>> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        RunAsync(NeededFor(Capability.CreateGroup, group), call => CreateAsync(call, group, null), cancellationToken);

    public override Task<GatewayResult<GroupCreation>> CreateSubgroupAsync(CommunityId community, NewGroup group, CancellationToken cancellationToken) =>
        RunAsync(NeededFor(Capability.CreateSubgroup, group), call => CreateAsync(call, group, community), cancellationToken);

    public override Task<GatewayResult<CommunityCreation>> CreateCommunityAsync(NewCommunity community, CancellationToken cancellationToken) =>
        RunAsync([Capability.CreateCommunity, .. Needed.For(new ProfileChange(Picture: community.Picture))], call => CreateAsync(call, community), cancellationToken);

    private static IReadOnlyList<Capability> NeededFor(Capability creation, NewGroup group) =>
        [creation, .. Needed.For(group.Settings), .. Needed.For(new ProfileChange(Picture: group.Picture))];

    private async Task<GroupCreation> CreateAsync(GatewayCall call, NewGroup wanted, CommunityId? community)
    {
        var body = new WadialNewGroup(
            wanted.Name, [.. wanted.Participants.Select(WadialTranslation.WireOf)], string.IsNullOrEmpty(wanted.Description) ? null : wanted.Description);
        var data = await WriteAsync(call, LongTimeout, (api, ct) => api.CreateGroupAsync(body, ct));
        var shown = WadialTranslation.DetailOf(data, includeMembers: true) ?? throw Untrustworthy(call.Write());

        // The answer is inferred to be the group; where it does not prove everything, the group itself is asked.
        var profile = new ProfileChange(Description: body.Description);
        if (Roster.Present(wanted.Participants, shown.Members).Any(p => p.Verdict != TargetVerdict.Verified)
            || Comparison.Missing(profile, shown).Count > 0
            || SettingStep.Of(wanted.Settings).Any(s => !s.IsProved(shown.Settings)))
        {
            shown = await ReadBackAsync(() => ReadGroupAsync(call, shown.Id, includeMembers: true)) ?? shown;
        }

        List<string> warnings =
        [
            .. Comparison.Missing(profile, shown).Select(what => $"The group was created, but its {what} was not set."),
            .. community is { } parent ? await LinkNewAsync(call, parent, shown.Id) : [],
            .. await AfterwardsAsync(
                "The group was created", SettingSteps(call, shown.Id, SettingStep.Of(wanted.Settings).Where(s => !s.IsProved(shown.Settings)))),
        ];
        return new GroupCreation(shown.Id, Roster.Present(wanted.Participants, shown.Members), warnings);
    }

    /// <summary>The group exists: that it could not be linked is a warning.</summary>
    private async Task<IReadOnlyList<string>> LinkNewAsync(GatewayCall call, CommunityId community, GroupId group)
    {
        var outcome = (await LinkAllAsync(call, community, [group]))[0];
        return outcome switch
        {
            { InWantedState: true } => [],
            { Verdict: TargetVerdict.Unknown } => [$"The group was created, but whether it is in the community is not known. {outcome.Detail}"],
            _ => [$"The group was created, but it is not in the community. {outcome.Detail}"],
        };
    }

    private async Task<CommunityCreation> CreateAsync(GatewayCall call, NewCommunity wanted)
    {
        var body = new WadialNewCommunity(
            wanted.Name, string.IsNullOrEmpty(wanted.Description) ? null : wanted.Description, wanted.ApprovalRequired ? "request_required" : "open");
        var data = await WriteAsync(call, LongTimeout, (api, ct) => api.CreateCommunityAsync(body, ct));
        var shown = WadialTranslation.DetailOf(data, includeMembers: false) ?? throw Untrustworthy(call.Write());
        if (shown.Kind == GroupKind.Unknown)
        {
            shown = await ReadBackAsync(() => ReadGroupAsync(call, shown.Id, includeMembers: false)) ?? throw Untrustworthy(call.Write());
        }

        if (shown.Kind == GroupKind.Standalone)
        {
            return new CommunityCreation(
                null,
                shown.Id,
                [.. wanted.GroupsToLink.Select(g => new TargetOutcome<GroupId>(g, TargetVerdict.NotApplied, Detail: "There is no community to link to."))],
                ["WADial created an ordinary group of that name instead of a community; it still exists."]);
        }

        var community = new CommunityId(shown.Id);
        return new CommunityCreation(community, null, await LinkAllAsync(call, community, wanted.GroupsToLink), []);
    }

    /// <summary>Something was created before: whatever becomes of the links must not hide that.</summary>
    private async Task<IReadOnlyList<TargetOutcome<GroupId>>> LinkAllAsync(GatewayCall call, CommunityId community, IReadOnlyList<GroupId> groups)
    {
        try
        {
            return await PlaceAsync(call, community, groups, linked: true);
        }
        catch (GatewayCallException ended)
        {
            return [.. groups.Select(g => OutcomeOf(g, ended.Failure))];
        }
    }
}
