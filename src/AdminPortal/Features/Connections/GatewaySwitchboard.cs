using AdminPortal.Data;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Connections;

/// <summary>
/// Puts callers through to the gateway of a number. Every caller brings the gate it has to pass. What was found impossible for
/// the number is answered with "not supported" and never asked again, until somebody tries it out anew.
/// </summary>
public sealed class GatewaySwitchboard(IDbContextFactory<PortalDbContext> contexts, GatewayCatalog catalog, SecretProtector secrets)
{
    /// <returns>Null when the number was removed, or its credentials cannot be read with the keys at hand.</returns>
    public Task<IWhatsAppGateway?> ConnectAsync(Guid connectionId, IRequestGate gate, CancellationToken cancellationToken) =>
        ConnectAsync(connectionId, gate, asDeclared: false, cancellationToken);

    /// <summary>For trying out: everything that the gateway declares is open, whatever was found before.</summary>
    internal Task<IWhatsAppGateway?> ConnectAsDeclaredAsync(Guid connectionId, IRequestGate gate, CancellationToken cancellationToken) =>
        ConnectAsync(connectionId, gate, asDeclared: true, cancellationToken);

    private async Task<IWhatsAppGateway?> ConnectAsync(Guid connectionId, IRequestGate gate, bool asDeclared, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db.Connections.AsNoTracking()
            .Where(c => c.Id == connectionId && c.RemovedAt == null)
            .Select(c => new
            {
                c.Kind,
                c.BaseAddress,
                c.ProtectedCredentials,
                Impossible = db.ConnectionCapabilities.Where(f => f.ConnectionId == c.Id && f.Level == CapabilityLevel.Unsupported).ToList(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (connection is null || secrets.Unprotect(connection.ProtectedCredentials) is not { } credentials)
        {
            return null;
        }

        var settings = new GatewaySettings(connection.Kind, new Uri(connection.BaseAddress), credentials);
        var vendor = catalog[connection.Kind];
        return vendor.Connect(settings, gate, asDeclared ? vendor.Capabilities : ConnectionCapability.Effective(vendor.Capabilities, connection.Impossible));
    }
}
