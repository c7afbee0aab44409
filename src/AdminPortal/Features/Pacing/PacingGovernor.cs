using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Pacing;

/// <summary>
/// One budget per number for everything that speaks to its gateway, shared by all nodes. Requests pass a gate; items also wait
/// for the spacing and the caps of their kind, which are computed from what was sent. Cool-downs, the widened pace and what a
/// person chose stand in rows: all of it survives a restart.
/// </summary>
public sealed class PacingGovernor : IDisposable
{
    private const int TooManyRequests = 429;

    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly NumberPaces _numbers;
    private readonly SentTimes _sent;
    private readonly WorkAhead _ahead;
    private readonly RequestLedger _ledger;
    private readonly BudgetStore _store;
    private readonly AuditTrail _audit;
    private readonly PauseWriter _pauses;
    private readonly TimeProvider _time;

    public PacingGovernor(
        IDbContextFactory<PortalDbContext> contexts,
        GatewayCatalog catalog,
        PauseWriter pauses,
        AuditTrail audit,
        ChangeFeed feed,
        IOptions<PacingOptions> options,
        TimeProvider time,
        ILogger<PacingGovernor> logger)
    {
        (_contexts, _pauses, _audit, _time) = (contexts, pauses, audit, time);
        _sent = new SentTimes(contexts, time);
        _ahead = new WorkAhead(contexts);
        _ledger = new RequestLedger(contexts, time, logger);
        _store = new BudgetStore(contexts, feed);
        _numbers = new NumberPaces(contexts, catalog, _ledger, _sent, feed, options.Value, time);
    }

    /// <summary>The gate that every request of a number passes. Cheap; make one per piece of work.</summary>
    public IRequestGate GateFor(Guid connectionId, Lane lane) => new Gate(this, connectionId, lane);

    /// <summary>The end of the cool-down in force; past or null when the number is free.</summary>
    public async Task<DateTimeOffset?> PausedUntilAsync(Guid connectionId, CancellationToken cancellationToken) =>
        (await _numbers.FindAsync(connectionId, cancellationToken))?.PausedUntil;

    /// <summary>When the next item of that kind may be sent by the number.</summary>
    public async Task<PaceSlot> NextSlotAsync(Guid connectionId, ItemKind kind, CancellationToken cancellationToken) =>
        await NextSlotAsync(connectionId, kind, Lane.Bulk, cancellationToken);

    /// <summary>As above; the lane decides how much of the minute it may use.</summary>
    public async Task<PaceSlot> NextSlotAsync(Guid connectionId, ItemKind kind, Lane lane, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (await _numbers.FindAsync(connectionId, cancellationToken) is not { } number)
        {
            return new PaceSlot(now, Reason: null);
        }

        if (number.PausedUntil is { } paused && paused > now)
        {
            return new PaceSlot(paused, number.PauseReason);
        }

        var (at, reason) = await NextAsync(connectionId, number, PaceProfile.ClassOf(kind), PaceWords.Many(kind), now, cancellationToken);
        var room = now + number.Budget.WaitFor(lane, isWrite: true);
        (at, reason) = room > at ? (room, $"the gateway takes {number.RequestsPerMinute} requests per minute") : (at, reason);
        if (at > now || !BeginsWithRead(kind))
        {
            return new PaceSlot(at, reason);
        }

        return await NextReadAsync(connectionId, lane, cancellationToken) is { } read ? new PaceSlot(read, "its reads are used up for now") : new PaceSlot(at, reason);
    }

    /// <summary>When a read of that lane may leave; null is at once. Whoever does other work meanwhile asks first: a cap may hold reads back for an hour.</summary>
    public async Task<DateTimeOffset?> NextReadAsync(Guid connectionId, Lane lane, CancellationToken cancellationToken)
    {
        if (await _numbers.FindAsync(connectionId, cancellationToken) is not { } number)
        {
            return null;
        }

        await _ledger.RefreshAsync(connectionId, number.Budget, cancellationToken);
        var wait = number.Budget.WaitFor(lane, isWrite: false);
        return wait > TimeSpan.Zero ? _time.GetUtcNow() + wait : null;
    }

    /// <summary>How many more items of that kind the caps allow now; null when none limits them.</summary>
    public async Task<int?> RoomForAsync(Guid connectionId, ItemKind kind, CancellationToken cancellationToken)
    {
        if (await _numbers.FindAsync(connectionId, cancellationToken) is not { } number)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        var paceClass = PaceProfile.ClassOf(kind);
        var rule = number.RuleOf(paceClass);
        var sent = await _sent.OfAsync(connectionId, paceClass, rule.Memory, cancellationToken);
        return rule.Caps.Count == 0 ? null : rule.Caps.Min(cap => Math.Max(0, cap.Count - sent.Count(at => at > now - cap.Window)));
    }

    /// <summary>How much of its budget the number has spent, and what holds it back; null for a number that is not there.</summary>
    public async Task<PaceMeter?> MeterAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (await _numbers.FindAsync(connectionId, cancellationToken) is not { } number)
        {
            return null;
        }

        await _ledger.RefreshAsync(connectionId, number.Budget, cancellationToken);
        var now = _time.GetUtcNow();
        var inDay = await _sent.CountAsync(connectionId, now - PaceProfile.Day, cancellationToken);
        var inHour = await _sent.CountAsync(connectionId, now - PaceProfile.Hour, cancellationToken);
        List<KindMeter> kinds = [];
        foreach (var paceClass in Enum.GetValues<PaceClass>().Where(c => c != PaceClass.Read))
        {
            var rule = number.RuleOf(paceClass);
            var (hour, day) = (inHour.GetValueOrDefault(paceClass), inDay.GetValueOrDefault(paceClass));
            var full = hour >= rule.PerHour || day >= rule.PerDay;
            var next = full ? (await NextAsync(connectionId, number, paceClass, "", now, cancellationToken)).At : (DateTimeOffset?)null;
            kinds.Add(new KindMeter(paceClass, rule.Spacing, hour, rule.PerHour, day, rule.PerDay, next > now ? next : null)
            {
                PerMinute = rule.PerMinute,
                PerQuarterHour = rule.PerQuarterHour,
            });
        }

        var reads = number.RuleOf(PaceClass.Read);
        var (readsInHour, readsInDay) = number.Budget.Read(t => (t.ReadsInHour.Count, t.ReadsInDay.Count));
        kinds.Add(new KindMeter(PaceClass.Read, reads.Spacing, readsInHour, reads.PerHour, readsInDay, reads.PerDay, NextAt: null) { PerMinute = reads.PerMinute });
        return new PaceMeter(number.Budget.Used, number.RequestsPerMinute, number.Level, number.HasOwnValues, number.Factor, kinds)
        {
            LimitedAt = number.LimitedAt,
            LimitCode = number.LimitCode,
            PausedUntil = number.PausedUntil is { } paused && paused > now ? paused : null,
            PausedReason = number.PauseReason,
            Override = number.Override,
        };
    }

    /// <summary>What endangers the number; null for one that is not there.</summary>
    public async Task<NumberRisk?> RiskAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await NumberRisk.ReadAsync(db, connectionId, _time.GetUtcNow(), cancellationToken);
    }

    /// <summary>How long these items take, counted from now: what was sent before, what waits in front, and a pause in force included.</summary>
    /// <param name="operationId">The operation they belong to, when it is submitted already: only what is older waits in front.</param>
    public async Task<PaceEstimate> EstimateAsync(
        Guid connectionId, IReadOnlyDictionary<ItemKind, int> items, CancellationToken cancellationToken, Guid? operationId = null)
    {
        var wanted = items.Where(i => i.Value > 0).OrderByDescending(i => i.Value).ToList();
        if (wanted.Count == 0 || await _numbers.FindAsync(connectionId, cancellationToken) is not { } number)
        {
            return new PaceEstimate(TimeSpan.Zero, "Nothing to send.");
        }

        var now = _time.GetUtcNow();
        var pause = number.PausedUntil is { } paused && paused > now ? paused - now : TimeSpan.Zero;
        var ahead = await _ahead.CountAsync(connectionId, operationId, cancellationToken);
        var start = now + pause;
        var waiting = 0;
        foreach (var paceClass in wanted.GroupBy(i => PaceProfile.ClassOf(i.Key)))
        {
            var rule = number.RuleOf(paceClass.Key);
            var first = ahead.GetValueOrDefault(paceClass.Key);
            var sent = await _sent.OfAsync(connectionId, paceClass.Key, rule.Memory, cancellationToken);
            start = PaceForecast.LastOf(rule, sent, start, first + paceClass.Sum(i => i.Value));
            waiting += rule.Memory > 0 ? first : 0;
        }

        // One request sends, and about one more in ten reads back.
        var requests = (wanted.Sum(i => i.Value) + waiting) * 1.1;
        var byBudget = TimeSpan.FromMinutes(requests / number.Budget.LimitOf(Lane.Bulk));
        var duration = start - now > byBudget + pause ? start - now : byBudget + pause;
        return new PaceEstimate(duration, EstimateWords.Of(wanted, duration, pause, waiting, number));
    }

    /// <summary>Notes a rate limit that an answer told in its body; a 429 that passed the gate is noted there.</summary>
    /// <param name="until">The earliest time the gateway named, or null.</param>
    /// <param name="code">429, or 463: WhatsApp lets the number reach nobody for a while.</param>
    public async Task CoolDownAsync(Guid connectionId, DateTimeOffset? until, CancellationToken cancellationToken, int code = TooManyRequests)
    {
        if (await _numbers.FindAsync(connectionId, cancellationToken) is { } number)
        {
            CoolDown(connectionId, number, until, code);
        }
    }

    /// <summary>Notes that the gateway could not be reached: everybody waits a little, longer each time.</summary>
    public async Task RestAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (await _numbers.FindAsync(connectionId, cancellationToken) is { } number && number.Outage("the gateway does not answer") is { } pause)
        {
            _pauses.Write(new PauseNotice(connectionId, pause.Until, pause.Reason, _ => Task.CompletedTask, () => number.Stored(pause.Until, met: null)));
        }
    }

    /// <summary>Writes down what was counted in memory, where this node is alone on its database.</summary>
    /// <param name="all">False: only numbers with a cap of reads that reaches over hours.</param>
    internal async Task SaveCountsAsync(bool all, CancellationToken cancellationToken)
    {
        foreach (var (connectionId, number) in _numbers.All)
        {
            if (all || number.RuleOf(PaceClass.Read).Caps.Any(c => c.Window > PaceProfile.Minute))
            {
                await _ledger.SaveAsync(connectionId, number.Budget.Write(_time.GetUtcNow()), cancellationToken);
            }
        }
    }

    public void Dispose() => _numbers.Dispose();

    /// <summary>The link is read when the invitation leaves.</summary>
    private static bool BeginsWithRead(ItemKind kind) => kind is ItemKind.SendInviteCard or ItemKind.SendInviteLink;

    private async Task<(DateTimeOffset At, string? Reason)> NextAsync(
        Guid connectionId, NumberPace number, PaceClass paceClass, string plural, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rule = number.RuleOf(paceClass);
        return rule.Next(await _sent.OfAsync(connectionId, paceClass, rule.Memory, cancellationToken), now, plural);
    }

    private void CoolDown(Guid connectionId, NumberPace number, DateTimeOffset? until, int code)
    {
        var what = code == TooManyRequests ? "the gateway answered \"too many requests\"" : $"WhatsApp answered {code}: this number may not reach out for now";
        if (number.CoolDown(until, code, what) is not { } pause)
        {
            return;
        }

        _pauses.Write(new PauseNotice(
            connectionId,
            pause.Until,
            pause.Reason,
            token => pause.Met is { } met ? _store.KeepLimitAsync(connectionId, met, _audit, token) : Task.CompletedTask,
            () => number.Stored(pause.Until, pause.Met)));
    }

    private void Observe(Guid connectionId, GatewayExchange exchange)
    {
        if (_numbers.Known(connectionId) is not { } number || exchange.Status is not { } status)
        {
            return;
        }

        number.Answered(exchange);
        if (status == TooManyRequests)
        {
            CoolDown(connectionId, number, exchange.RateLimit?.RetryAt ?? exchange.RateLimit?.ResetsAt, status);
        }
    }

    private async Task EnterAsync(Guid connectionId, Lane lane, bool isWrite, CancellationToken cancellationToken)
    {
        // A number that is not there any more has no budget; its requests end at the gateway.
        while (await _numbers.FindAsync(connectionId, cancellationToken) is { } number)
        {
            if (await number.Budget.EnterAsync(lane, isWrite, cancellationToken) && await BookAsync(connectionId, number, lane, isWrite, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Takes the place among all nodes; without one, the wait begins again with what they sent.</summary>
    private async Task<bool> BookAsync(Guid connectionId, NumberPace number, Lane lane, bool isWrite, CancellationToken cancellationToken)
    {
        if (!_ledger.IsShared)
        {
            return true;
        }

        await number.Booking.WaitAsync(cancellationToken);
        try
        {
            var (taken, tally) = await _ledger.TakeAsync(connectionId, number.Budget, lane, isWrite, cancellationToken);
            number.Budget.Learn(tally);
            return taken;
        }
        finally
        {
            number.Booking.Release();
        }
    }

    private sealed class Gate(PacingGovernor governor, Guid connectionId, Lane lane) : IRequestGate
    {
        public async ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken) =>
            await governor.EnterAsync(connectionId, lane, isWrite, cancellationToken);

        public void Observe(GatewayExchange exchange) => governor.Observe(connectionId, exchange);
    }
}
