using AdminPortal.Data;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>
/// Makes a new operation of what failed and can still succeed. One retry per operation: what fails again is retried from
/// the follower, so that nothing is sent twice. Invitations are none of it: they are followed up person by person.
/// </summary>
public sealed class OperationRetry(IDbContextFactory<PortalDbContext> contexts, AbilityCheck abilities, OperationDesk desk, PlanForecaster forecaster, TimeProvider time)
{
    /// <summary>How many items a retry would take; 0 where a retry exists already.</summary>
    public async Task<int> CountAsync(Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, operationId, cancellationToken) is not null)
        {
            return 0;
        }

        var failed = await db.OperationItems
            .Where(i => i.OperationId == operationId && i.OnceKey == null
                // What a revert could not do is planned anew from the operation it reverts: it may not be wanted any more.
                && !db.Operations.Any(o => o.Id == operationId && o.Kind == OperationKind.Revert)
                && (i.State == ItemState.NotApplied || i.State == ItemState.Refused || i.State == ItemState.Skipped))
            .GroupBy(i => new { i.Kind, i.State, i.Reason })
            .Select(g => new { g.Key.Kind, g.Key.State, g.Key.Reason, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return failed.Where(f => MayRetry(f.Kind, f.State, f.Reason)).Sum(f => f.Count);
    }

    /// <summary>What a retry would send, and what of the failed it leaves out and why. Changes nothing.</summary>
    public async Task<Result<OperationPlan>> PlanAsync(Actor actor, Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await OperationControl.PermissionAsync(db, operationId, cancellationToken) is var permission && !actor.Can(permission))
        {
            return new NotAllowed(permission);
        }

        var found = await ReadAsync(db, operationId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var (operation, items, overtaken) = found.Value;
        var drafts = DraftsOf(items, overtaken.Keys.ToHashSet());
        var connections = drafts.Select(d => d.ConnectionId).Distinct().ToList();
        var names = await db.Connections.Where(c => connections.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        return new OperationPlan(
            TitleOf(operation, drafts.Count),
            [.. drafts.Select(d => new PlannedItem(d, Where: null, names.GetValueOrDefault(d.ConnectionId) ?? "a removed number"))],
            [.. items.Where(i => i.State is ItemState.NotApplied or ItemState.Refused or ItemState.Skipped).Select(i => WhyNot(i, overtaken)).OfType<LeftOut>()],
            [],
            await forecaster.ForecastAsync(actor, drafts, operation.Interactive, cancellationToken));
    }

    /// <param name="startAt">Not before this time; null is at once.</param>
    public async Task<Result<OperationTicket>> RetryAsync(Actor actor, Guid operationId, CancellationToken cancellationToken, DateTimeOffset? startAt = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await OperationControl.PermissionAsync(db, operationId, cancellationToken) is var permission && !actor.Can(permission))
        {
            return new NotAllowed(permission);
        }

        if (await FindAsync(db, operationId, cancellationToken) is { } earlier)
        {
            return new OperationTicket(earlier, AlreadySubmitted: true);
        }

        var found = await ReadAsync(db, operationId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var (operation, items, overtaken) = found.Value;
        var drafts = DraftsOf(items, overtaken.Keys.ToHashSet());
        if (drafts.Count == 0)
        {
            return new NothingToRetry();
        }

        return await desk.SubmitAsync(
            actor,
            new OperationDraft(
                operation.Kind,
                TitleOf(operation, drafts.Count),
                KeyOf(operationId),
                operation.Interactive,
                drafts,
                operation.GroupId,
                StartAt: startAt,
                FollowsOperationId: operationId,
                Fallback: operation.Fallback is { } fallback ? ItemPayload.Read<InviteFallback>(fallback) : null),
            cancellationToken,
            (write, retry, token) => RequestFollower.DecideAsync(write, retry, actor, time.GetUtcNow(), token));
    }

    /// <summary>The operation that retries this one.</summary>
    internal static async Task<Guid?> FindAsync(PortalDbContext db, Guid operationId, CancellationToken cancellationToken)
    {
        var key = KeyOf(operationId);
        return await db.Operations.Where(o => o.IntentKey == key).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private static string KeyOf(Guid operationId) => $"retry:{operationId:N}";

    private static string TitleOf(Operation operation, int count) => $"Retry {count:N0} of: {operation.Title}";

    private static LeftOut? WhyNot(OperationItem item, IReadOnlyDictionary<Guid, string> overtaken)
    {
        var what = OperationWords.PhraseOf(item.Kind, item.Label);
        var meaning = OutcomeExplanation.Of(item.Kind, item.State, item.Reason, item.Invitation is not null);
        return item.OnceKey is not null ? new LeftOut(what, "Invitations are followed up person by person.", "See Follow-up.")
            : overtaken.TryGetValue(item.Id, out var by) ? new LeftOut(what, by)
            : !meaning.MayRetry ? new LeftOut(what, meaning.Cause, meaning.NextAction)
            : null;
    }

    private async Task<Result<Failed>> ReadAsync(PortalDbContext db, Guid operationId, CancellationToken cancellationToken)
    {
        var operation = await db.Operations.AsNoTracking().FirstOrDefaultAsync(o => o.Id == operationId, cancellationToken);
        if (operation is null)
        {
            return new NotThere("The operation");
        }

        if (!operation.IsFinished)
        {
            return new OperationNotInState("The operation is still under way; retry what failed when it is over.");
        }

        if (operation.Kind == OperationKind.Revert)
        {
            return new OperationNotInState("What a revert could not do is planned anew: revert the first operation again.");
        }

        var items = await db.OperationItems.AsNoTracking().Where(i => i.OperationId == operationId).OrderBy(i => i.Sequence).ToListAsync(cancellationToken);
        var adds = items.Where(i => i.Kind == ItemKind.AddParticipant && i.State != ItemState.Confirmed && i.GroupId is not null).ToList();
        var members = await MemberFacts.ReadAsync(db, adds.Select(i => i.GroupId!), adds.Select(i => i.Participant).OfType<string>(), cancellationToken);
        var overtaken = adds.Where(i => members.Find(i.GroupId!, i.Participant) is { IsIn: true }).ToDictionary(i => i.Id, _ => "Is in the group by now.");
        var work = items.Where(i => i.IsSettled && i.State != ItemState.Confirmed).Select(i => (i.Id, Same: SameWork.Of(i.Kind, i.GroupId, i.Participant))).Where(w => w.Same is not null).ToList();
        var underWay = await WorkUnderWay.FindAsync(db, [.. work.Select(w => w.Same!)], cancellationToken);
        foreach (var (id, _) in work.Where(w => underWay.ContainsKey(w.Same!)))
        {
            overtaken.TryAdd(id, "Is waiting for the same already.");
        }

        var numbers = await abilities.ReadAsync(db, cancellationToken);
        foreach (var item in items.Where(i => MayRetry(i.Kind, i.State, i.Reason)))
        {
            if (numbers.WhyNot(item.ConnectionId, item.Kind, item.Payload) is { } why)
            {
                overtaken.TryAdd(item.Id, why);
            }
        }

        return new Failed(operation, items, overtaken);
    }

    /// <param name="overtaken">Items whose people have come in by another way since, wait for the same elsewhere, or cannot be sent any more.</param>
    internal static IReadOnlyList<ItemDraft> DraftsOf(IReadOnlyList<OperationItem> items, IReadOnlySet<Guid> overtaken)
    {
        var bySequence = items.ToDictionary(i => i.Sequence);
        var taken = new Dictionary<int, int>();
        var drafts = new List<ItemDraft>();
        foreach (var item in items.Where(i => i.OnceKey is null && !overtaken.Contains(i.Id) && MayRetry(i.Kind, i.State, i.Reason)))
        {
            int? dependsOn = null;
            if (item.DependsOn is { } needed && bySequence[needed].State != ItemState.Confirmed)
            {
                if (!taken.TryGetValue(needed, out var again))
                {
                    // What it needs cannot succeed, so neither can this.
                    continue;
                }

                dependsOn = again;
            }

            drafts.Add(new ItemDraft(item.Kind, item.ConnectionId, item.Label)
            {
                // A creation that left a plain group behind starts from nothing again.
                GroupId = item.Kind is ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup ? null : item.GroupId,
                CommunityId = item.Kind == ItemKind.CreateCommunity ? null : item.CommunityId,
                Participant = item.Participant,
                RequestId = item.RequestId,
                Payload = item.Payload,
                DependsOn = dependsOn,
            });
            taken[item.Sequence] = drafts.Count;
        }

        return drafts;
    }

    /// <param name="Overtaken">What needs no sending any more, and why.</param>
    private sealed record Failed(Operation Operation, IReadOnlyList<OperationItem> Items, IReadOnlyDictionary<Guid, string> Overtaken);

    private static bool MayRetry(ItemKind kind, ItemState state, RefusalReason? reason) =>
        state is ItemState.NotApplied or ItemState.Refused or ItemState.Skipped && OutcomeExplanation.Of(kind, state, reason).MayRetry;
}
