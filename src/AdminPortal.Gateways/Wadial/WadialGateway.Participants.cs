using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wadial;

/// <summary>
/// Members and membership requests. Where an answer names people, members are not read back here: whoever runs a batch does that
/// once at its end. Where it names nobody, a read decides.
/// </summary>
internal sealed partial class WadialGateway
{
    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> AddParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.AddParticipants, ParticipantAction.Add, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RemoveParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.RemoveParticipants, ParticipantAction.Remove, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> PromoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.PromoteParticipants, ParticipantAction.Promote, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DemoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.DemoteParticipants, ParticipantAction.Demote, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ApproveAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        DecideAsync(Capability.ApproveRequests, ParticipantAction.Approve, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RejectAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        DecideAsync(Capability.RejectRequests, ParticipantAction.Reject, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<MembershipRequestListing>>> ListRequestsAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListMembershipRequests, call => ReadRequestsAsync(call, group), cancellationToken);

    private Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ChangeAsync(
        Capability capability, ParticipantAction action, GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        RunAsync(capability, async call =>
        {
            if (people.Count == 0)
            {
                return [];
            }

            var data = await WriteAsync(call, LongTimeout, (api, ct) => api.ChangeParticipantsAsync(group.Value, BodyOf(action, people), ct));
            var outcomes = Masked(ParticipantVerdicts.Read(action, people, WadialTranslation.EntriesOf(data)));
            if (outcomes.All(o => o.Verdict != TargetVerdict.Unknown))
            {
                return outcomes;
            }

            var members = (await ReadBackAsync(() => ReadGroupAsync(call, group, includeMembers: true)))?.Members;
            return members is null ? outcomes : [.. outcomes.Select(o => o.Verdict == TargetVerdict.Unknown ? Roster.After(action, o.Target, members, refusal: null) : o)];
        }, cancellationToken);

    /// <summary>A decision tells nothing about the people: whoever is still waiting afterwards was not decided.</summary>
    private Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DecideAsync(
        Capability capability, ParticipantAction action, GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        RunAsync(capability, async call =>
        {
            if (people.Count == 0)
            {
                return [];
            }

            var data = await WriteAsync(call, LongTimeout, (api, ct) => api.DecideAsync(group.Value, BodyOf(action, people), ct));
            var told = Masked(ParticipantVerdicts.Read(action, people, WadialTranslation.EntriesOf(data)));
            if (told.All(o => o.Verdict != TargetVerdict.Unknown))
            {
                return told;
            }

            var waiting = await ReadBackAsync(() => ReadRequestsAsync(call, group));
            return [.. told.Select(o => o.Verdict == TargetVerdict.Unknown ? Decided(o.Target, waiting) : o)];
        }, cancellationToken);

    private static TargetOutcome<ParticipantId> Decided(ParticipantId person, IReadOnlyList<MembershipRequestListing>? waiting) =>
        waiting?.Any(r => SamePerson.Matches(r.Id, person) || (r.Phone is { } phone && SamePerson.Matches(phone, person))) == true
            ? new TargetOutcome<ParticipantId>(person, TargetVerdict.NotApplied, Detail: "The gateway did not name an error, but the request is still waiting.")
            : new TargetOutcome<ParticipantId>(person, TargetVerdict.Accepted);

    private static WadialPeople BodyOf(ParticipantAction action, IReadOnlyList<ParticipantId> people) =>
        new(action.ToString().ToLowerInvariant(), [.. people.Select(WadialTranslation.WireOf)]);

    private IReadOnlyList<TargetOutcome<ParticipantId>> Masked(IReadOnlyList<TargetOutcome<ParticipantId>> outcomes) =>
        [.. outcomes.Select(o => o with { Detail = o.Detail is { } detail ? Mask.Text(detail) : null })];

    private async Task<IReadOnlyList<MembershipRequestListing>> ReadRequestsAsync(GatewayCall call, GroupId group) =>
        WadialTranslation.RequestsOf(await ReadAsync(call, null, (api, ct) => api.ListRequestsAsync(group.Value, ct))) ?? throw Untrustworthy(call.Read());
}
