namespace AdminPortal.Simulator.Http;

/// <summary>A budget of calls per minute for each token. May be changed while requests run.</summary>
public sealed class RateLimit
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Start, int Used)> _windows = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    internal RateLimit(int? perMinute, TimeProvider time)
    {
        PerMinute = perMinute;
        _time = time;
    }

    /// <summary>Null switches the limit off; headers then show a budget that nothing takes from.</summary>
    public int? PerMinute { get; set; }

    /// <summary>Forgets what was used.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _windows.Clear();
        }
    }

    internal RateState Take(string? key)
    {
        var now = _time.GetUtcNow();
        if (key is null || PerMinute is not { } limit)
        {
            var shown = PerMinute ?? 100;
            return new RateState(IsExceeded: false, shown, shown, now + Window);
        }

        lock (_gate)
        {
            var window = _windows.TryGetValue(key, out var current) && now - current.Start < Window ? current : (Start: now, Used: 0);
            var isExceeded = window.Used >= limit;
            window.Used += isExceeded ? 0 : 1;
            _windows[key] = window;
            return new RateState(isExceeded, limit, limit - window.Used, window.Start + Window);
        }
    }
}

internal sealed record RateState(bool IsExceeded, int Limit, int Remaining, DateTimeOffset ResetsAt);
