using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Lets a write pass only while its runner's term stands, and remembers whether one passed: what never left may be sent later,
/// what left may have taken effect.
/// </summary>
internal sealed class WitnessGate(IRequestGate inner, RunnerTerms terms, RunnerTerm term) : IRequestGate
{
    public bool WriteLeft { get; private set; }

    /// <exception cref="TermEndedException">Another runner took over the number meanwhile.</exception>
    public async ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken)
    {
        await inner.EnterAsync(isWrite, cancellationToken);
        if (isWrite && !await terms.StandsAsync(term, cancellationToken))
        {
            throw new TermEndedException();
        }

        WriteLeft |= isWrite;
    }

    public void Observe(GatewayExchange exchange) => inner.Observe(exchange);
}
