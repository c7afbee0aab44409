using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Looks once more before a write of an item leaves, since waiting for its turn may have taken long; and remembers whether one
/// passed: what never left may be sent later, what left may have taken effect.
/// </summary>
internal sealed class WitnessGate(IRequestGate inner, RunnerTerms terms, RunnerTerm term, Guid itemId) : IRequestGate
{
    private readonly List<GatewayExchange> _exchanges = [];
    private bool _isWrite;

    public bool WriteLeft { get; private set; }

    /// <summary>Everything that was exchanged, whatever became of the call.</summary>
    public IReadOnlyList<GatewayExchange> Exchanges => _exchanges;

    public GatewayExchange? LastWrite { get; private set; }

    /// <exception cref="TermEndedException">Another runner took over the number meanwhile.</exception>
    /// <exception cref="HeldBackException">The number was stopped or the operation cancelled, and nothing has left yet.</exception>
    public async ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken)
    {
        await inner.EnterAsync(isWrite, cancellationToken);
        _isWrite = isWrite;
        if (!isWrite)
        {
            return;
        }

        // What has begun is brought to its end: half a creation helps nobody.
        if (await terms.ObjectionAsync(term, itemId, cancellationToken) is { } objection && !WriteLeft)
        {
            throw new HeldBackException(objection);
        }

        WriteLeft = true;
    }

    public void Observe(GatewayExchange exchange)
    {
        _exchanges.Add(exchange);
        LastWrite = _isWrite ? exchange : LastWrite;
        inner.Observe(exchange);
    }
}
