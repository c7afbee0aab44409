namespace AdminPortal.Features.Pacing;

/// <summary>When the next item may be sent.</summary>
/// <param name="At">Now or later.</param>
/// <param name="Reason">Why not now, without a full stop: "adds go 10 s apart". Null when now.</param>
public sealed record PaceSlot(DateTimeOffset At, string? Reason);

/// <summary>How long a piece of work takes at the current pace.</summary>
/// <param name="Duration">Until the last item is sent.</param>
/// <param name="Sentence">"63 adds = about 11 min at the current pace."</param>
public sealed record PaceEstimate(TimeSpan Duration, string Sentence);

/// <summary>How much of its budget a number has spent, all nodes together.</summary>
/// <param name="Used">Requests in the last minute.</param>
/// <param name="Factor">How much wider than its profile it works since the last trouble; 1 is as the profile says.</param>
public sealed record PaceMeter(int Used, int PerMinute, PaceLevel Level, bool HasOwnValues, double Factor, IReadOnlyList<KindMeter> Kinds)
{
    public DateTimeOffset? LimitedAt { get; init; }
    /// <summary>429 or 463.</summary>
    public int? LimitCode { get; init; }
    /// <summary>In the future, or null.</summary>
    public DateTimeOffset? PausedUntil { get; init; }
    public string? PausedReason { get; init; }
    public PaceOverride? Override { get; init; }

    public KindMeter Of(PaceClass paceClass) => Kinds.First(k => k.Class == paceClass);
}

/// <summary>What was sent of one class in the last hour and day, and what may be.</summary>
/// <param name="NextAt">When the next may be sent, where a cap is reached; else null.</param>
public sealed record KindMeter(PaceClass Class, TimeSpan Spacing, int InHour, int? PerHour, int InDay, int? PerDay, DateTimeOffset? NextAt)
{
    public int? PerMinute { get; init; }
    public int? PerQuarterHour { get; init; }
}

/// <summary>A person let the daily caps be exceeded.</summary>
public sealed record PaceOverride(DateTimeOffset Until, string By, string Reason);
