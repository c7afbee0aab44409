using System.Text.Json;
using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Writes the life of items: the intent before a call leaves, the outcome after it, each in one save with its audit line,
/// the operation's state, what depends on the item, and the membership request it decides.
/// </summary>
internal sealed class ItemLedger(
    IDbContextFactory<PortalDbContext> contexts,
    AuditTrail audit,
    OperationProgress progress,
    DependentItems dependents,
    InvitationItems invitations,
    RequestFollower requests,
    RunnerSignals signals,
    ChangeFeed feed,
    TimeProvider time)
{
    private const int MaxConflicts = 8;
    private const int Chunk = 200;

    /// <summary>Commits that the item is about to leave.</summary>
    /// <param name="term">Of the runner that will send it.</param>
    /// <returns>Null when it may not be sent any more: cancelled, paused or taken back meanwhile, or the term is over.</returns>
    public async Task<OperationItem?> BeginAsync(Guid itemId, RunnerTerm term, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var item = await db.OperationItems.FirstOrDefaultAsync(i => i.Id == itemId, cancellationToken);
        var operation = item is null ? null : await db.Operations.FirstOrDefaultAsync(o => o.Id == item.OperationId, cancellationToken);
        if (item is not { State: ItemState.Planned }
            || operation is not { CancelRequested: false, State: OperationState.Queued or OperationState.Running or OperationState.NeedsAttention })
        {
            return null;
        }

        var now = time.GetUtcNow();
        (item.State, item.SentAt, item.Detail) = (ItemState.Sending, now, null);
        item.Attempts++;
        if (operation.State == OperationState.Queued)
        {
            operation.State = OperationState.Running;
            operation.StartedAt ??= now;
        }

        Record(db, operation, item);
        RunnerTerms.Require(db, term);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Paused, cancelled, taken back, or another runner began at this very moment; the next look will tell.
            return null;
        }

        feed.Publish(ChangeTopic.Operations, operation.Id.ToString());
        return item;
    }

    /// <summary>Stores what the call of one item came to.</summary>
    public Task RecordAsync(OperationItem item, ItemOutcome outcome, IReadOnlyList<GatewayExchange> exchanges, CancellationToken cancellationToken) =>
        SaveAsync(
            new Dictionary<Guid, ItemOutcome> { [item.Id] = outcome },
            db => db.ItemExchanges.Add(new ItemExchange
            {
                ItemId = item.Id,
                At = item.SentAt ?? time.GetUtcNow(),
                Exchanges = JsonSerializer.Serialize(exchanges, JsonSerializerOptions.Web),
            }),
            cancellationToken);

    /// <summary>Stores what a person found out about an item, with whatever belongs to the same save.</summary>
    /// <param name="seen">As the item stood when the decision was allowed.</param>
    /// <returns>False when it has changed since: settled by reading, or about to be sent again.</returns>
    public Task<bool> DecideAsync(OperationItem seen, ItemOutcome outcome, Action<PortalDbContext> alongside, CancellationToken cancellationToken) =>
        SaveAsync(new Dictionary<Guid, ItemOutcome> { [seen.Id] = outcome }, alongside, cancellationToken, seen.Version);

    /// <summary>Stores what reading found out about items.</summary>
    public async Task RecordAsync(IReadOnlyDictionary<Guid, ItemOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var chunk in outcomes.Chunk(Chunk))
        {
            await SaveAsync(chunk.ToDictionary(o => o.Key, o => o.Value), alongside: null, cancellationToken);
        }
    }

    /// <summary>
    /// Items in Sending while no runner of the number is at work: whoever sent them ended before the answer came. They are
    /// settled by reading.
    /// </summary>
    public async Task AdoptOrphansAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var orphans = await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && i.State == ItemState.Sending)
            .Select(i => i.Id)
            .ToListAsync(cancellationToken);
        await RecordAsync(
            orphans.ToDictionary(id => id, _ => new ItemOutcome(ItemState.Unknown, "The console ended before the answer came.") { AnswerLost = true }),
            cancellationToken);
    }

    /// <param name="expected">The version which the one item must still have; null for any.</param>
    /// <returns>False when it has another.</returns>
    private async Task<bool> SaveAsync(
        IReadOnlyDictionary<Guid, ItemOutcome> outcomes,
        Action<PortalDbContext>? alongside,
        CancellationToken cancellationToken,
        Guid? expected = null)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                if (await WriteAsync(db, outcomes, alongside, expected, cancellationToken) is not { } written)
                {
                    return false;
                }

                Publish(written);
                return true;
            }
            catch (DbUpdateException) when (conflicts < MaxConflicts)
            {
                // An operator paused, Sync saw the request, or another operation invited the same person, at the same moment:
                // apply to what stands now.
            }
        }
    }

    private async Task<Written?> WriteAsync(
        PortalDbContext db, IReadOnlyDictionary<Guid, ItemOutcome> outcomes, Action<PortalDbContext>? alongside, Guid? expected, CancellationToken cancellationToken)
    {
        var ids = outcomes.Keys.ToList();
        var items = await db.OperationItems.Where(i => ids.Contains(i.Id)).ToListAsync(cancellationToken);
        if (expected is { } version && !items.TrueForAll(i => i.Version == version))
        {
            return null;
        }

        alongside?.Invoke(db);
        var operationIds = items.Select(i => i.OperationId).Distinct().ToList();
        var operations = await db.Operations.Where(o => operationIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        var changed = new List<OperationItem>();
        var before = items.ToDictionary(i => i.Id, i => i.State);

        // A person may have decided meanwhile what an unknown outcome was.
        foreach (var item in items.Where(i => !i.IsSettled).OrderBy(i => i.Sequence))
        {
            Apply(item, outcomes[item.Id]);
            SkipWhatWasCancelled(operations[item.OperationId], item);
            Record(db, operations[item.OperationId], item);
            changed.Add(item);
        }

        var awake = new HashSet<Guid>();
        foreach (var item in changed.ToList())
        {
            var effect = await dependents.FollowAsync(db, operations[item.OperationId], item, outcomes[item.Id].Consequence, cancellationToken);
            foreach (var settled in effect.Settled)
            {
                Record(db, operations[item.OperationId], settled);
                changed.Add(settled);
            }

            if (await invitations.FollowAsync(db, operations[item.OperationId], item, before[item.Id], changed, cancellationToken) is { } invitation)
            {
                db.OperationItems.Add(invitation);
                changed.Add(invitation);
            }

            awake.UnionWith(effect.Released.Except([item.ConnectionId]));
        }

        var followed = await requests.FollowAsync(db, changed, cancellationToken);
        foreach (var group in changed.GroupBy(i => i.OperationId))
        {
            var operation = operations[group.Key];

            // Whether it is through was decided on what stood there just now. Whoever cancels it, or settles the last item of
            // another number, at the same moment meets this version and decides again; else nobody would end it.
            db.Entry(operation).Property(o => o.Version).IsModified = true;
            await progress.UpdateAsync(db, operation, [.. group], cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Written(operationIds, followed, awake);
    }

    /// <summary>An item that would be sent again later ends here when its operation was cancelled while it was under way.</summary>
    private void SkipWhatWasCancelled(Operation operation, OperationItem item)
    {
        if (operation.CancelRequested && item.State == ItemState.Planned)
        {
            (item.State, item.SettledAt, item.Detail) = (ItemState.Skipped, time.GetUtcNow(), "Cancelled before it was sent again.");
        }
    }

    private void Apply(OperationItem item, ItemOutcome outcome)
    {
        // What keeps an unknown item unknown takes nothing back of how it became so.
        item.AnswerLost = outcome.State == ItemState.Unknown && (outcome.AnswerLost || (item.State == ItemState.Unknown && item.AnswerLost));
        item.NeedsPerson = outcome is { State: ItemState.Unknown, NeedsPerson: true };
        item.Attempts -= outcome.Reached ? 0 : 1;
        item.State = outcome.State;
        item.Reason = outcome.Reason;
        item.Detail = outcome.Detail is null ? null : StorableText.Of(outcome.Detail, 1000);
        item.Invitation = outcome.Invitation ?? item.Invitation;
        item.InvitationSent |= outcome.InvitationSent;
        item.GroupId = outcome.GroupId ?? item.GroupId;
        item.CommunityId = outcome.CommunityId ?? item.CommunityId;
        item.WasSoBefore = outcome.WasSoBefore;
        if (item.IsSettled)
        {
            item.SettledAt = time.GetUtcNow();
        }
    }

    private void Record(PortalDbContext db, Operation operation, OperationItem item)
    {
        var subject = item.GroupId ?? item.CommunityId;
        var summary = $"{ItemVerbs.PhraseOf(item.Kind, item.Label)}: {ItemVerbs.ActionOf(item.State).Replace('-', ' ')}.{(item.Detail is null ? "" : $" {item.Detail}")}";
        audit.Record(
            db,
            new Actor(operation.SubmittedById, operation.SubmittedBy, OperatorRole.Viewer),
            $"{ItemVerbs.ActionOf(item.Kind)}.{ItemVerbs.ActionOf(item.State)}",
            subject is null ? "operation" : "group",
            subject ?? operation.Id.ToString(),
            summary,
            operation.Id);
    }

    private void Publish(Written written)
    {
        foreach (var id in written.Operations)
        {
            feed.Publish(ChangeTopic.Operations, id.ToString());
        }

        foreach (var id in written.Requests)
        {
            feed.Publish(ChangeTopic.Requests, id.ToString());
        }

        foreach (var id in written.Awake)
        {
            signals.Wake(id);
        }
    }

    private sealed record Written(IReadOnlyCollection<Guid> Operations, IReadOnlyCollection<Guid> Requests, IReadOnlyCollection<Guid> Awake);
}
