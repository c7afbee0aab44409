using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>What reading one target came to: a judgement for every item, or the failure that kept us from reading.</summary>
internal sealed record WorldReading(IReadOnlyDictionary<Guid, Judgement> Judgements, GatewayFailure? Failure = null)
{
    public static WorldReading Failed(GatewayFailure failure) => new(new Dictionary<Guid, Judgement>(), failure);

    public static WorldReading Same(IEnumerable<OperationItem> items, Judgement judgement) => new(items.ToDictionary(i => i.Id, _ => judgement));
}

/// <summary>Makes the reads that settle items. Facts go into the cache by Sync's reader; here they are only compared.</summary>
internal sealed class WorldReader(
    GroupReader reader,
    GatewaySwitchboard switchboard,
    PacingGovernor pacing,
    ItemTruth truth,
    CreationSearch creations,
    IOptions<OperationsOptions> options,
    TimeProvider time)
{
    private const string Hidden = "The group can no longer be read by the number that acted.";
    private const string OutsideItsCommunity = "The group was created, but stands outside its community. Link it there, then decide.";

    public async Task<WorldReading> ReadAsync(
        Guid connectionId, ReadTarget target, IReadOnlyList<OperationItem> items, Lane lane, CancellationToken cancellationToken)
    {
        var reading = await ReadTargetAsync(connectionId, target, items, lane, cancellationToken);
        return items.FirstOrDefault(i => i.Kind == ItemKind.CreateCommunity) is { } created
            && reading.Judgements.GetValueOrDefault(created.Id) is { Finding: Finding.Yes } made
            && CommunityId.TryParse(made.GroupId ?? created.GroupId, out var community)
                ? await WithAnnouncementAsync(connectionId, created, community, reading, lane, cancellationToken)
                : reading;
    }

    /// <summary>
    /// People and the welcome go to the announcement group that came into being with the community; its id only the list of
    /// groups tells, and some gateways show it a moment later. After a third look the community is taken as it is.
    /// </summary>
    private async Task<WorldReading> WithAnnouncementAsync(
        Guid connectionId, OperationItem created, CommunityId community, WorldReading reading, Lane lane, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadSubgroupsAsync(connectionId, community, lane, ReadingOrigin.OwnWrite, cancellationToken);
        return outcome is ReadOutcome.Failed { Failure.Kind: GatewayFailureKind.NotSupported }
            || created.SentAt + options.Value.ConfirmAfter + (2 * options.Value.ReadAgainAfter) < time.GetUtcNow()
            || await truth.KnowsAnnouncementAsync(community.Value, cancellationToken)
                ? reading
                : new WorldReading(new Dictionary<Guid, Judgement>(reading.Judgements)
                {
                    [created.Id] = new Judgement(Finding.NotYet, "The community is there; its announcement group does not show yet."),
                });
    }

    private Task<WorldReading> ReadTargetAsync(
        Guid connectionId, ReadTarget target, IReadOnlyList<OperationItem> items, Lane lane, CancellationToken cancellationToken) => target.Kind switch
    {
        ReadTargetKind.Group => ReadGroupAsync(connectionId, target.Id, items, lane, cancellationToken),
        ReadTargetKind.Links => ReadLinksAsync(connectionId, target.Id, items, lane, cancellationToken),
        ReadTargetKind.Requests => ReadRequestsAsync(connectionId, target.Id, items, lane, cancellationToken),
        ReadTargetKind.Creation => creations.FindAsync(connectionId, items[0], lane, cancellationToken),
        _ => Task.FromResult(WorldReading.Same(items, new Judgement(Finding.Never, "No answer came, and nothing can be read that would tell whether it happened."))),
    };

    private async Task<WorldReading> ReadGroupAsync(
        Guid connectionId, string groupId, IReadOnlyList<OperationItem> items, Lane lane, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadGroupAsync(connectionId, GroupId.Parse(groupId), lane, ReadingOrigin.OwnWrite, cancellationToken);
        switch (outcome)
        {
            case ReadOutcome.Failed { Failure.Kind: GatewayFailureKind.NotFound or GatewayFailureKind.Forbidden }:
                return new WorldReading(items.ToDictionary(i => i.Id, i => i.Kind is ItemKind.Leave or ItemKind.DeactivateCommunity
                    ? Judgement.Yes
                    : new Judgement(Finding.NotYet, Hidden)));
            case ReadOutcome.Failed failed:
                return WorldReading.Failed(failed.Failure);
        }

        var judgements = await truth.JudgeAsync(groupId, items, outcome.Shown, membersRead: outcome is ReadOutcome.Stored, cancellationToken);
        var placed = items.Where(i => i.Kind == ItemKind.CreateSubgroup && judgements[i.Id].Finding == Finding.No && i.CommunityId is not null).ToList();
        if (placed.Count > 0 && CommunityId.TryParse(placed[0].CommunityId, out var community))
        {
            // The detail of a group does not name its community everywhere; the community's list does.
            await reader.ReadSubgroupsAsync(connectionId, community, lane, ReadingOrigin.OwnWrite, cancellationToken);
            var again = await truth.JudgeAsync(groupId, items, outcome.Shown, membersRead: outcome is ReadOutcome.Stored, cancellationToken);
            judgements = again.ToDictionary(
                j => j.Key, j => j.Value.Finding == Finding.No && placed.Exists(i => i.Id == j.Key) ? j.Value with { HalfDone = OutsideItsCommunity } : j.Value);
        }

        foreach (var reset in items.Where(i => i is { Kind: ItemKind.ResetInvite, Invitation: not null } && judgements[i.Id].Finding == Finding.Yes && outcome.Shown is { Invite: null }))
        {
            await reader.StoreInviteAsync(groupId, reset.Invitation!, cancellationToken);
        }

        return new WorldReading(judgements);
    }

    private async Task<WorldReading> ReadLinksAsync(
        Guid connectionId, string communityId, IReadOnlyList<OperationItem> items, Lane lane, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadSubgroupsAsync(connectionId, CommunityId.Parse(communityId), lane, ReadingOrigin.OwnWrite, cancellationToken);
        if (outcome is ReadOutcome.Failed { Failure.Kind: not (GatewayFailureKind.NotSupported or GatewayFailureKind.Forbidden or GatewayFailureKind.NotFound) } failed)
        {
            return WorldReading.Failed(failed.Failure);
        }

        if (outcome is ReadOutcome.Quarantined quarantined)
        {
            return WorldReading.Same(items, new Judgement(Finding.NotYet, quarantined.Reason));
        }

        var judgements = new Dictionary<Guid, Judgement>();
        foreach (var item in items)
        {
            var judgement = await JudgeLinkAsync(item, cancellationToken);
            if (judgement.Finding != Finding.Yes && GroupId.TryParse(item.GroupId, out var group))
            {
                // Lists hold only groups our number is in: absence is looked into at the group itself.
                var detail = await reader.ReadGroupAsync(connectionId, group, lane, ReadingOrigin.OwnWrite, cancellationToken);
                judgement = detail is ReadOutcome.Failed unread
                    ? new Judgement(Finding.NotYet, unread.Failure.Message)
                    : await JudgeLinkAsync(item, cancellationToken);
            }

            judgements[item.Id] = judgement;
        }

        return new WorldReading(judgements);
    }

    private async Task<Judgement> JudgeLinkAsync(OperationItem item, CancellationToken cancellationToken) =>
        (await truth.JudgeAsync(item.GroupId ?? "", [item], shown: null, membersRead: true, cancellationToken))[item.Id];

    private async Task<WorldReading> ReadRequestsAsync(
        Guid connectionId, string groupId, IReadOnlyList<OperationItem> items, Lane lane, CancellationToken cancellationToken)
    {
        var group = GroupId.Parse(groupId);
        if (await switchboard.ConnectAsync(connectionId, pacing.GateFor(connectionId, lane), cancellationToken) is not { } gateway)
        {
            return WorldReading.Same(items, new Judgement(Finding.NotYet, Hidden));
        }

        // Asked directly: the cache keeps a request under decision as it is, and so cannot tell whether it is still listed.
        var listed = await gateway.ListRequestsAsync(group, cancellationToken);
        if (!listed.Succeeded)
        {
            return listed.Failure.Kind is GatewayFailureKind.Forbidden or GatewayFailureKind.NotFound or GatewayFailureKind.NotSupported
                ? WorldReading.Same(items, new Judgement(Finding.NotYet, Hidden))
                : WorldReading.Failed(listed.Failure);
        }

        var approvals = items.Where(i => i.Kind == ItemKind.ApproveRequest).ToList();
        var members = approvals.Count == 0 ? null : await ReadGroupAsync(connectionId, groupId, approvals, lane, cancellationToken);
        if (members?.Failure is { } unread)
        {
            return WorldReading.Failed(unread);
        }

        return new WorldReading(items.ToDictionary(i => i.Id, item =>
        {
            var waits = ParticipantId.TryParse(item.Participant, out var person)
                && listed.Value.Any(r => SamePerson.Matches(r.Id, person) || (r.Phone is { } phone && SamePerson.Matches(phone, person)));
            return JudgeDecision(item, waits, members?.Judgements.GetValueOrDefault(item.Id));
        }));
    }

    /// <param name="membership">Whether the person is in; null for a rejection.</param>
    private static Judgement JudgeDecision(OperationItem item, bool waits, Judgement? membership) => item.Kind switch
    {
        _ when membership is { Finding: Finding.Yes } => Judgement.Yes,
        _ when waits => Judgement.No,
        ItemKind.RejectRequest => Judgement.Yes,
        _ when membership is { Finding: Finding.NotYet } notYet => notYet,
        _ when item.State == ItemState.Accepted => new Judgement(Finding.Yes, "The request is gone; the person is not in the member list that was read."),
        _ when membership is { Finding: Finding.Never } never => never,
        _ => new Judgement(Finding.No, "No answer came; the request is gone and the person is not in: withdrawn, or handled elsewhere.") { IsHandledElsewhere = true },
    };
}
