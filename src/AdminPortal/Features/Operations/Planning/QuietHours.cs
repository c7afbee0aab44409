using System.Globalization;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>
/// The hours of the day in which bulk work waits, by the clock on the wall of the installation's zone: they begin and end
/// at the same local time on days on which clocks are changed.
/// </summary>
public sealed class QuietHours(IOptions<BulkOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>"22:00 to 07:00 (Europe/Berlin)"; null when there are none.</summary>
    public string? Sentence => options.Value is { QuietFrom: { } from, QuietTo: { } to }
        ? string.Create(CultureInfo.InvariantCulture, $"{from:HH\\:mm} to {to:HH\\:mm} ({options.Value.TimeZone})")
        : null;

    /// <summary>When the quiet hours in force at that time end; null outside of them.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset at)
    {
        foreach (var (start, end) in Around(at))
        {
            if (start <= at && at < end)
            {
                return end;
            }
        }

        return null;
    }

    /// <summary>When work that takes so long is through if it rests in the quiet hours.</summary>
    public DateTimeOffset After(DateTimeOffset start, TimeSpan work)
    {
        var at = start;
        while (true)
        {
            at = EndAt(at) ?? at;
            if (NextStart(at) is not { } quiet || quiet - at >= work)
            {
                return at + work;
            }

            work -= quiet - at;
            at = quiet;
        }
    }

    /// <summary>"07:00" on the wall of the installation.</summary>
    public string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset? NextStart(DateTimeOffset at)
    {
        foreach (var (start, _) in Around(at))
        {
            if (start > at)
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>The quiet hours that begin the day before, on the day and on the two days after, by the local calendar.</summary>
    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Around(DateTimeOffset at)
    {
        if (options.Value is not { QuietFrom: { } from, QuietTo: { } to })
        {
            yield break;
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);
        for (var day = -1; day <= 2; day++)
        {
            var date = today.AddDays(day);
            var start = Instant(date, from, first: true);
            var end = Instant(to > from ? date : date.AddDays(1), to, first: false);
            if (end > start)
            {
                yield return (start, end);
            }
        }
    }

    /// <param name="first">Of two instants with the same local time, the earlier one.</param>
    private DateTimeOffset Instant(DateOnly date, TimeOnly time, bool first)
    {
        var local = date.ToDateTime(time);
        if (_zone.IsInvalidTime(local))
        {
            // The clock jumps over it: what it would have been without the jump is the same instant.
            return new DateTimeOffset(local, _zone.GetUtcOffset(local.AddHours(-3)));
        }

        if (_zone.IsAmbiguousTime(local))
        {
            var offsets = _zone.GetAmbiguousTimeOffsets(local);
            return new DateTimeOffset(local, first ? offsets.Max() : offsets.Min());
        }

        return new DateTimeOffset(local, _zone.GetUtcOffset(local));
    }
}
