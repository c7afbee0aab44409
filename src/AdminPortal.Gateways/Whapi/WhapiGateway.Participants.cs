using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;
using RestEase;

namespace AdminPortal.Gateways.Whapi;

/// <summary>
/// Members and membership requests. Who is said to be processed is not read back here: whoever runs a batch does that once at
/// its end. Who failed is looked up, because no reason is given.
/// </summary>
internal sealed partial class WhapiGateway
{
    private const string NoReason = "Whapi.Cloud gives no reason.";

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> AddParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.AddParticipants, ParticipantAction.Add, group, people, (api, body, ct) => api.AddAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RemoveParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.RemoveParticipants, ParticipantAction.Remove, group, people, (api, body, ct) => api.RemoveAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> PromoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.PromoteParticipants, ParticipantAction.Promote, group, people, (api, body, ct) => api.PromoteAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DemoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.DemoteParticipants, ParticipantAction.Demote, group, people, (api, body, ct) => api.DemoteAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ApproveAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        RunAsync(Capability.ApproveRequests, call => EachAsync(people, person => DecideAsync(
            call, ParticipantAction.Approve, group, person, (api, body, ct) => api.ApproveAsync(group.Value, body, ct))), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RejectAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        RunAsync(Capability.RejectRequests, call => EachAsync(people, person => DecideAsync(
            call, ParticipantAction.Reject, group, person, (api, body, ct) => api.RejectAsync(group.Value, body, ct))), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<MembershipRequestListing>>> ListRequestsAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.ListMembershipRequests, call => ReadRequestsAsync(call, group), cancellationToken);

    private Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ChangeAsync(
        Capability capability,
        ParticipantAction action,
        GroupId group,
        IReadOnlyList<ParticipantId> people,
        Func<IWhapiApi, WhapiPeople, CancellationToken, Task<Response<WhapiAnswer>>> send,
        CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<TargetOutcome<ParticipantId>>>(capability, async call =>
        {
            if (people.Count == 0)
            {
                return [];
            }

            var body = new WhapiPeople([.. people.Select(WhapiTranslation.WireOf)]);
            WhapiAnswer answer;
            try
            {
                answer = await WriteAsync(call, LongTimeout, (api, ct) => send(api, body, ct));
            }
            catch (GatewayCallException refused) when (refused.Failure.Code is 404 or 409 && refused.Failure.Kind is GatewayFailureKind.NotFound or GatewayFailureKind.Rejected)
            {
                // 404 "group or participant unknown", 409 "already in group": one person can make the whole call fail.
                return await ExplainAsync(call, action, group, people, refused);
            }

            if (answer is { Processed: null, Failed: null })
            {
                // Admins of a plain group: { "success": true } for all of them together.
                return answer.Success == true ? [.. people.Select(p => new TargetOutcome<ParticipantId>(p, TargetVerdict.Accepted))] : throw Untrustworthy(call.Write());
            }

            return await SettleAsync(call, action, group, ParticipantVerdicts.Read(action, people, [.. EntriesOf(answer)]));
        }, cancellationToken);

    /// <summary>One outcome per listed person; who is in both lists failed.</summary>
    private static IEnumerable<ParticipantEntry> EntriesOf(WhapiAnswer answer) =>
        (answer.Failed ?? []).Select(id => EntryOf(id, done: false)).Concat((answer.Processed ?? []).Select(id => EntryOf(id, done: true)));

    private static ParticipantEntry EntryOf(string? id, bool done) => new(ParticipantId.TryParse(id, out var parsed) ? [parsed] : [], done);

    /// <summary>Looks up whoever failed or was not named: a failure of somebody who is in the wanted state already is none.</summary>
    private async Task<IReadOnlyList<TargetOutcome<ParticipantId>>> SettleAsync(
        GatewayCall call, ParticipantAction action, GroupId group, IReadOnlyList<TargetOutcome<ParticipantId>> outcomes)
    {
        if (outcomes.All(o => o.Verdict == TargetVerdict.Accepted))
        {
            return outcomes;
        }

        var members = (await ReadBackAsync(() => ReadGroupAsync(call, group, includeMembers: true)))?.Members;
        return
        [
            .. outcomes.Select(outcome => outcome.Verdict switch
            {
                TargetVerdict.Refused when outcome with { Detail = outcome.Detail ?? NoReason } is var refused =>
                    members is null ? refused : Roster.After(action, outcome.Target, members, refused),
                TargetVerdict.Unknown when members is not null => Roster.After(action, outcome.Target, members, refusal: null),
                _ => outcome,
            }),
        ];
    }

    /// <summary>The whole call was refused because of somebody: nobody was changed, and the members tell who needed no change.</summary>
    private async Task<IReadOnlyList<TargetOutcome<ParticipantId>>> ExplainAsync(
        GatewayCall call, ParticipantAction action, GroupId group, IReadOnlyList<ParticipantId> people, GatewayCallException refused)
    {
        if ((await ReadBackAsync(() => ReadGroupAsync(call, group, includeMembers: true)))?.Members is not { } members)
        {
            throw new GatewayCallException(refused.Failure, inner: refused);
        }

        // Of one person alone it is plain whom "unknown" means.
        var reason = people.Count == 1 && action == ParticipantAction.Add && refused.Failure.Code == 404 ? RefusalReason.NotOnWhatsApp : RefusalReason.Unspecified;
        var words = people.Count == 1 ? refused.Failure.Message : $"Whapi.Cloud refused the whole call: {refused.Failure.Message}";
        return [.. people.Select(p => Roster.After(action, p, members, new TargetOutcome<ParticipantId>(p, TargetVerdict.Refused, reason, words)))];
    }

    /// <summary>
    /// One applicant. <c>[ { "chatId": "…", "success": false, "error": "…" } ]</c>: 200 does not mean approved.
    /// </summary>
    private async Task<TargetOutcome<ParticipantId>> DecideAsync(
        GatewayCall call,
        ParticipantAction action,
        GroupId group,
        ParticipantId person,
        Func<IWhapiApi, WhapiApplicant, CancellationToken, Task<Response<List<WhapiDecision?>>>> send)
    {
        List<WhapiDecision?> answer;
        try
        {
            answer = await WriteAsync(call, LongTimeout, (api, ct) => send(api, new WhapiApplicant(WhapiTranslation.ApplicantOf(person)), ct));
        }
        catch (GatewayCallException refused) when (refused.Failure.Kind == GatewayFailureKind.NotFound || refused.Failure is { Kind: GatewayFailureKind.Rejected, Code: 409 })
        {
            // The group may be meant, or the request. If the group's requests can be read, it was the request.
            var waiting = await ReadRequestsAsync(call, group);
            return waiting.Any(r => SamePerson.Matches(r.Id, person))
                ? new TargetOutcome<ParticipantId>(person, TargetVerdict.Refused, Detail: refused.Failure.Message)
                : ParticipantVerdicts.Refused(action, person, RefusalReason.AlreadyHandled, refused.Failure.Message);
        }

        var entries = answer.OfType<WhapiDecision>()
            .Select(d => new ParticipantEntry(ParticipantId.TryParse(d.ChatId, out var id) ? [id] : [], d.Success, Words: d.Error is { } words ? Mask.Text(words) : null))
            .ToList();
        var outcome = ParticipantVerdicts.Read(action, [person], entries)[0];
        return outcome.Verdict == TargetVerdict.Unknown ? throw Untrustworthy(call.Write()) : outcome;
    }

    private async Task<IReadOnlyList<MembershipRequestListing>> ReadRequestsAsync(GatewayCall call, GroupId group)
    {
        var found = new Dictionary<string, MembershipRequestListing>(StringComparer.Ordinal);
        var offset = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await ReadAsync(call, LongTimeout, (api, ct) => api.ListApplicationsAsync(group.Value, PageSize, offset, ct));
            var listed = answer.Applications ?? [];
            var isNew = false;
            foreach (var request in listed)
            {
                if (!ParticipantId.TryParse(request?.ChatId, out var id))
                {
                    throw Untrustworthy(call.Read());
                }

                isNew |= found.TryAdd(id.Key, new MembershipRequestListing(
                    id, id.Kind == ParticipantIdKind.Phone ? id : null, request!.Timestamp, WhapiTranslation.MethodOf(request.RequestMethod)));
            }

            offset += listed.Count;
            if (IsLastPage(listed.Count, offset, answer.Total, isNew))
            {
                return [.. found.Values];
            }
        }

        throw Untrustworthy(call.Read());
    }
}
