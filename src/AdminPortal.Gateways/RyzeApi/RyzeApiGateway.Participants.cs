using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Members and membership requests. Members are not read back here: whoever runs a batch does that once at its end.</summary>
internal sealed partial class RyzeApiGateway
{
    /// <summary>The far side gives up after 60 s, for decisions after 90 s; we outwait it so that its answer is heard.</summary>
    private static readonly TimeSpan ParticipantsTimeout = TimeSpan.FromSeconds(100);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> AddParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.AddParticipants, ParticipantAction.Add, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RemoveParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.RemoveParticipants, ParticipantAction.Remove, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> PromoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.PromoteParticipants, ParticipantAction.Promote, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DemoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.DemoteParticipants, ParticipantAction.Demote, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ApproveAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.ApproveRequests, ParticipantAction.Approve, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RejectAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.RejectRequests, ParticipantAction.Reject, group, people, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<MembershipRequestListing>>> ListRequestsAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<MembershipRequestListing>>(Capability.ListMembershipRequests, async call =>
        {
            // meta.total contradicts the list in the vendor's own sample; the list is what counts.
            var answer = await ReadAsync(call, null, (api, ct) => api.ListRequestsAsync(group.Value, ct));
            return [.. (answer.Requests ?? []).Select(r => ParticipantId.TryParse(r?.Jid ?? r?.PhoneNumber, out var id)
                ? new MembershipRequestListing(
                    id,
                    ParticipantId.TryParse(r!.PhoneNumber, out var phone) ? phone : null,
                    r.RequestedAt,
                    RequestMethod.Unknown)
                : throw Untrustworthy(call.Read()))];
        }, cancellationToken);

    private Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ChangeAsync(
        Capability capability, ParticipantAction action, GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<TargetOutcome<ParticipantId>>>(capability, async call =>
        {
            if (people.Count == 0)
            {
                return [];
            }

            var body = new RyzeParticipantsChange(action.ToString().ToLowerInvariant(), group.Value, [.. people.Select(RyzeApiTranslation.WireOf)]);
            var answer = await WriteAsync(call, ParticipantsTimeout, (api, ct) => api.ChangeParticipantsAsync(body, ct));
            var entries = (answer.Participants ?? []).OfType<RyzeParticipantEntry>().ToList();
            return [.. RyzeApiVerdicts.Read(action, people, entries).Select(o => o with { Detail = o.Detail is { } detail ? Mask.Text(detail) : null })];
        }, cancellationToken);
}
