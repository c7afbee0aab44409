using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Pacing;

/// <summary>A rate limit as it is kept.</summary>
/// <param name="Code">429 or 463.</param>
internal sealed record LimitMet(DateTimeOffset At, int Code, double Factor, int Strikes, DateTimeOffset CooledUntil);

/// <summary>Writes the pace of numbers. The first change makes the row.</summary>
internal sealed class BudgetStore(IDbContextFactory<PortalDbContext> contexts, ChangeFeed feed)
{
    /// <param name="change">Answers false to leave everything as it is.</param>
    /// <returns>False when the number is not there, or nothing was changed.</returns>
    public async Task<bool> ChangeAsync(Guid connectionId, Func<PortalDbContext, Connection, NumberBudget, bool> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken) is not { } connection)
            {
                return false;
            }

            var budget = await db.NumberBudgets.FirstOrDefaultAsync(b => b.ConnectionId == connectionId, cancellationToken);
            var isNew = budget is null;
            budget ??= db.NumberBudgets.Add(new NumberBudget { ConnectionId = connectionId }).Entity;
            if (!change(db, connection, budget))
            {
                return false;
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another change of the same number came first; this one is applied to what stands now.
                continue;
            }
            catch (DbUpdateException) when (isNew)
            {
                await using var again = await contexts.CreateDbContextAsync(cancellationToken);
                if (!await again.NumberBudgets.AnyAsync(b => b.ConnectionId == connectionId, cancellationToken))
                {
                    throw;
                }

                continue;
            }

            feed.Publish(ChangeTopic.Connections, connectionId.ToString());
            return true;
        }
    }

    /// <summary>Keeps that a rate limit was met, so that a restart forgets neither the trouble nor the wider spacing.</summary>
    public Task KeepLimitAsync(Guid connectionId, LimitMet met, AuditTrail audit, CancellationToken cancellationToken) =>
        ChangeAsync(
            connectionId,
            (db, connection, budget) =>
            {
                (budget.LimitedAt, budget.LimitCode, budget.Strikes, budget.CooledUntil) = (met.At, met.Code, met.Strikes, met.CooledUntil);
                (budget.Factor, budget.WidenedAt) = (met.Factor, met.At);
                audit.Record(
                    db, Actor.System, "pace.widened", "connection", connectionId.ToString(),
                    $"{connection.Name} works {PaceWords.Times(met.Factor)} after a {met.Code}.");
                return true;
            },
            cancellationToken);
}
