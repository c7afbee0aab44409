using System.Text.Json;
using AdminPortal.Data;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>What the screens show of operations.</summary>
public sealed class OperationBoard(IDbContextFactory<PortalDbContext> contexts, PacingGovernor pacing, OperationRetry retry, QuietHours quiet, TimeProvider time)
{
    private const int MaxTexts = 3;

    public async Task<OperationList> ListAsync(OperationFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operations = db.Operations.AsNoTracking();
        if (filter.ConnectionId is { } number)
        {
            operations = operations.Where(o => db.OperationItems.Any(i => i.OperationId == o.Id && i.ConnectionId == number));
        }

        var states = await operations.GroupBy(o => o.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var byFilter = Enum.GetValues<OperationFilterState>()
            .ToDictionary(f => f, f => states.Where(s => StatesOf(f).Contains(s.State)).Sum(s => s.Count));
        var wanted = StatesOf(filter.State);
        var rows = await Rows(operations.Where(o => wanted.Contains(o.State)).OrderByDescending(o => o.SubmittedAt).Skip(skip).Take(take))
            .ToListAsync(cancellationToken);
        var counts = await CountsAsync(db, [.. rows.Select(r => r.Id)], cancellationToken);
        return new OperationList([.. rows.Select(r => WithQuiet(r with { Counts = counts.GetValueOrDefault(r.Id, ItemCounts.None) }))], byFilter[filter.State], byFilter);
    }

    /// <returns>Null when there is no such operation.</returns>
    public async Task<OperationDetail?> FindAsync(Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await Rows(db.Operations.AsNoTracking().Where(o => o.Id == operationId)).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        var counts = await CountsAsync(db, [operationId], cancellationToken);
        row = WithQuiet(row with { Counts = counts.GetValueOrDefault(operationId, ItemCounts.None) });
        var groupName = row.GroupId is null
            ? null
            : await db.Groups.Where(g => g.Id == row.GroupId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        var numbers = await db.Connections.AsNoTracking()
            .Where(c => db.OperationItems.Any(i => i.OperationId == operationId && i.ConnectionId == c.Id))
            .OrderBy(c => c.Name)
            .Select(c => new WorkingNumber(c.Id, c.Name, c.PausedUntil > now ? c.PausedUntil : null, c.PausedReason, c.StoppedReason))
            .ToListAsync(cancellationToken);
        var retriedBy = await OperationRetry.FindAsync(db, operationId, cancellationToken);
        var reverts = await db.Operations
            .Where(o => o.FollowsOperationId == operationId && o.Kind == OperationKind.Revert && o.Id != retriedBy)
            .OrderByDescending(o => o.SubmittedAt)
            .Select(o => o.Id)
            .ToListAsync(cancellationToken);
        var (pace, waiting, nextAt) = row.Counts[ItemState.Planned] == 0 ? default : await PaceAsync(db, operationId, cancellationToken);
        var texts = await db.OperationItems
            .Where(i => i.OperationId == operationId && i.Kind == ItemKind.SendGroupText && i.Payload != null)
            .Select(i => i.Payload!)
            .Distinct()
            .Take(MaxTexts)
            .ToListAsync(cancellationToken);
        return new OperationDetail(
            row,
            groupName,
            numbers,
            pace,
            waiting,
            nextAt,
            row.IsFinished ? await retry.CountAsync(operationId, cancellationToken) : 0,
            retriedBy,
            reverts,
            await OperationControl.PermissionAsync(db, operationId, cancellationToken),
            [.. texts.Select(t => ItemPayload.Read<TextPayload>(t).Text)]);
    }

    /// <param name="states">Null for all.</param>
    public async Task<IReadOnlyList<ItemRow>> ItemsAsync(
        Guid operationId, IReadOnlyCollection<ItemState>? states, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = db.OperationItems.AsNoTracking().Where(i => i.OperationId == operationId);
        if (states is not null)
        {
            items = items.Where(i => states.Contains(i.State));
        }

        return await (
            from item in items.OrderBy(i => i.Sequence).Skip(skip).Take(take)
            join found in db.Groups.AsNoTracking() on item.GroupId equals found.Id into groups
            from groupOrNone in groups.DefaultIfEmpty()
            orderby item.Sequence
            select new ItemRow(
                item.Id, item.Sequence, item.Kind, item.Label, item.State, item.Reason, item.Detail, item.Invitation, item.Participant,
                item.GroupId, groupOrNone == null ? null : groupOrNone.Name, item.SentAt, item.SettledAt,
                db.ItemExchanges.Any(e => e.ItemId == item.Id), item.CommunityId)).ToListAsync(cancellationToken);
    }

    /// <summary>What was said to the gateway and what it answered, oldest attempt first.</summary>
    public async Task<IReadOnlyList<ItemAttempt>> AttemptsAsync(Guid itemId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempts = await db.ItemExchanges.AsNoTracking()
            .Where(e => e.ItemId == itemId)
            .OrderBy(e => e.At)
            .Select(e => new { e.At, e.Exchanges })
            .ToListAsync(cancellationToken);
        return [.. attempts.Select(a => new ItemAttempt(a.At, JsonSerializer.Deserialize<List<GatewayExchange>>(a.Exchanges, JsonSerializerOptions.Web) ?? []))];
    }

    private OperationRow WithQuiet(OperationRow row) =>
        row is { Interactive: false, CancelRequested: false, State: OperationState.Queued or OperationState.Running } && row.Counts[ItemState.Planned] > 0
            ? row with { QuietUntil = quiet.EndAt(row.StartAt is { } start && start > time.GetUtcNow() ? start : time.GetUtcNow()) }
            : row;

    private static IQueryable<OperationRow> Rows(IQueryable<Operation> operations) => operations.Select(o => new OperationRow(
        o.Id, o.Kind, o.Title, o.State, o.CancelRequested, o.SubmittedBy, o.SubmittedAt, o.StartAt, o.StartedAt, o.FinishedAt,
        o.GroupId, o.FollowsOperationId, o.AttentionReason, o.Interactive, o.SubmittedById, o.ConfirmedBy, o.ConfirmedAt));

    private static IReadOnlyCollection<OperationState> StatesOf(OperationFilterState filter) => filter switch
    {
        OperationFilterState.Running => [OperationState.Running],
        OperationFilterState.Attention => [OperationState.NeedsAttention, OperationState.AwaitsConfirmation],
        OperationFilterState.Queued => [OperationState.Queued],
        OperationFilterState.Paused => [OperationState.Paused],
        OperationFilterState.Done => [OperationState.Completed, OperationState.CompletedWithFailures, OperationState.Cancelled],
        _ => Enum.GetValues<OperationState>(),
    };

    private static async Task<Dictionary<Guid, ItemCounts>> CountsAsync(PortalDbContext db, IReadOnlyCollection<Guid> operationIds, CancellationToken cancellationToken)
    {
        var counts = await db.OperationItems
            .Where(i => operationIds.Contains(i.OperationId))
            .GroupBy(i => new { i.OperationId, i.State })
            .Select(g => new { g.Key.OperationId, g.Key.State, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return counts.GroupBy(c => c.OperationId).ToDictionary(g => g.Key, g => new ItemCounts(g.ToDictionary(c => c.State, c => c.Count)));
    }

    /// <summary>Of the slowest number; the numbers of one operation work side by side.</summary>
    private async Task<(string? Pace, string? Waiting, DateTimeOffset? NextAt)> PaceAsync(PortalDbContext db, Guid operationId, CancellationToken cancellationToken)
    {
        var planned = await db.OperationItems
            .Where(i => i.OperationId == operationId && i.State == ItemState.Planned)
            .GroupBy(i => new { i.ConnectionId, i.Kind })
            .Select(g => new { g.Key.ConnectionId, g.Key.Kind, Count = g.Count(), First = g.Min(i => i.Sequence) })
            .ToListAsync(cancellationToken);
        PaceEstimate? slowest = null;
        foreach (var number in planned.GroupBy(p => p.ConnectionId))
        {
            var estimate = await pacing.EstimateAsync(number.Key, number.ToDictionary(p => p.Kind, p => p.Count), cancellationToken, operationId);
            slowest = slowest is null || estimate.Duration > slowest.Duration ? estimate : slowest;
        }

        if (planned.MinBy(p => p.First) is not { } first)
        {
            return default;
        }

        var slot = await pacing.NextSlotAsync(first.ConnectionId, first.Kind, cancellationToken);
        return (slowest?.Sentence, slot.Reason, slot.Reason is null ? null : slot.At);
    }
}
