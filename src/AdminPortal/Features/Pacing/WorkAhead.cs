using AdminPortal.Data;
using AdminPortal.Features.Operations;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Pacing;

/// <summary>What waits for a number already: it is sent first, and whoever asks how long something takes must hear of it.</summary>
internal sealed class WorkAhead(IDbContextFactory<PortalDbContext> contexts)
{
    /// <param name="operationId">Only what is older than this operation; null: everything that waits.</param>
    public async Task<IReadOnlyDictionary<PaceClass, int>> CountAsync(Guid connectionId, Guid? operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = operationId is null
            ? null
            : await db.Operations.Where(o => o.Id == operationId).Select(o => (DateTimeOffset?)o.SubmittedAt).FirstOrDefaultAsync(cancellationToken);
        var operations = db.Operations.Where(o =>
            (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.NeedsAttention)
            && !o.CancelRequested && o.StartAt == null && o.Id != operationId && (since == null || o.SubmittedAt < since));
        var counts = await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && i.State == ItemState.Planned && operations.Any(o => o.Id == i.OperationId))
            .GroupBy(i => i.Kind)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return counts.GroupBy(c => PaceProfile.ClassOf(c.Key)).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
    }
}
