using System.Globalization;
using System.Net.Http.Headers;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Http;

/// <summary>Reads <c>X-RateLimit-Limit</c>, <c>-Remaining</c>, <c>-Reset</c> (unix seconds) and <c>Retry-After</c> (seconds or date).</summary>
internal static class RateLimitHeaders
{
    /// <summary>The last second that <see cref="DateTimeOffset"/> can express; a larger number is no time.</summary>
    private const long LastUnixSecond = 253_402_300_799;

    public static RateLimitReport? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var limit = Number(headers, "X-RateLimit-Limit");
        var remaining = Number(headers, "X-RateLimit-Remaining");
        var reset = Number(headers, "X-RateLimit-Reset");
        var resetsAt = reset is >= 0 and <= LastUnixSecond ? DateTimeOffset.FromUnixTimeSeconds(reset.Value) : (DateTimeOffset?)null;
        var retryAt = RetryAt(headers.RetryAfter, now);
        return limit is null && remaining is null && resetsAt is null && retryAt is null
            ? null
            : new RateLimitReport(Whole(limit), Whole(remaining), resetsAt, retryAt);
    }

    private static DateTimeOffset? RetryAt(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Date: { } date } => date,
        { Delta: { } delta } when delta < DateTimeOffset.MaxValue - now => now + delta,
        _ => null,
    };

    private static int? Whole(long? number) => number is >= 0 and <= int.MaxValue ? (int)number.Value : null;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
