using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Calls a person to operations that cannot go on alone, and lets them go on when the reason is gone.</summary>
internal sealed class AttentionDesk(IDbContextFactory<PortalDbContext> contexts, AuditTrail audit, ChangeFeed feed)
{
    private const int MaxConflicts = 8;

    /// <summary>One operation waits for a person. A pause that an operator ordered stands; the reason is noted all the same.</summary>
    public Task RaiseAsync(Guid operationId, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            db => db.Operations.Where(o => o.Id == operationId),
            (_, operation) => Raise(operation, reason),
            cancellationToken);

    /// <summary>Every operation with open items on a number waits for a person.</summary>
    public Task RaiseForNumberAsync(Guid connectionId, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            db => WithOpenItems(db, connectionId).Where(o => o.AttentionReason == null),
            (_, operation) => Raise(operation, reason),
            cancellationToken);

    /// <summary>The number works again: what waited for it goes on, and what waits for a decision goes on waiting. Any other reason calls again.</summary>
    public Task ReviveAsync(Guid connectionId, CancellationToken cancellationToken) =>
        ChangeAsync(
            db => WithOpenItems(db, connectionId).Where(o => o.AttentionReason != null),
            GoOn,
            cancellationToken);

    /// <summary>Something is settled: without anything left to decide the operation goes on.</summary>
    public Task CalmAsync(Guid operationId, CancellationToken cancellationToken) =>
        ChangeAsync(
            db => db.Operations.Where(o => o.Id == operationId && o.AttentionReason != null),
            GoOn,
            cancellationToken);

    private static IQueryable<Operation> WithOpenItems(PortalDbContext db, Guid connectionId) => db.Operations.Where(o =>
        (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused || o.State == OperationState.NeedsAttention)
        && db.OperationItems.Any(i => i.OperationId == o.Id && i.ConnectionId == connectionId
            && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown)));

    private static string? Raise(Operation operation, string reason)
    {
        operation.AttentionReason = StorableText.Of(reason, 1000);
        if (operation.State is OperationState.Queued or OperationState.Running)
        {
            operation.State = OperationState.NeedsAttention;
        }

        return $"{operation.Title}: needs a person. {reason}";
    }

    /// <summary>The first outcome that only a person can tell, as a sentence; null when there is none.</summary>
    public static async Task<string?> UndecidedAsync(PortalDbContext db, Guid operationId, CancellationToken cancellationToken) =>
        await db.OperationItems
            .Where(i => i.OperationId == operationId && i.NeedsPerson)
            .OrderBy(i => i.Sequence)
            .Select(i => new { i.Kind, i.Label, i.Detail })
            .FirstOrDefaultAsync(cancellationToken) is { } item
            ? $"{ItemVerbs.PhraseOf(item.Kind, item.Label)}: {item.Detail}"
            : null;

    private static string? GoOn(string? undecided, Operation operation)
    {
        operation.AttentionReason = undecided is null ? null : StorableText.Of(undecided, 1000);
        if (undecided is null && operation.State == OperationState.NeedsAttention)
        {
            operation.State = operation.StartedAt is null ? OperationState.Queued : OperationState.Running;
        }

        return null;
    }

    /// <param name="change">Is told what waits for a decision; answers the line for the trail, or null for none.</param>
    private async Task ChangeAsync(
        Func<PortalDbContext, IQueryable<Operation>> which, Func<string?, Operation, string?> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var operations = (await which(db).ToListAsync(cancellationToken)).FindAll(o => !o.IsFinished);
            if (operations.Count == 0)
            {
                return;
            }

            foreach (var operation in operations)
            {
                var before = (operation.State, operation.AttentionReason);
                if (change(await UndecidedAsync(db, operation.Id, cancellationToken), operation) is { } line && before != (operation.State, operation.AttentionReason))
                {
                    audit.Record(db, Actor.System, "operation.attention", "operation", operation.Id.ToString(), line, operation.Id);
                }
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (conflicts < MaxConflicts)
            {
                // The runner of another number, or an operator, changed one of them: look again.
                continue;
            }

            operations.ForEach(o => feed.Publish(ChangeTopic.Operations, o.Id.ToString()));
            return;
        }
    }
}
