using System.Globalization;
using AdminPortal.Ui;

namespace AdminPortal.Features.Pacing;

/// <summary>How long a number is to rest.</summary>
public enum RestLength
{
    /// <summary>Until somebody resumes it.</summary>
    Open = 1,
    Hour = 2,
    EightHours = 3,
    Morning = 4,
    ThreeDays = 5,
    /// <summary>Until a time that is typed.</summary>
    Until = 6,
}

/// <summary>What is being said about a rest.</summary>
public sealed class RestForm
{
    private const int MorningHour = 8;

    public static IReadOnlyList<SelectOption<RestLength>> Lengths { get; } =
    [
        new(RestLength.Open, "until somebody resumes it"),
        new(RestLength.Hour, "for an hour"),
        new(RestLength.EightHours, "for 8 hours"),
        new(RestLength.Morning, "until tomorrow, 8:00"),
        new(RestLength.ThreeDays, "for 3 days"),
        new(RestLength.Until, "until a time…"),
    ];

    public RestLength Length { get; set; } = RestLength.Open;

    /// <summary>As a date and time field writes it, in the viewer's zone.</summary>
    public string? Until { get; set; }

    public string? Reason { get; set; }

    /// <summary>When the rest ends by what is chosen.</summary>
    /// <param name="until">Null: when somebody resumes it.</param>
    /// <returns>False when the time that was typed is none.</returns>
    public bool TryEnd(ViewerClock clock, out DateTimeOffset? until)
    {
        var now = clock.Now;
        until = Length switch
        {
            RestLength.Hour => now + TimeSpan.FromHours(1),
            RestLength.EightHours => now + TimeSpan.FromHours(8),
            RestLength.ThreeDays => now + TimeSpan.FromDays(3),
            RestLength.Morning => At(clock.Local(now).Date.AddDays(1).AddHours(MorningHour), clock.Zone),
            _ => null,
        };
        if (Length != RestLength.Until)
        {
            return true;
        }

        if (!DateTime.TryParse(Until, CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) || clock.Zone.IsInvalidTime(typed))
        {
            return false;
        }

        until = At(typed, clock.Zone);
        return true;
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => new(local, zone.GetUtcOffset(local));
}
