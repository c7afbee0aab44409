using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>
/// Takes over from operations whom they want in which group and what became of it. It compares what stands with what it has
/// taken over, so nothing that was missed while the console was down stays missed; an operation is left alone only after a
/// look at its items that began when it was finished.
/// </summary>
internal sealed class OutcomeFollower(IDbContextFactory<PortalDbContext> contexts, WorldFollower world, ChangeFeed feed, TimeProvider time)
{
    private const int Chunk = 300;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var operation in await OpenAsync(cancellationToken))
        {
            await FollowAsync(operation, cancellationToken);
        }

        await world.RunAsync(cancellationToken);
    }

    private async Task<List<Followed>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.AsNoTracking()
            .Where(o => (o.Kind == OperationKind.AddParticipants || o.Kind == OperationKind.SendMessages || o.Kind == OperationKind.Revert
                    // The first people of what was created are wanted there like everybody else.
                    || o.Kind == OperationKind.CreateGroup || o.Kind == OperationKind.CreateCommunity)
                && !db.FollowedOperations.Any(f => f.OperationId == o.Id))
            .OrderBy(o => o.SubmittedAt)
            .Select(o => new Followed(
                o.Id, o.SubmittedBy, o.SubmittedAt, o.State == OperationState.Completed || o.State == OperationState.CompletedWithFailures || o.State == OperationState.Cancelled,
                o.Kind == OperationKind.CreateGroup || o.Kind == OperationKind.CreateCommunity))
            .ToListAsync(cancellationToken);
    }

    private async Task FollowAsync(Followed operation, CancellationToken cancellationToken)
    {
        for (var after = 0; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var items = await NewsAsync(db, operation.Id, after, cancellationToken);
            if (items.Count > 0)
            {
                await TakeOverAsync(db, operation, items, cancellationToken);
                after = items[^1].Sequence;
            }

            if (items.Count < Chunk)
            {
                break;
            }
        }

        if (operation.IsFinished)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.FollowedOperations.Add(new FollowedOperation { OperationId = operation.Id });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Items of which something else was taken over than what stands now.</summary>
    private static Task<List<News>> NewsAsync(PortalDbContext db, Guid operationId, int after, CancellationToken cancellationToken) => db.OperationItems.AsNoTracking()
        .Where(i => i.OperationId == operationId && i.Sequence > after && i.GroupId != null && i.Participant != null)
        .Where(i =>
            (i.Kind == ItemKind.AddParticipant && !db.WantedMembers.Any(w => w.AddItemId == i.Id && w.AddState == i.State && w.AddReason == i.Reason))
            || ((i.Kind == ItemKind.SendInviteLink || i.Kind == ItemKind.SendInviteCard)
                && !db.WantedMembers.Any(w => w.OfferItemId == i.Id && w.OfferState == i.State)))
        .OrderBy(i => i.Sequence)
        .Take(Chunk)
        .Select(i => new News(i.Id, i.Sequence, i.Kind, i.ConnectionId, i.GroupId!, i.Participant!, i.Label, i.State, i.Reason, i.SentAt, i.InvitationSent))
        .ToListAsync(cancellationToken);

    private async Task TakeOverAsync(PortalDbContext db, Followed operation, List<News> items, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keyed = items
            .Where(i => ParticipantId.TryParse(i.Participant, out _))
            .Select(i => (Item: i, Key: SamePerson.KeyOf(ParticipantId.Parse(i.Participant))))
            .ToList();
        var (groups, keys) = (keyed.Select(k => k.Item.GroupId).Distinct().ToList(), keyed.Select(k => k.Key).Distinct().ToList());
        var known = (await db.WantedMembers.Where(w => groups.Contains(w.GroupId) && keys.Contains(w.PersonKey)).ToListAsync(cancellationToken))
            .ToDictionary(w => (w.GroupId, w.PersonKey));
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, key) in operation.IsCreation ? keyed.ConvertAll(k => (Alone(k.Item), k.Key)) : keyed)
        {
            if (!known.TryGetValue((item.GroupId, key), out var wanted))
            {
                if (item.Kind != ItemKind.AddParticipant)
                {
                    continue;
                }

                wanted = New(operation, item, key, now);
                known[(item.GroupId, key)] = wanted;
                db.WantedMembers.Add(wanted);
            }

            Apply(wanted, operation, item, now);
            changed.Add(item.GroupId);
        }

        await world.SettleAsync(db, [.. known.Values], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var groupId in changed)
        {
            feed.Publish(ChangeTopic.FollowUp, groupId);
        }
    }

    /// <summary>An operation that creates several groups says at each person which one; here the group stands beside it anyway.</summary>
    private static News Alone(News item) => item with { Label = $"+{ParticipantId.Parse(item.Participant).Digits}" };

    private static WantedMember New(Followed operation, News item, string key, DateTimeOffset now) => new()
    {
        GroupId = item.GroupId,
        PersonKey = key,
        TwinKey = Participants.Numbers.PastedPeople.SpellingsOf(key).FirstOrDefault(s => s != key),
        Participant = item.Participant,
        Label = item.Label,
        Search = "",
        WantedBy = operation.By,
        WantedAt = operation.At,
        ConnectionId = item.ConnectionId,
        AddOperationId = operation.Id,
        AddItemId = item.Id,
        AddState = item.State,
        StateSince = now,
    };

    private static void Apply(WantedMember wanted, Followed operation, News item, DateTimeOffset now)
    {
        if (item.Kind != ItemKind.AddParticipant)
        {
            // An older invitation says nothing once there is a newer one; ids are made in the order of submitting.
            if (wanted.OfferItemId is not { } last || item.Id.CompareTo(last) >= 0)
            {
                (wanted.OfferOperationId, wanted.OfferItemId, wanted.OfferKind) = (operation.Id, item.Id, item.Kind);
                (wanted.OfferState, wanted.OfferSentAt) = (item.State, item.SentAt);
            }

            return;
        }

        if (wanted.AddItemId != item.Id && operation.At <= wanted.WantedAt)
        {
            return;
        }

        if (wanted.AddItemId != item.Id)
        {
            // Wanted again: what was closed or had ended begins anew.
            (wanted.State, wanted.StateSince, wanted.Note, wanted.ClosedBy, wanted.RequestId) = (WantedState.ToAdd, now, null, null, null);
            (wanted.LinkCopiedAt, wanted.LinkCopiedBy) = (null, null);
        }

        (wanted.WantedBy, wanted.WantedAt) = (operation.By, operation.At);
        (wanted.Participant, wanted.Label, wanted.ConnectionId) = (item.Participant, item.Label, item.ConnectionId);
        wanted.Search = SearchText.Normalise($"{item.Label} {ParticipantId.Parse(item.Participant).Digits}");
        (wanted.AddOperationId, wanted.AddItemId, wanted.AddState, wanted.AddReason) = (operation.Id, item.Id, item.State, item.Reason);
        wanted.InvitedAt = item is { State: ItemState.Refused, InvitationSent: true } ? item.SentAt ?? now : wanted.InvitedAt;
    }

    private sealed record Followed(Guid Id, string By, DateTimeOffset At, bool IsFinished, bool IsCreation);

    private sealed record News(
        Guid Id,
        int Sequence,
        ItemKind Kind,
        Guid ConnectionId,
        string GroupId,
        string Participant,
        string Label,
        ItemState State,
        RefusalReason? Reason,
        DateTimeOffset? SentAt,
        bool InvitationSent);
}
