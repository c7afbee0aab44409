namespace AdminPortal.Features.Pacing;

/// <summary>When the next item may be sent.</summary>
/// <param name="At">Now or later.</param>
/// <param name="Reason">Why not now, without a full stop: "adds go 10 s apart". Null when now.</param>
public sealed record PaceSlot(DateTimeOffset At, string? Reason);

/// <summary>How long a piece of work takes at the current pace.</summary>
/// <param name="Duration">Until the last item is sent.</param>
/// <param name="Sentence">"63 adds = about 11 min at the current pace."</param>
public sealed record PaceEstimate(TimeSpan Duration, string Sentence);

/// <summary>The requests of one number in the last minute, as far as this node knows.</summary>
public sealed record PaceMeter(int Used, int PerMinute);
