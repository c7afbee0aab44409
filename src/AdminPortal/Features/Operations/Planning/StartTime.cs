using AdminPortal.Results;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>When work may be set to begin.</summary>
public static class StartTime
{
    /// <summary>As far ahead as a start may be set.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(60);

    /// <returns>Null when work may start then; no time at all is at once.</returns>
    public static PortalFailure? Refuse(DateTimeOffset? startAt, DateTimeOffset now) =>
        startAt <= now ? new InvalidInput("The start lies in the past.", "start")
        : startAt > now + Furthest ? new InvalidInput($"A start can be at most {Furthest.TotalDays:0} days ahead.", "start")
        : null;
}
