using System.Diagnostics.CodeAnalysis;

namespace AdminPortal.Gateways.Results;

/// <summary>A value that answers nothing but "the gateway accepted it".</summary>
public readonly record struct Accepted;

/// <summary>
/// What a gateway call came to: a value, or a <see cref="GatewayFailure"/>. Never an exception for anything the far side did;
/// only cancellation by the caller throws.
/// </summary>
public sealed class GatewayResult<T>
{
    private GatewayResult(T? value, GatewayFailure? failure, IReadOnlyList<GatewayExchange> exchanges)
    {
        Value = value;
        Failure = failure;
        Exchanges = exchanges;
    }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public T? Value { get; }

    public GatewayFailure? Failure { get; }

    /// <summary>The HTTP exchanges this call made, oldest first, secrets removed. Empty when none was needed.</summary>
    public IReadOnlyList<GatewayExchange> Exchanges { get; }

    public static GatewayResult<T> Success(T value, IReadOnlyList<GatewayExchange>? exchanges = null) => new(value, null, exchanges ?? []);

    public static GatewayResult<T> Failed(GatewayFailure failure, IReadOnlyList<GatewayExchange>? exchanges = null) => new(default, failure, exchanges ?? []);

    /// <summary>The same outcome with another value; a failure stays the same failure.</summary>
    public GatewayResult<TOther> Map<TOther>(Func<T, TOther> map) =>
        Succeeded ? GatewayResult<TOther>.Success(map(Value), Exchanges) : GatewayResult<TOther>.Failed(Failure, Exchanges);
}

/// <summary>
/// One HTTP exchange as it may be shown to an operator: credentials are masked, bodies are cut to a bounded length.
/// </summary>
/// <param name="Request">Method and path with query, secrets masked, for example <c>POST /api/community/link/ops-1</c>.</param>
/// <param name="RequestBody">The body sent, or null.</param>
/// <param name="Status">HTTP status, or null when no answer came.</param>
/// <param name="ResponseBody">The body received, or null.</param>
/// <param name="At">When the request left.</param>
/// <param name="Duration">Until the answer was complete or given up.</param>
/// <param name="RateLimit">What the gateway said about its budget, if it did.</param>
public sealed record GatewayExchange(
    string Request,
    string? RequestBody,
    int? Status,
    string? ResponseBody,
    DateTimeOffset At,
    TimeSpan Duration,
    RateLimitReport? RateLimit = null);

/// <summary>A gateway's own statement about its request budget.</summary>
/// <param name="Limit">Requests per window.</param>
/// <param name="Remaining">Requests left in this window.</param>
/// <param name="ResetsAt">When the window starts anew.</param>
/// <param name="RetryAt">From <c>Retry-After</c>: no request before this time.</param>
public sealed record RateLimitReport(int? Limit, int? Remaining, DateTimeOffset? ResetsAt, DateTimeOffset? RetryAt = null);
