using AdminPortal.Data;
using AdminPortal.Features.Operations;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Pacing;

/// <summary>
/// When items were sent, which is where spacing and caps come from: the rows survive a restart and are the same for all nodes.
/// Times were written by a clock that may have been wrong, or is now.
/// </summary>
internal sealed class SentTimes(IDbContextFactory<PortalDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _originStamp = time.GetTimestamp();
    private readonly List<(DateTimeOffset Before, TimeSpan By)> _leaps = [];

    // Times that lay in the future when they were first seen, and what they are taken for since.
    private readonly Dictionary<(Guid ConnectionId, DateTimeOffset Written), DateTimeOffset> _mended = [];
    private TimeSpan _drift;

    /// <summary>The latest sends of a class, latest first, as far as the rule needs them.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> OfAsync(Guid connectionId, PaceClass paceClass, int memory, CancellationToken cancellationToken)
    {
        if (memory == 0)
        {
            return [];
        }

        var now = Notice();
        var kinds = PaceProfile.KindsOf(paceClass);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.OperationItems.Where(i => i.ConnectionId == connectionId && kinds.Contains(i.Kind) && i.SentAt != null);
        var past = await all.Where(i => i.SentAt <= now)
            .OrderByDescending(i => i.SentAt).Select(i => i.SentAt!.Value).Take(memory + Mended(connectionId)).ToListAsync(cancellationToken);
        var future = await all.Where(i => i.SentAt > now)
            .OrderByDescending(i => i.SentAt).Select(i => i.SentAt!.Value).Take(memory).ToListAsync(cancellationToken);
        var repeated = await RepeatsOf(db, connectionId, kinds, now - PaceProfile.Day).Select(r => r.At).OrderDescending().Take(memory).ToListAsync(cancellationToken);
        return Mend(connectionId, [.. past, .. repeated.Where(at => at <= now)], future, now, memory);
    }

    /// <summary>How many of each class were sent since.</summary>
    public async Task<IReadOnlyDictionary<PaceClass, int>> CountAsync(Guid connectionId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var kinds = Enum.GetValues<ItemKind>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && kinds.Contains(i.Kind) && i.SentAt > since)
            .GroupBy(i => i.Kind)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var repeats = await RepeatsOf(db, connectionId, kinds, since)
            .GroupBy(r => r.Kind)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return counts.Concat(repeats).GroupBy(c => PaceProfile.ClassOf(c.Key)).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
    }

    /// <summary>How many changes were taken by the gateway since, at most so many as are asked for.</summary>
    public async Task<int> TakenAsync(Guid connectionId, DateTimeOffset since, int atMost, CancellationToken cancellationToken)
    {
        // All kinds by name, so that the index over number, kind and time is used.
        var kinds = Enum.GetValues<ItemKind>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && kinds.Contains(i.Kind) && i.SentAt > since
                && (i.State == ItemState.Accepted || i.State == ItemState.Confirmed))
            .Take(atMost)
            .CountAsync(cancellationToken);
    }

    /// <summary>
    /// Earlier sends of items that were sent more than once: the item itself knows the last one only. Few items are, so that
    /// their exchanges are found by the items, and need no index of their own.
    /// </summary>
    private static IQueryable<Repeat> RepeatsOf(PortalDbContext db, Guid connectionId, IReadOnlyList<ItemKind> kinds, DateTimeOffset since) =>
        from item in db.OperationItems
        where item.ConnectionId == connectionId && kinds.Contains(item.Kind) && item.SentAt > since && item.Attempts > 1
        join exchange in db.ItemExchanges on item.Id equals exchange.ItemId
        where exchange.At != item.SentAt && exchange.At > since
        select new Repeat { Kind = item.Kind, At = exchange.At };

    /// <summary>Looks whether the clock leapt forward since the last look.</summary>
    private DateTimeOffset Notice()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var drift = now - (_origin + time.GetElapsedTime(_originStamp));
            var leap = drift - _drift;
            if (leap.Duration() >= Jump)
            {
                _drift = drift;
                if (leap > TimeSpan.Zero)
                {
                    // A day that did not pass must not free a day's cap: earlier sends leap along. A machine that slept looks
                    // the same, and waits longer than it had to.
                    _leaps.Add((now - leap, leap));
                }
            }

            return now;
        }
    }

    private int Mended(Guid connectionId)
    {
        lock (_gate)
        {
            return _mended.Keys.Count(k => k.ConnectionId == connectionId);
        }
    }

    private List<DateTimeOffset> Mend(
        Guid connectionId, IReadOnlyList<DateTimeOffset> past, IReadOnlyList<DateTimeOffset> future, DateTimeOffset now, int memory)
    {
        lock (_gate)
        {
            // The clock was set back: the latest of them counts as sent just now, the others as long before it as they were.
            var unseen = future.Where(at => !_mended.ContainsKey((connectionId, at))).ToList();
            foreach (var at in unseen)
            {
                _mended[(connectionId, at)] = now - (unseen[0] - at);
            }

            foreach (var old in _mended.Where(m => m.Value < now - PaceProfile.Day && m.Key.Written < now - PaceProfile.Day).Select(m => m.Key).ToList())
            {
                _mended.Remove(old);
            }

            return [.. past.Concat(future).Select(Effective).OrderDescending().Take(memory)];
        }

        DateTimeOffset Effective(DateTimeOffset at) =>
            _mended.TryGetValue((connectionId, at), out var mended)
                ? mended
                : _leaps.Where(leap => at <= leap.Before).Aggregate(at, (moved, leap) => moved + leap.By);
    }

    private sealed class Repeat
    {
        public required ItemKind Kind { get; init; }
        public required DateTimeOffset At { get; init; }
    }
}
