using AdminPortal.Ui;

namespace AdminPortal.Features.Pacing;

/// <summary>How a number's meter is worded on its card and page.</summary>
public static class PaceMeterWords
{
    /// <summary>In the order in which they matter to an operator.</summary>
    public static IReadOnlyList<PaceClass> Order { get; } =
    [
        PaceClass.Add, PaceClass.DirectMessage, PaceClass.Create, PaceClass.Link, PaceClass.Promote, PaceClass.Approve,
        PaceClass.GroupMessage, PaceClass.Other, PaceClass.Read,
    ];

    public static string Label(PaceClass paceClass) => paceClass switch
    {
        PaceClass.Add => "Adds",
        PaceClass.Promote => "Promotions, demotions",
        PaceClass.Create => "New groups, communities",
        PaceClass.Link => "Links, unlinks",
        PaceClass.Approve => "Approvals, rejections",
        PaceClass.DirectMessage => "Direct messages",
        PaceClass.GroupMessage => "Texts to groups",
        PaceClass.Read => "Reads",
        _ => "Other changes",
    };

    public static string Title(PaceLevel level) => level switch
    {
        PaceLevel.Careful => "Careful",
        PaceLevel.Brisk => "Brisk",
        _ => "Normal",
    };

    public static string Advice(PaceLevel level) => level switch
    {
        PaceLevel.Careful => "For a young number, or one that had trouble.",
        PaceLevel.Brisk => "For a number that has done this for months.",
        _ => "For a number in everyday use.",
    };

    /// <summary>"37 of 60 adds in 24 h, 10 s apart, last 429 41 min ago".</summary>
    public static string Sentence(PaceMeter meter, ViewerClock clock)
    {
        var adds = meter.Of(PaceClass.Add);
        List<string> parts = [$"{Spent(adds.InDay, adds.PerDay)} {(adds.PerDay is null && adds.InDay == 1 ? "add" : "adds")} in 24 h"];
        if (adds.Spacing > TimeSpan.Zero)
        {
            parts.Add($"{PaceWords.Span(adds.Spacing)} apart");
        }

        if (meter.LimitedAt is { } at)
        {
            parts.Add($"last {meter.LimitCode} {clock.Relative(at)}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>What a profile means for adds: "10 s apart, 250 in 24 h".</summary>
    public static string AddsOf(KindPace pace)
    {
        List<string> parts = [Apart(pace.Spacing)];
        if (pace.PerHour is { } hour)
        {
            parts.Add($"{hour:N0} an hour");
        }

        if (pace.PerDay is { } day)
        {
            parts.Add($"{day:N0} in 24 h");
        }

        return string.Join(", ", parts);
    }

    public static string Apart(TimeSpan? spacing) => spacing is { } gap && gap > TimeSpan.Zero ? $"{PaceWords.Span(gap)} apart" : "no spacing";

    /// <summary>"no spacing, 2 a minute, 10 in 15 min".</summary>
    public static string Pace(KindMeter kind)
    {
        List<string> parts = [Apart(kind.Spacing)];
        if (kind.PerMinute is { } minute)
        {
            parts.Add($"{minute:N0} a minute");
        }

        if (kind.PerQuarterHour is { } quarter)
        {
            parts.Add($"{quarter:N0} in 15 min");
        }

        return string.Join(", ", parts);
    }

    /// <summary>"37 of 60", or "37" where there is no cap.</summary>
    public static string Spent(int count, int? cap) => cap is { } most ? $"{count:N0} of {most:N0}" : $"{count:N0}";

    /// <summary>From "plenty left" to "spent", for the colour of a bar.</summary>
    public static string? Tone(int count, int cap) => count >= cap ? "danger" : count * 10 >= cap * 9 ? "warning" : null;

    public static int Percent(int count, int cap) => Math.Min(100, count * 100 / Math.Max(1, cap));
}
