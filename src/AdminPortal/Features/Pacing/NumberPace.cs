using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Pacing;

/// <summary>What the governor keeps in memory about one number: the minute's requests, the ladders, and the pause in force.</summary>
internal sealed class NumberPace(TimeProvider time, PaceProfile profile, PacingOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BackOffLadder _coolDowns = new(options.CoolDownLadder, options.ForgiveAfter);
    private readonly BackOffLadder _outages = new(options.OutageLadder, options.ForgiveAfter);
    private int _changes = 1;
    private int _changesRead;
    private DateTimeOffset? _storedPause;
    private DateTimeOffset? _unstoredPause;

    public PaceProfile Profile => profile;

    public RequestBudget Budget { get; } = new(time, profile.RequestsPerMinute, options.BulkShare, options.BackgroundShare);

    /// <summary>The connection's row may have changed since it was read.</summary>
    public bool IsStale => Volatile.Read(ref _changes) != Volatile.Read(ref _changesRead);

    public bool IsSeeded { get; set; }

    public SemaphoreSlim Reading { get; } = new(1, 1);

    public string? PauseReason { get; private set; }

    public DateTimeOffset? PausedUntil
    {
        get
        {
            lock (_gate)
            {
                return Later(_storedPause, _unstoredPause);
            }
        }
    }

    public void MarkStale() => Interlocked.Increment(ref _changes);

    /// <summary>Taken before the row is read: a change during the read asks for another one.</summary>
    public int BeginReading() => Volatile.Read(ref _changes);

    /// <summary>Takes over what stands in the connection's row. Until then nobody goes by what was known before.</summary>
    public void Store(DateTimeOffset? pausedUntil, string? reason)
    {
        lock (_gate)
        {
            _storedPause = pausedUntil;
            PauseReason = reason ?? (_unstoredPause is null ? null : PauseReason);
        }

        Budget.Pause(PausedUntil);
    }

    public void EndReading(int begun) => Volatile.Write(ref _changesRead, begun);

    /// <summary>A rate limit was met. Requests that met the same one change nothing.</summary>
    /// <returns>The pause to store, or null when it already stands.</returns>
    public (DateTimeOffset Until, string Reason)? CoolDown(DateTimeOffset? reset, string what) =>
        Climb(_coolDowns, reset, strikes => strikes == 1 ? what : $"{what}, {strikes} times in a row");

    /// <summary>The gateway could not be reached.</summary>
    public (DateTimeOffset Until, string Reason)? Outage(string what) => Climb(_outages, floor: null, _ => what);

    /// <summary>The pause is in the connection's row now.</summary>
    public void Stored(DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_unstoredPause <= until)
            {
                _storedPause = Later(_storedPause, _unstoredPause);
                _unstoredPause = null;
            }
        }
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

        if (remaining < options.SlowDownBelow)
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
    }

    private (DateTimeOffset Until, string Reason)? Climb(BackOffLadder ladder, DateTimeOffset? floor, Func<int, string> words)
    {
        (DateTimeOffset, string) pause;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var standing = Later(_storedPause, _unstoredPause);
            if (standing > now && (floor is null || floor <= standing))
            {
                return null;
            }

            // Still inside a pause: only its end moves, that is no further trouble.
            var until = standing > now ? floor!.Value : ladder.Climb(now, floor);
            var reason = words(Math.Max(1, ladder.Strikes));
            _unstoredPause = until;
            PauseReason = reason;
            pause = (until, reason);
        }

        Budget.Pause(PausedUntil);
        return pause;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
