using System.Collections.Concurrent;
using AdminPortal.Data;
using AdminPortal.Gateways;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Pacing;

/// <summary>The paces of all numbers that this node speaks for, read again when their rows may have changed.</summary>
internal sealed class NumberPaces : IDisposable
{
    /// <summary>How often it is counted what a number has earned since its last trouble.</summary>
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, NumberPace> _numbers = new();
    private readonly ConcurrentDictionary<Guid, long> _counted = new();
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly GatewayCatalog _catalog;
    private readonly RequestLedger _ledger;
    private readonly SentTimes _sent;
    private readonly PacingOptions _options;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public NumberPaces(
        IDbContextFactory<PortalDbContext> contexts, GatewayCatalog catalog, RequestLedger ledger, SentTimes sent, ChangeFeed feed, PacingOptions options, TimeProvider time)
    {
        (_contexts, _catalog, _ledger, _sent, _options, _time) = (contexts, catalog, ledger, sent, options, time);
        _subscription = feed.Subscribe(OnChange);
    }

    public IEnumerable<(Guid ConnectionId, NumberPace Number)> All => _numbers.Select(n => (n.Key, n.Value));

    /// <summary>Only what is in memory; null when nothing passed the gate of that number yet.</summary>
    public NumberPace? Known(Guid connectionId) => _numbers.GetValueOrDefault(connectionId);

    /// <summary>Null when the number is not there.</summary>
    public async Task<NumberPace?> FindAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        var known = Known(connectionId);
        if (known is null or { IsStale: true })
        {
            known = await ReadAsync(connectionId, known, cancellationToken);
        }

        if (known?.NarrowsSince is { } since && IsDue(connectionId))
        {
            known.Narrow(await _sent.TakenAsync(connectionId, since, known.EnoughTaken, cancellationToken));
        }

        return known;
    }

    public void Dispose()
    {
        _subscription.Dispose();
        foreach (var number in _numbers.Values)
        {
            number.Dispose();
        }
    }

    private bool IsDue(Guid connectionId)
    {
        var now = _time.GetTimestamp();
        if (_counted.TryGetValue(connectionId, out var last) && _time.GetElapsedTime(last, now) < CountEvery)
        {
            return false;
        }

        _counted[connectionId] = now;
        return true;
    }

    private async Task<NumberPace?> ReadAsync(Guid connectionId, NumberPace? known, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.Where(c => c.Id == connectionId).Select(c => (GatewayKind?)c.Kind).FirstOrDefaultAsync(cancellationToken) is not { } kind)
        {
            return known;
        }

        var vendor = _catalog[kind];
        if (known is null)
        {
            var made = new NumberPace(_time, _options.For(vendor), _options);
            known = _numbers.GetOrAdd(connectionId, made);
            if (known != made)
            {
                made.Dispose();
            }
        }

        await known.Reading.WaitAsync(cancellationToken);
        try
        {
            if (known.IsStale)
            {
                var begun = known.BeginReading();
                await ReadAsync(db, connectionId, vendor, known, cancellationToken);
                known.EndReading(begun);
            }
        }
        finally
        {
            known.Reading.Release();
        }

        return known;
    }

    private async Task ReadAsync(PortalDbContext db, Guid connectionId, IGatewayVendor vendor, NumberPace number, CancellationToken cancellationToken)
    {
        var kept = await db.NumberBudgets.AsNoTracking().FirstOrDefaultAsync(b => b.ConnectionId == connectionId, cancellationToken);
        var pause = await db.Connections.Where(c => c.Id == connectionId)
            .Select(c => new { c.PausedUntil, c.PausedReason, c.PausedBy })
            .FirstOrDefaultAsync(cancellationToken);
        var profile = _options.For(vendor, kept?.Level ?? PaceLevel.Normal, kept?.ReadOwnValues());
        number.Store(profile, kept, pause?.PausedUntil, pause?.PausedReason, pause?.PausedBy is not null);
        if (!number.IsSeeded)
        {
            number.IsSeeded = true;
            await SeedAsync(db, connectionId, number, cancellationToken);
        }
    }

    /// <summary>What left before this process began.</summary>
    private async Task SeedAsync(PortalDbContext db, Guid connectionId, NumberPace number, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (await _ledger.LoadAsync(db, connectionId, cancellationToken) is { } tally)
        {
            number.Budget.Learn(here => RequestTally.Read(tally, now, here));
        }

        var minuteAgo = now - PaceProfile.Minute;
        var sent = await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && i.SentAt > minuteAgo)
            .Select(i => i.SentAt!.Value)
            .ToListAsync(cancellationToken);
        if (sent.Count > number.Budget.Used)
        {
            // A crash kept the tally from being written; these at least left.
            number.Budget.Learn(_ => new RequestTally());
            number.Budget.Seed(sent.Select(at => now - at));
        }
    }

    private void OnChange(Change change)
    {
        if (change.Topic == ChangeTopic.Reset)
        {
            foreach (var number in _numbers.Values)
            {
                Reconsider(number);
            }
        }
        else if (change.Topic == ChangeTopic.Connections && Guid.TryParse(change.Id, out var id) && _numbers.TryGetValue(id, out var number))
        {
            Reconsider(number);
        }
    }

    /// <summary>A person may have lifted the pause: who waits looks again.</summary>
    private static void Reconsider(NumberPace number)
    {
        number.MarkStale();
        number.Budget.Disturb();
    }
}
