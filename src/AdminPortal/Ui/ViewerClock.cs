namespace AdminPortal.Ui;

/// <summary>
/// Time as the person at the screen reads it: their time zone, and one tick every 30 s that all relative times of a page share.
/// </summary>
public sealed class ViewerClock(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Action? _ticked;
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>UTC until the browser has told its zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Raised off the renderer. The timer runs only while somebody listens.</summary>
    public event Action Ticked
    {
        add
        {
            lock (_gate)
            {
                if (_disposed)
                {
                    return;
                }

                _ticked += value;
                _timer ??= time.CreateTimer(_ => RaiseTicked(), state: null, Interval, Interval);
            }
        }

        remove
        {
            lock (_gate)
            {
                _ticked -= value;
                if (_ticked is null)
                {
                    _timer?.Dispose();
                    _timer = null;
                }
            }
        }
    }

    /// <summary>Takes the browser's zone; a name this machine does not know leaves UTC.</summary>
    public void UseZone(string? ianaName)
    {
        if (!string.IsNullOrEmpty(ianaName) && TimeZoneInfo.TryFindSystemTimeZoneById(ianaName, out var zone) && !zone.Equals(Zone))
        {
            Zone = zone;
            RaiseTicked();
        }
    }

    public DateTimeOffset Local(DateTimeOffset value) => TimeZoneInfo.ConvertTime(value, Zone);

    /// <summary>"20 Nov 2025, 14:32:05" in the viewer's zone, with "UTC" when that is all we know.</summary>
    public string Absolute(DateTimeOffset value) => TimeWords.Absolute(Local(value), Zone);

    /// <summary>"14:32" today, else "21 Nov, 14:32".</summary>
    public string Clock(DateTimeOffset value) => TimeWords.Clock(Local(value), Local(Now));

    /// <summary>"2 min ago", "in 3 h".</summary>
    public string Relative(DateTimeOffset value) => TimeWords.Relative(value, Now);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
            _timer = null;
            _ticked = null;
        }
    }

    private void RaiseTicked()
    {
        Action? listeners;
        lock (_gate)
        {
            listeners = _ticked;
        }

        listeners?.Invoke();
    }
}
