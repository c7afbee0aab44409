using System.Globalization;

namespace AdminPortal.Features.Pacing;

/// <summary>What one number sent lately: all requests of the last minute, and the reads of the last minute, hour and day.</summary>
internal sealed class RequestTally
{
    private readonly TallyWindow[] _windows =
    [
        new(PaceProfile.Minute, TimeSpan.FromMilliseconds(100)),
        new(PaceProfile.Minute, TimeSpan.FromMilliseconds(100)),
        new(PaceProfile.Hour, TimeSpan.FromSeconds(30)),
        new(PaceProfile.Day, TimeSpan.FromMinutes(10)),
    ];

    public TallyWindow Requests => _windows[0];

    public TallyWindow ReadsInMinute => _windows[1];

    public TallyWindow ReadsInHour => _windows[2];

    public TallyWindow ReadsInDay => _windows[3];

    public void Add(DateTimeOffset at, bool isWrite)
    {
        foreach (var window in isWrite ? _windows.AsSpan(0, 1) : _windows)
        {
            window.Add(at);
        }
    }

    public void Forget(DateTimeOffset now)
    {
        foreach (var window in _windows)
        {
            window.Forget(now);
        }
    }

    /// <summary>The time of writing, then the windows, as one line.</summary>
    public string Write(DateTimeOffset now) =>
        string.Join('|', [now.UtcTicks.ToString(CultureInfo.InvariantCulture), .. _windows.Select(w => w.Write(now))]);

    /// <param name="now">By the clock of whoever wrote it.</param>
    /// <param name="here">The same moment on the clock that the tally is to live by.</param>
    public static RequestTally Read(string text, DateTimeOffset now, DateTimeOffset here)
    {
        var parts = text.Split('|');
        var written = new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero);

        // A clock that was set back meanwhile: what was written counts from now on.
        var since = now > written ? now - written : TimeSpan.Zero;
        var tally = new RequestTally();
        for (var i = 0; i < tally._windows.Length; i++)
        {
            tally._windows[i].Read(parts[i + 1], here - since);
            tally._windows[i].Forget(here);
        }

        return tally;
    }
}
