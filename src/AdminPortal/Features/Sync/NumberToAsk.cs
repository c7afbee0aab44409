using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>The number cannot be asked now.</summary>
public sealed record CannotAsk(string Message) : PortalFailure(Message);

/// <summary>A number of ours that somebody wants to ask something, with what it can do.</summary>
internal sealed record NumberToAsk(string Name, CapabilitySet Capabilities)
{
    /// <summary>One that is there and not stopped. Whether its session stands is not looked at: asking may show just that.</summary>
    public static async Task<Result<NumberToAsk>> FindAsync(PortalDbContext db, GatewayCatalog catalog, Guid connectionId, CancellationToken cancellationToken)
    {
        var connection = await db.Connections
            .Where(c => c.Id == connectionId && c.RemovedAt == null)
            .Select(c => new { c.Name, c.Kind, c.StoppedReason })
            .FirstOrDefaultAsync(cancellationToken);
        return connection switch
        {
            null => new NotThere("The number"),
            { StoppedReason: { } reason } => new CannotAsk($"{connection.Name} was stopped: {reason} Resume it first."),
            _ => new NumberToAsk(connection.Name, await ConnectionCapability.EffectiveAsync(db, connectionId, catalog[connection.Kind].Capabilities, cancellationToken)),
        };
    }

    /// <summary>Why a number cannot be asked for that; null when it can.</summary>
    public static CannotAsk? WhyNot(string name, CapabilitySet capabilities, Capability capability) => capabilities[capability] switch
    {
        { Usable: true } => null,
        { Evidence: CapabilityEvidence.Probed, Reason: var reason } => new CannotAsk($"{name} {reason}. Check again on its page what it can do."),
        { Reason: var reason } => new CannotAsk($"{name} {reason}."),
    };
}
