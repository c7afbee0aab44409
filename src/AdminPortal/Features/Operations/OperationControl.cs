using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>
/// What an operator may do with an operation under way. Needs <see cref="Permissions.DecideRequests"/> where it only decides
/// requests, else <see cref="Permissions.ManageGroups"/>.
/// </summary>
public sealed class OperationControl
{
    private const int MaxConflicts = 8;

    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly AuditTrail _audit;
    private readonly ItemLedger _ledger;
    private readonly AttentionDesk _attention;
    private readonly OperationProgress _progress;
    private readonly RunnerSignals _signals;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;

    internal OperationControl(
        IDbContextFactory<PortalDbContext> contexts,
        AuditTrail audit,
        ItemLedger ledger,
        AttentionDesk attention,
        OperationProgress progress,
        RunnerSignals signals,
        ChangeFeed feed,
        TimeProvider time)
    {
        (_contexts, _audit, _ledger, _attention) = (contexts, audit, ledger, attention);
        (_progress, _signals, _feed, _time) = (progress, signals, feed, time);
    }

    /// <summary>The item under way is brought to its end; nothing further is sent.</summary>
    public Task<Result<Done>> PauseAsync(Actor actor, Guid operationId, CancellationToken cancellationToken) =>
        ChangeAsync(actor, operationId, "operation.paused", "Paused", (_, operation, _) => Task.FromResult<PortalFailure?>(Pause(operation)), cancellationToken);

    public Task<Result<Done>> ResumeAsync(Actor actor, Guid operationId, CancellationToken cancellationToken) =>
        ChangeAsync(actor, operationId, "operation.resumed", "Resumed", ResumeAsync, cancellationToken);

    /// <summary>A second operator agrees that so much work starts. Declining is cancelling.</summary>
    public Task<Result<Done>> ConfirmAsync(Actor actor, Guid operationId, CancellationToken cancellationToken) =>
        ChangeAsync(actor, operationId, "operation.confirmed", "Confirmed", (_, operation, _) => Task.FromResult(Confirm(operation, actor)), cancellationToken);

    /// <summary>What was not sent is skipped at once; what was sent is settled.</summary>
    public Task<Result<Done>> CancelAsync(Actor actor, Guid operationId, CancellationToken cancellationToken) =>
        ChangeAsync(actor, operationId, "operation.cancelled", "Cancelled", (db, operation, token) => CancelAsync(db, operation, actor, token), cancellationToken);

    /// <summary>A person has looked at what reading could not settle.</summary>
    public Task<Result<Done>> DecideAsync(Actor actor, Guid itemId, bool happened, CancellationToken cancellationToken) =>
        DecideAsync(actor, itemId, happened, $"{actor.Name} looked: {(happened ? "it happened" : "it did not happen")}.", cancellationToken);

    /// <param name="how">A sentence: who decided it, and on what ground.</param>
    public async Task<Result<Done>> DecideAsync(Actor actor, Guid itemId, bool happened, string how, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var item = await db.OperationItems.AsNoTracking().FirstOrDefaultAsync(i => i.Id == itemId, cancellationToken);
        if (item is null)
        {
            return new NotThere("The item");
        }

        if (await PermissionAsync(db, item.OperationId, cancellationToken) is var permission && !actor.Can(permission))
        {
            return new NotAllowed(permission);
        }

        if (item.State is not (ItemState.Unknown or ItemState.Accepted))
        {
            return new AlreadySettled();
        }

        var phrase = ItemVerbs.PhraseOf(item.Kind, item.Label);
        var stood = await _ledger.DecideAsync(
            item,
            new ItemOutcome(happened ? ItemState.Confirmed : ItemState.NotApplied, how),
            write => _audit.Record(write, actor, "operation.item.decided", "operation", item.OperationId.ToString(), $"{phrase}: {how}", item.OperationId),
            cancellationToken);
        if (!stood)
        {
            return new AlreadySettled();
        }

        await _attention.CalmAsync(item.OperationId, cancellationToken);
        _signals.Wake(item.ConnectionId);
        return default(Done);
    }

    /// <summary>The permission that the operation's items ask for.</summary>
    internal static async Task<string> PermissionAsync(PortalDbContext db, Guid operationId, CancellationToken cancellationToken) =>
        await db.OperationItems.AnyAsync(
            i => i.OperationId == operationId && i.Kind != ItemKind.ApproveRequest && i.Kind != ItemKind.RejectRequest, cancellationToken)
            ? Permissions.ManageGroups
            : Permissions.DecideRequests;

    private static OperationNotInState? Pause(Operation operation)
    {
        if (operation.State is OperationState.Paused or OperationState.AwaitsConfirmation)
        {
            return new OperationNotInState(operation.State == OperationState.Paused ? "The operation is paused already." : "The operation waits for a second operator.");
        }

        operation.State = OperationState.Paused;
        return null;
    }

    private static async Task<PortalFailure?> ResumeAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (operation.State is not (OperationState.Paused or OperationState.NeedsAttention))
        {
            return new OperationNotInState("The operation is not paused.");
        }

        var undecided = await AttentionDesk.UndecidedAsync(db, operation.Id, cancellationToken);
        if (undecided is not null && operation.State == OperationState.NeedsAttention)
        {
            return new OperationNotInState("It waits for you to say what happened to the items whose outcome is not known. Everything else goes on.");
        }

        operation.State = undecided is not null ? OperationState.NeedsAttention
            : operation.StartedAt is null ? OperationState.Queued
            : OperationState.Running;
        operation.AttentionReason = undecided is null ? null : StorableText.Of(undecided, 1000);
        return null;
    }

    private PortalFailure? Confirm(Operation operation, Actor actor)
    {
        if (operation.State != OperationState.AwaitsConfirmation)
        {
            return new OperationNotInState("The operation does not wait for a second operator.");
        }

        if (operation.SubmittedById == actor.OperatorId)
        {
            return new NeedsSomebodyElse();
        }

        (operation.State, operation.AttentionReason) = (OperationState.Queued, null);
        (operation.ConfirmedById, operation.ConfirmedBy, operation.ConfirmedAt) = (actor.OperatorId, actor.Name, _time.GetUtcNow());
        return null;
    }

    private async Task<PortalFailure?> CancelAsync(PortalDbContext db, Operation operation, Actor actor, CancellationToken cancellationToken)
    {
        if (operation.CancelRequested)
        {
            return new OperationNotInState("The operation is being cancelled already.");
        }

        var now = _time.GetUtcNow();
        var planned = db.OperationItems.Where(i => i.OperationId == operation.Id && i.State == ItemState.Planned);
        var requestIds = await planned.Where(i => i.RequestId != null).Select(i => i.RequestId!.Value).ToListAsync(cancellationToken);
        await planned.ExecuteUpdateAsync(
            item => item
                .SetProperty(i => i.State, ItemState.Skipped)
                .SetProperty(i => i.Detail, $"Cancelled by {actor.Name} before it was sent.")
                .SetProperty(i => i.SettledAt, now)
                // A runner about to send one of them fails on this.
                .SetProperty(i => i.Version, Guid.NewGuid()),
            cancellationToken);
        foreach (var ids in requestIds.Chunk(500))
        {
            var requests = await db.MembershipRequests
                .Where(r => ids.Contains(r.Id) && r.State == RequestState.Deciding && r.OperationId == operation.Id)
                .ToListAsync(cancellationToken);
            requests.ForEach(RequestFollower.WaitAgain);
        }

        operation.CancelRequested = true;
        if (operation.State is OperationState.Paused or OperationState.AwaitsConfirmation)
        {
            operation.State = OperationState.Running;
        }

        await _progress.UpdateAsync(db, operation, [], cancellationToken);
        return null;
    }

    private async Task<Result<Done>> ChangeAsync(
        Actor actor,
        Guid operationId,
        string action,
        string word,
        Func<PortalDbContext, Operation, CancellationToken, Task<PortalFailure?>> change,
        CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var failure = await db.WriteAsync(
                    async token =>
                    {
                        if (await db.Operations.FirstOrDefaultAsync(o => o.Id == operationId, token) is not { } operation)
                        {
                            return new NotThere("The operation");
                        }

                        if (await PermissionAsync(db, operationId, token) is var permission && !actor.Can(permission))
                        {
                            return new NotAllowed(permission);
                        }

                        if (operation.IsFinished)
                        {
                            return new OperationIsOver();
                        }

                        if (await change(db, operation, token) is { } refused)
                        {
                            return refused;
                        }

                        _audit.Record(db, actor, action, "operation", operationId.ToString(), $"{word}: {operation.Title}.", operationId);
                        await db.SaveChangesAsync(token);
                        return (PortalFailure?)null;
                    },
                    cancellationToken);
                if (failure is not null)
                {
                    return failure;
                }
            }
            catch (DbUpdateConcurrencyException) when (conflicts < MaxConflicts)
            {
                // The runner ended an item at the same moment: look again.
                continue;
            }

            await PublishAsync(operationId, cancellationToken);
            return default(Done);
        }
    }

    private async Task PublishAsync(Guid operationId, CancellationToken cancellationToken)
    {
        _feed.Publish(ChangeTopic.Operations, operationId.ToString());
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var items = db.OperationItems.Where(i => i.OperationId == operationId);
        foreach (var request in await items.Where(i => i.RequestId != null).Select(i => i.RequestId!.Value).ToListAsync(cancellationToken))
        {
            _feed.Publish(ChangeTopic.Requests, request.ToString());
        }

        foreach (var number in await items.Select(i => i.ConnectionId).Distinct().ToListAsync(cancellationToken))
        {
            _signals.Wake(number);
        }
    }
}
