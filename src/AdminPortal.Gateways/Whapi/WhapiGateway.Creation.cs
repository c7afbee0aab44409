using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;
using RestEase;

namespace AdminPortal.Gateways.Whapi;

/// <summary>Creating takes a name and people only; everything else follows in requests of its own.</summary>
internal sealed partial class WhapiGateway
{
    public override Task<GatewayResult<GroupCreation>> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        RunAsync([Capability.CreateGroup, .. Needed.For(group.Settings)], call => CreateAsync(
            call, group, isSubgroup: false, (api, body, ct) => api.CreateGroupAsync(body, ct)), cancellationToken);

    public override Task<GatewayResult<GroupCreation>> CreateSubgroupAsync(CommunityId community, NewGroup group, CancellationToken cancellationToken) =>
        RunAsync([Capability.CreateSubgroup, .. Needed.For(group.Settings)], call => CreateAsync(
            call, group, isSubgroup: true, (api, body, ct) => api.CreateSubgroupAsync(community.Value, body, ct)), cancellationToken);

    public override Task<GatewayResult<CommunityCreation>> CreateCommunityAsync(NewCommunity community, CancellationToken cancellationToken) =>
        RunAsync(Capability.CreateCommunity, call => CreateAsync(call, community), cancellationToken);

    private async Task<GroupCreation> CreateAsync(
        GatewayCall call, NewGroup wanted, bool isSubgroup, Func<IWhapiApi, WhapiNewGroup, CancellationToken, Task<Response<WhapiCreatedGroup>>> send)
    {
        if (wanted.Participants.Count == 0)
        {
            throw Refusal("Whapi.Cloud creates a group only with at least one other participant.");
        }

        var body = new WhapiNewGroup(wanted.Name, [.. wanted.Participants.Select(WhapiTranslation.WireOf)]);
        var answer = await WriteAsync(call, LongTimeout, (api, ct) => send(api, body, ct));
        var id = CreatedId(call, answer);

        // The new group tells who is in and which settings it was born with: only the others have to be changed.
        var shown = await ReadBackAsync(() => ReadGroupAsync(call, id, includeMembers: true));
        var profile = new ProfileChange(Description: string.IsNullOrEmpty(wanted.Description) ? null : wanted.Description, Picture: wanted.Picture);
        var settings = SettingStep.Of(wanted.Settings).Where(s => shown is null || !s.IsProved(shown.Settings)).Where(s => isSubgroup || !IsBornWith(s));
        var warnings = await AfterwardsAsync("The group was created", [.. ProfileSteps(call, id, profile), .. SettingSteps(call, id, settings)]);
        return new GroupCreation(id, Present(wanted.Participants, answer, shown), warnings);
    }

    /// <summary>Approval is never shown. A new group has none; in a community it may take over the community's mode.</summary>
    private static bool IsBornWith(SettingStep step) => step.Setting.ApprovalRequired == false;

    private static IReadOnlyList<TargetOutcome<ParticipantId>> Present(IReadOnlyList<ParticipantId> wanted, WhapiCreatedGroup answer, GroupDetail? shown)
    {
        var refused = (answer.UnprocessedParticipants ?? []).Select(id => ParticipantId.TryParse(id, out var parsed) ? parsed : default).ToList();
        return
        [
            .. Roster.Present(wanted, shown?.Members).Select(outcome =>
                outcome.Verdict != TargetVerdict.Verified && refused.Exists(id => SamePerson.Matches(id, outcome.Target))
                    ? outcome with { Verdict = TargetVerdict.Refused, Reason = RefusalReason.PrivacyBlocked, Detail = "WhatsApp did not let this person be added." }
                    : outcome),
        ];
    }

    private async Task<CommunityCreation> CreateAsync(GatewayCall call, NewCommunity wanted)
    {
        var answer = await WriteAsync(call, LongTimeout, (api, ct) => api.CreateCommunityAsync(new WhapiNewCommunity(wanted.Name, wanted.Description ?? ""), ct));
        var id = CreatedId(call, answer);
        if (answer.IsParent == false)
        {
            return new CommunityCreation(
                null,
                id,
                [.. wanted.GroupsToLink.Select(g => new TargetOutcome<GroupId>(g, TargetVerdict.NotApplied, Detail: "There is no community to link to."))],
                ["Whapi.Cloud created an ordinary group of that name instead of a community; it still exists."]);
        }

        var community = new CommunityId(id);
        var warnings = await AfterwardsAsync("The community was created",
        [
            // Not part of the creation, and no default is documented.
            .. SettingSteps(call, id, SettingStep.Of(new GroupSettings(ApprovalRequired: wanted.ApprovalRequired))),
            .. ProfileSteps(call, id, new ProfileChange(Picture: wanted.Picture)),
        ]);
        return new CommunityCreation(community, null, await LinkNewAsync(call, community, wanted.GroupsToLink), warnings);
    }

    /// <summary>The community exists: whatever becomes of the links must not hide that.</summary>
    private async Task<IReadOnlyList<TargetOutcome<GroupId>>> LinkNewAsync(GatewayCall call, CommunityId community, IReadOnlyList<GroupId> groups)
    {
        try
        {
            return await PlaceAsync(call, community, groups, linked: true, (api, group, ct) => api.LinkAsync(community.Value, group.Value, ct));
        }
        catch (GatewayCallException ended)
        {
            return [.. groups.Select(g => OutcomeOf(g, ended.Failure))];
        }
    }

    private GroupId CreatedId(GatewayCall call, WhapiCreatedGroup answer) =>
        GroupId.TryParse(answer.Id ?? answer.GroupId, out var id) ? id : throw Untrustworthy(call.Write());
}
