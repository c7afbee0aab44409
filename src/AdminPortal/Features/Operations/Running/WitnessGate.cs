using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Remembers whether a write passed: what never left may be sent later, what left may have taken effect.</summary>
internal sealed class WitnessGate(IRequestGate inner) : IRequestGate
{
    public bool WriteLeft { get; private set; }

    public async ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken)
    {
        await inner.EnterAsync(isWrite, cancellationToken);
        WriteLeft |= isWrite;
    }

    public void Observe(GatewayExchange exchange) => inner.Observe(exchange);
}
