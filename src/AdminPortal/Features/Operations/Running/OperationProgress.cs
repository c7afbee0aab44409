using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Keeps the state of operations in step with their items, inside the save that changes the items.</summary>
internal sealed class OperationProgress(AuditTrail audit, TimeProvider time)
{
    /// <param name="operation">Tracked.</param>
    /// <param name="changed">Its items that this save changes, with their new states.</param>
    public async Task UpdateAsync(PortalDbContext db, Operation operation, IReadOnlyCollection<OperationItem> changed, CancellationToken cancellationToken)
    {
        if (operation.IsFinished || changed.Any(i => !i.IsSettled))
        {
            return;
        }

        // From the end, where the unsent ones are: in a long operation the first row answers.
        var changedIds = changed.Select(i => i.Id).ToList();
        var others = db.OperationItems.Where(i => i.OperationId == operation.Id && !changedIds.Contains(i.Id));
        var isOpen = await others
            .OrderByDescending(i => i.Sequence)
            .AnyAsync(i => i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown, cancellationToken);
        if (isOpen)
        {
            return;
        }

        var counts = await others.GroupBy(i => i.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var totals = counts.Select(c => (c.State, c.Count))
            .Concat(changed.Select(i => (i.State, Count: 1)))
            .GroupBy(c => c.State)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        Finish(db, operation, totals);
    }

    /// <summary>Ends an operation none of whose items is open.</summary>
    public void Finish(PortalDbContext db, Operation operation, IReadOnlyDictionary<ItemState, int> totals)
    {
        var confirmed = totals.GetValueOrDefault(ItemState.Confirmed);
        var all = totals.Values.Sum();
        operation.State = operation.CancelRequested ? OperationState.Cancelled
            : confirmed == all ? OperationState.Completed
            : OperationState.CompletedWithFailures;
        operation.FinishedAt = time.GetUtcNow();
        operation.AttentionReason = null;
        var verdict = operation.State switch
        {
            OperationState.Completed => "completed",
            OperationState.Cancelled => "cancelled",
            _ => "completed with failures",
        };
        audit.Record(
            db,
            Actor.System,
            "operation.finished",
            "operation",
            operation.Id.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{operation.Title}: {verdict}, {confirmed:N0} of {all:N0} confirmed."),
            operation.Id);
    }
}
