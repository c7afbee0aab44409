using System.Collections.Concurrent;
using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Pacing;

/// <summary>
/// One budget per number for everything that speaks to its gateway. Requests pass a gate; items also wait for the spacing
/// and the caps of their kind, which are computed from what was sent and so survive a restart. A cool-down stands in the
/// connection's row.
/// </summary>
public sealed class PacingGovernor : IDisposable
{
    private const int TooManyRequests = 429;

    private readonly ConcurrentDictionary<Guid, NumberPace> _numbers = new();
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly GatewayCatalog _catalog;
    private readonly PauseWriter _pauses;
    private readonly PacingOptions _options;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public PacingGovernor(
        IDbContextFactory<PortalDbContext> contexts,
        GatewayCatalog catalog,
        PauseWriter pauses,
        ChangeFeed feed,
        IOptions<PacingOptions> options,
        TimeProvider time)
    {
        (_contexts, _catalog, _pauses, _options, _time) = (contexts, catalog, pauses, options.Value, time);
        _subscription = feed.Subscribe(OnChange);
    }

    /// <summary>The gate that every request of a number passes. Cheap; make one per piece of work.</summary>
    public IRequestGate GateFor(Guid connectionId, Lane lane) => new Gate(this, connectionId, lane);

    /// <summary>The end of the cool-down in force; past or null when the number is free.</summary>
    public async Task<DateTimeOffset?> PausedUntilAsync(Guid connectionId, CancellationToken cancellationToken) =>
        (await NumberAsync(connectionId, cancellationToken))?.PausedUntil;

    /// <summary>When the next item of that kind may be sent by the number.</summary>
    public async Task<PaceSlot> NextSlotAsync(Guid connectionId, ItemKind kind, CancellationToken cancellationToken) =>
        await NextSlotAsync(connectionId, kind, Lane.Bulk, cancellationToken);

    /// <summary>As above; the lane decides how much of the minute it may use.</summary>
    public async Task<PaceSlot> NextSlotAsync(Guid connectionId, ItemKind kind, Lane lane, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (await NumberAsync(connectionId, cancellationToken) is not { } number)
        {
            return new PaceSlot(now, Reason: null);
        }

        if (number.PausedUntil is { } paused && paused > now)
        {
            return new PaceSlot(paused, number.PauseReason);
        }

        var sent = await SentAsync(connectionId, number.Profile, kind, cancellationToken);
        var (at, reason) = number.Profile.RuleOf(kind).Next(sent, now, PaceWords.Many(kind));
        var room = now + number.Budget.WaitFor(lane);
        return room > at ? new PaceSlot(room, $"the gateway takes {number.Profile.RequestsPerMinute} requests per minute") : new PaceSlot(at, reason);
    }

    /// <summary>How much of the minute's budget is spent; null for a number that is not there.</summary>
    public async Task<PaceMeter?> MeterAsync(Guid connectionId, CancellationToken cancellationToken) =>
        await NumberAsync(connectionId, cancellationToken) is { } number ? new PaceMeter(number.Budget.Used, number.Profile.RequestsPerMinute) : null;

    /// <summary>How long these items take, counted from now, what was sent before and a pause in force included.</summary>
    public async Task<PaceEstimate> EstimateAsync(Guid connectionId, IReadOnlyDictionary<ItemKind, int> items, CancellationToken cancellationToken)
    {
        var wanted = items.Where(i => i.Value > 0).OrderByDescending(i => i.Value).ToList();
        if (wanted.Count == 0 || await NumberAsync(connectionId, cancellationToken) is not { } number)
        {
            return new PaceEstimate(TimeSpan.Zero, "Nothing to send.");
        }

        var now = _time.GetUtcNow();
        var pause = number.PausedUntil is { } paused && paused > now ? paused - now : TimeSpan.Zero;
        var start = now + pause;
        foreach (var paceClass in wanted.GroupBy(i => PaceProfile.ClassOf(i.Key)))
        {
            var sent = await SentAsync(connectionId, number.Profile, paceClass.First().Key, cancellationToken);
            start = PaceForecast.LastOf(number.Profile.Rules[paceClass.Key], sent, start, paceClass.Sum(i => i.Value));
        }

        // One request sends, and about one more in ten reads back.
        var requests = wanted.Sum(i => i.Value) * 1.1;
        var byBudget = TimeSpan.FromMinutes(requests / number.Budget.LimitOf(Lane.Bulk));
        var duration = start - now > byBudget + pause ? start - now : byBudget + pause;
        var counts = string.Join(" and ", wanted.Select(i => PaceWords.Count(i.Key, i.Value)));
        var after = pause > TimeSpan.Zero ? $", {PaceWords.Span(pause)} of pause included" : "";
        return new PaceEstimate(
            duration,
            duration < TimeSpan.FromSeconds(1) ? $"{counts} = at once." : $"{counts} = about {PaceWords.Span(duration)} at the current pace{after}.");
    }

    /// <summary>Notes a rate limit that an answer told in its body; a 429 that passed the gate is noted there.</summary>
    /// <param name="until">The earliest time the gateway named, or null.</param>
    public async Task CoolDownAsync(Guid connectionId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (await NumberAsync(connectionId, cancellationToken) is { } number)
        {
            Write(connectionId, number, number.CoolDown(until, "the gateway answered \"too many requests\""));
        }
    }

    /// <summary>Notes that the gateway could not be reached: everybody waits a little, longer each time.</summary>
    public async Task RestAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (await NumberAsync(connectionId, cancellationToken) is { } number)
        {
            Write(connectionId, number, number.Outage("the gateway does not answer"));
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        foreach (var number in _numbers.Values)
        {
            number.Dispose();
        }
    }

    private void Observe(Guid connectionId, GatewayExchange exchange)
    {
        if (!_numbers.TryGetValue(connectionId, out var number) || exchange.Status is not { } status)
        {
            return;
        }

        number.Answered(exchange);
        if (status == TooManyRequests)
        {
            Write(connectionId, number, number.CoolDown(exchange.RateLimit?.RetryAt ?? exchange.RateLimit?.ResetsAt, "the gateway answered \"too many requests\""));
        }
    }

    private void Write(Guid connectionId, NumberPace number, (DateTimeOffset Until, string Reason)? pause)
    {
        if (pause is { } standing)
        {
            _pauses.Write(new PauseNotice(connectionId, standing.Until, standing.Reason, () => number.Stored(standing.Until)));
        }
    }

    private async Task EnterAsync(Guid connectionId, Lane lane, CancellationToken cancellationToken)
    {
        // A number that is not there any more has no budget; its requests end at the gateway.
        while (await NumberAsync(connectionId, cancellationToken) is { } number && !await number.Budget.EnterAsync(lane, cancellationToken))
        {
        }
    }

    private async Task<NumberPace?> NumberAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (_numbers.TryGetValue(connectionId, out var known) && !known.IsStale)
        {
            return known;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (known is null)
        {
            var kind = await db.Connections.Where(c => c.Id == connectionId).Select(c => (GatewayKind?)c.Kind).FirstOrDefaultAsync(cancellationToken);
            if (kind is null)
            {
                return null;
            }

            var made = new NumberPace(_time, _options.For(_catalog[kind.Value]), _options);
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
                await ReadAsync(db, connectionId, known, cancellationToken);
                known.EndReading(begun);
            }
        }
        finally
        {
            known.Reading.Release();
        }

        return known;
    }

    private async Task ReadAsync(PortalDbContext db, Guid connectionId, NumberPace number, CancellationToken cancellationToken)
    {
        var pause = await db.Connections.Where(c => c.Id == connectionId)
            .Select(c => new { c.PausedUntil, c.PausedReason })
            .FirstOrDefaultAsync(cancellationToken);
        number.Store(pause?.PausedUntil, pause?.PausedReason);
        if (!number.IsSeeded)
        {
            number.IsSeeded = true;
            var now = _time.GetUtcNow();
            var minuteAgo = now - TimeSpan.FromMinutes(1);
            var sent = await db.OperationItems
                .Where(i => i.ConnectionId == connectionId && i.SentAt > minuteAgo)
                .Select(i => i.SentAt!.Value)
                .ToListAsync(cancellationToken);
            number.Budget.Seed(sent.Select(at => now - at));
        }
    }

    private async Task<IReadOnlyList<DateTimeOffset>> SentAsync(Guid connectionId, PaceProfile profile, ItemKind kind, CancellationToken cancellationToken)
    {
        var memory = profile.RuleOf(kind).Memory;
        if (memory == 0)
        {
            return [];
        }

        var kinds = PaceProfile.KindsOf(PaceProfile.ClassOf(kind));
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && kinds.Contains(i.Kind) && i.SentAt != null)
            .OrderByDescending(i => i.SentAt)
            .Select(i => i.SentAt!.Value)
            .Take(memory)
            .ToListAsync(cancellationToken);
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

    private sealed class Gate(PacingGovernor governor, Guid connectionId, Lane lane) : IRequestGate
    {
        public async ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken) =>
            await governor.EnterAsync(connectionId, lane, cancellationToken);

        public void Observe(GatewayExchange exchange) => governor.Observe(connectionId, exchange);
    }
}
