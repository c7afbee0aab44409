using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Http;

/// <summary>A gate that lets everything pass: for testing a connection that has no budget yet.</summary>
public sealed class OpenRequestGate : IRequestGate
{
    public static readonly OpenRequestGate Instance = new();

    private OpenRequestGate()
    {
    }

    public ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Observe(GatewayExchange exchange)
    {
        // Nothing is paced here, so nothing is learned from an answer.
    }
}
