using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Pacing;

/// <summary>What is known here about one number: its rules as they hold now, the minute's requests, the ladders, and the pause in force.</summary>
internal sealed class NumberPace : IDisposable
{
    /// <summary>A step of narrowing leaves this much of the widening factor.</summary>
    private const double Narrowing = 0.8;

    private const int ReachOutLock = 463;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly PacingOptions _options;
    private readonly BackOffLadder _coolDowns;
    private readonly BackOffLadder _outages;
    private int _changes = 1;
    private int _changesRead;
    private PaceProfile _profile;
    private NumberBudget? _kept;
    private LimitMet? _unstoredLimit;
    private int _taken;
    private DateTimeOffset? _storedPause;
    private DateTimeOffset? _unstoredPause;
    private bool _pausedByPerson;
    private (DateTimeOffset? Until, TimeSpan Length, long Stamp) _measured;

    public NumberPace(TimeProvider time, PaceProfile profile, PacingOptions options)
    {
        (_time, _profile, _options) = (time, profile, options);
        _coolDowns = new BackOffLadder(options.CoolDownLadder, options.ForgiveAfter);
        _outages = new BackOffLadder(options.OutageLadder, options.ForgiveAfter);
        Budget = new RequestBudget(time, TermsOf(profile), options.BulkShare, options.BackgroundShare);
    }

    public RequestBudget Budget { get; }

    /// <summary>The rows may have changed since they were read.</summary>
    public bool IsStale => Volatile.Read(ref _changes) != Volatile.Read(ref _changesRead);

    public bool IsSeeded { get; set; }

    public SemaphoreSlim Reading { get; } = new(1, 1);

    /// <summary>One request of this node at a time asks for a place among all nodes.</summary>
    public SemaphoreSlim Booking { get; } = new(1, 1);

    public string? PauseReason { get; private set; }

    public PaceLevel Level => Kept(k => k?.Level) ?? PaceLevel.Normal;

    public bool HasOwnValues => Kept(k => k?.OwnValues) is not null;

    public DateTimeOffset? LimitedAt => Kept(k => _unstoredLimit?.At ?? k?.LimitedAt);

    public int? LimitCode => Kept(k => _unstoredLimit?.Code ?? k?.LimitCode);

    /// <summary>From where on it counts what the gateway took; null when the pace is that of the profile.</summary>
    public DateTimeOffset? NarrowsSince => Kept(k => (_unstoredLimit?.Factor ?? k?.Factor ?? 1) > 1 ? _unstoredLimit?.At ?? k?.WidenedAt : null);

    /// <summary>How much wider the spacing is now than the profile says.</summary>
    public double Factor => Kept(k =>
        Math.Max(1, (_unstoredLimit?.Factor ?? k?.Factor ?? 1) * Math.Pow(Narrowing, _taken / _options.NarrowAfter)));

    public int RequestsPerMinute => Budget.Terms.PerMinute;

    /// <summary>The daily caps that a person let be exceeded, and until when; null when they hold.</summary>
    public PaceOverride? Override => Kept(k =>
        k is { OverrideUntil: { } until } && until > _time.GetUtcNow() ? new PaceOverride(until, k.OverrideBy ?? "", k.OverrideReason ?? "") : null);

    public DateTimeOffset? PausedUntil
    {
        get
        {
            lock (_gate)
            {
                return Standing();
            }
        }
    }

    /// <summary>The rule of a class as it holds now.</summary>
    public PaceRule RuleOf(PaceClass paceClass)
    {
        var rule = Kept(_ => _profile).Rules[paceClass].Widened(Factor);
        return Override is null ? rule : rule.WithoutDailyCap();
    }

    public void MarkStale() => Interlocked.Increment(ref _changes);

    /// <summary>Taken before the rows are read: a change during the read asks for another one.</summary>
    public int BeginReading() => Volatile.Read(ref _changes);

    /// <summary>Takes over what stands in the rows. Until then nobody goes by what was known before.</summary>
    public void Store(PaceProfile profile, NumberBudget? kept, DateTimeOffset? pausedUntil, string? reason, bool byPerson)
    {
        lock (_gate)
        {
            _taken = kept?.WidenedAt == _kept?.WidenedAt ? _taken : 0;
            (_profile, _kept) = (profile, kept);
            if (kept?.CooledUntil is { } cooledUntil)
            {
                _coolDowns.Restore(kept.Strikes, cooledUntil);
            }

            (_storedPause, _pausedByPerson) = (pausedUntil, byPerson);
            PauseReason = reason ?? (_unstoredPause is null ? null : PauseReason);
        }

        Apply();
    }

    public void EndReading(int begun) => Volatile.Write(ref _changesRead, begun);

    /// <summary>So many changes were taken by the gateway since the last trouble.</summary>
    public void Narrow(int taken)
    {
        lock (_gate)
        {
            _taken = taken;
        }

        Apply();
    }

    /// <summary>How many taken changes bring the pace back to that of the profile.</summary>
    public int EnoughTaken => _options.NarrowAfter * (1 + (int)Math.Ceiling(Math.Log(_options.WidenAtMost) / -Math.Log(Narrowing)));

    /// <summary>A rate limit was met. Requests that met the same one change nothing.</summary>
    /// <returns>The pause to store, or null when it already stands; the trouble, when it is a new one.</returns>
    public (DateTimeOffset Until, string Reason, LimitMet? Met)? CoolDown(DateTimeOffset? reset, int code, string what)
    {
        // A lock lasts; where its end is not told, the longest cool-down is the least.
        reset ??= code == ReachOutLock ? _time.GetUtcNow() + _options.CoolDownLadder[^1] : null;
        var factor = Math.Min(_options.WidenAtMost, Factor * _options.WidenBy);
        var pause = Climb(_coolDowns, reset, strikes => strikes == 1 ? what : $"{what}, {strikes} times in a row");
        if (pause is not { IsNew: true } standing)
        {
            return pause is null ? null : (pause.Value.Until, pause.Value.Reason, null);
        }

        LimitMet met;
        lock (_gate)
        {
            _unstoredLimit = met = new LimitMet(_time.GetUtcNow(), code, factor, _coolDowns.Strikes, standing.Until);
            _taken = 0;
        }

        Apply();
        return (standing.Until, standing.Reason, met);
    }

    /// <summary>The gateway could not be reached.</summary>
    public (DateTimeOffset Until, string Reason)? Outage(string what) =>
        Climb(_outages, floor: null, _ => what) is { } pause ? (pause.Until, pause.Reason) : null;

    /// <summary>The pause is in the connection's row now.</summary>
    public void Stored(DateTimeOffset until, LimitMet? met)
    {
        lock (_gate)
        {
            if (_unstoredPause <= until)
            {
                _storedPause = Later(_storedPause, _unstoredPause);
                _unstoredPause = null;
            }

            _unstoredLimit = _unstoredLimit == met ? null : _unstoredLimit;
        }

        MarkStale();
    }

    /// <summary>The gateway answered, whatever it said.</summary>
    public void Answered(GatewayExchange exchange)
    {
        lock (_gate)
        {
            _outages.Forgive();
        }

        if (exchange.RateLimit is not { Remaining: { } remaining, ResetsAt: { } resetsAt })
        {
            return;
        }

        if (remaining < _options.SlowDownBelow)
        {
            Budget.Stretch(remaining, resetsAt);
        }
        else
        {
            Budget.Relax();
        }
    }

    public void Dispose()
    {
        Budget.Dispose();
        Reading.Dispose();
        Booking.Dispose();
    }

    private static RequestTerms TermsOf(PaceProfile profile) => new(profile.RequestsPerMinute, profile.Rules[PaceClass.Read]);

    private T Kept<T>(Func<NumberBudget?, T> read)
    {
        lock (_gate)
        {
            return read(_kept);
        }
    }

    private void Apply()
    {
        Budget.Change(TermsOf(Kept(_ => _profile)).Widened(Factor));
        Budget.Pause(PausedUntil);
    }

    private (DateTimeOffset Until, string Reason, bool IsNew)? Climb(BackOffLadder ladder, DateTimeOffset? floor, Func<int, string> words)
    {
        (DateTimeOffset, string, bool) pause;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var standing = Standing();
            if (standing > now && (floor is null || floor <= standing))
            {
                return null;
            }

            // Still inside a pause: only its end moves, that is no further trouble.
            var isNew = !(standing > now);
            var until = isNew ? ladder.Climb(now, floor) : floor!.Value;
            var reason = words(Math.Max(1, ladder.Strikes));
            _unstoredPause = until;
            PauseReason = reason;
            pause = (until, reason, isNew);
        }

        Budget.Pause(PausedUntil);
        return pause;
    }

    /// <summary>A cool-down lasts as long as it was meant to, whatever the clock does; a rest ends at the hour that a person named.</summary>
    private DateTimeOffset? Standing()
    {
        var until = Later(_storedPause, _unstoredPause);
        if (until is not { } end || (_pausedByPerson && _unstoredPause is null))
        {
            return until;
        }

        var now = _time.GetUtcNow();
        if (_measured.Until != until)
        {
            _measured = (until, end - now, _time.GetTimestamp());
        }

        var steady = now + (_measured.Length - _time.GetElapsedTime(_measured.Stamp));
        return (steady - end).Duration() < TimeSpan.FromSeconds(1) ? end : steady;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
