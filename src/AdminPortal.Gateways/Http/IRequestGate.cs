namespace AdminPortal.Gateways.Http;

/// <summary>
/// Every single HTTP request of a number passes here first, reads, writes and read-backs alike, so that one budget holds
/// for all of them. Implemented by the console's pacing; this project knows nothing of budgets.
/// </summary>
public interface IRequestGate
{
    /// <summary>Waits until a request may leave. Throws only when cancelled.</summary>
    ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken);

    /// <summary>Reports what came back, so that a 429 slows everything down that shares the number.</summary>
    void Observe(Results.GatewayExchange exchange);
}
