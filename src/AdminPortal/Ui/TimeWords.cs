using System.Globalization;

namespace AdminPortal.Ui;

/// <summary>Times and spans in words.</summary>
public static class TimeWords
{
    /// <summary>"just now", "2 min ago", "in 3 h", "5 d ago"; a date once that is shorter to understand.</summary>
    public static string Relative(DateTimeOffset value, DateTimeOffset now)
    {
        var distance = (now - value).Duration();
        if (distance < TimeSpan.FromSeconds(45))
        {
            return "just now";
        }

        if (distance >= TimeSpan.FromDays(45))
        {
            return value.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        }

        var words = Span(distance);
        return value <= now ? $"{words} ago" : $"in {words}";
    }

    /// <summary>The largest unit, rounded: "45 s", "2 min", "3 h", "5 d".</summary>
    public static string Span(TimeSpan span)
    {
        var (count, unit) = span.Duration() switch
        {
            { TotalSeconds: < 59.5 } s => (s.TotalSeconds, "s"),
            { TotalMinutes: < 59.5 } s => (s.TotalMinutes, "min"),
            { TotalHours: < 23.5 } s => (s.TotalHours, "h"),
            var s => (s.TotalDays, "d"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(count)):0} {unit}");
    }

    public static string Absolute(DateTimeOffset local, TimeZoneInfo zone)
    {
        var words = local.ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);
        return zone.Equals(TimeZoneInfo.Utc) ? $"{words} UTC" : words;
    }

    public static string Clock(DateTimeOffset local, DateTimeOffset localNow) =>
        local.ToString(local.Date == localNow.Date ? "HH:mm" : "d MMM, HH:mm", CultureInfo.InvariantCulture);
}
