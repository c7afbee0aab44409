using AdminPortal.Data;
using AdminPortal.Features.Pacing;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>Tells what items would cost before they are submitted.</summary>
public sealed class PlanForecaster(IDbContextFactory<PortalDbContext> contexts, PacingGovernor pacing, SecondOperator second)
{
    /// <param name="actor">Who would submit it.</param>
    /// <param name="interactive">As the draft would say.</param>
    public async Task<PlanForecast> ForecastAsync(Actor actor, IReadOnlyCollection<ItemDraft> items, bool interactive, CancellationToken cancellationToken)
    {
        var numbers = items.GroupBy(i => i.ConnectionId).ToDictionary(g => g.Key, g => g.CountBy(i => i.Kind).ToDictionary());
        var ids = numbers.Keys.ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db.Connections.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        var longest = TimeSpan.Zero;
        List<NumberForecast> pace = [];
        foreach (var (id, kinds) in numbers.OrderByDescending(n => n.Value.Values.Sum()))
        {
            var estimate = await pacing.EstimateAsync(id, kinds, cancellationToken);
            longest = estimate.Duration > longest ? estimate.Duration : longest;
            pace.Add(new NumberForecast(names.GetValueOrDefault(id) ?? "A removed number", estimate.Sentence));
        }

        var permission = OperationDesk.PermissionFor(items);
        var reason = interactive ? null : await second.ReasonAsync(db, actor, permission, items.Count, cancellationToken);
        return new PlanForecast(items.Count, pace, longest, interactive, reason);
    }
}
