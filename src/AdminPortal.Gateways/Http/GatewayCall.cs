using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Http;

/// <summary>One call of the port, which may take several HTTP requests. Collects what was exchanged.</summary>
internal sealed class GatewayCall(CancellationToken cancellationToken)
{
    private readonly List<GatewayExchange> _exchanges = [];

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<GatewayExchange> Exchanges => _exchanges;

    public void Record(GatewayExchange exchange) => _exchanges.Add(exchange);

    /// <summary>Terms of a request that changes nothing: it may be repeated.</summary>
    public RequestTerms Read(TimeSpan? timeout = null) => new(this, IsWrite: false, timeout);

    /// <summary>Terms of a request that changes something: it leaves at most once.</summary>
    public RequestTerms Write(TimeSpan? timeout = null) => new(this, IsWrite: true, timeout);
}

/// <param name="Call">Where the exchange is recorded.</param>
/// <param name="IsWrite">Decides about retrying and about what a missing answer means.</param>
/// <param name="Timeout">From leaving the gate to the last byte of the answer; null for the default.</param>
internal sealed record RequestTerms(GatewayCall Call, bool IsWrite, TimeSpan? Timeout);

/// <summary>Carries a failure from the depth of a call to <see cref="GatewayAdapter"/>, which turns it into a result.</summary>
internal sealed class GatewayCallException(GatewayFailure failure, bool worthRetrying = false, Exception? inner = null)
    : Exception(failure.Message, inner)
{
    public GatewayFailure Failure { get; } = failure;

    /// <summary>For reads: the same request may well succeed in a moment.</summary>
    public bool WorthRetrying { get; } = worthRetrying;
}
