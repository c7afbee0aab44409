using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Reverting;

/// <summary>
/// Looks once more, before an item of a revert leaves, whether the world is still as it was when it was planned: it may
/// have waited for hours.
/// </summary>
internal sealed class StaleItemCheck(IDbContextFactory<PortalDbContext> contexts)
{
    /// <returns>Why it is not sent any more; null when nothing speaks against it.</returns>
    public async Task<string?> ObjectionAsync(Guid itemId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var item = await db.OperationItems.AsNoTracking().FirstOrDefaultAsync(i => i.Id == itemId, cancellationToken);

        // What waits for another item is about what that one makes of it; what was sent before may have taken effect.
        if (item is not { State: ItemState.Planned, DependsOn: null, SentAt: null } || FormerState.Read(item.Former) is not { } planned)
        {
            return null;
        }

        var now = (await FormerStates.ReadAsync(db, [item], cancellationToken)).GetValueOrDefault(item.Id);
        return now is null || now == planned ? null : "Not sent: it has changed since this was planned, by somebody else.";
    }
}
