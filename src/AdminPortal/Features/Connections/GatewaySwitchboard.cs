using AdminPortal.Data;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Connections;

/// <summary>Puts callers through to the gateway of a number. Every caller brings the gate it has to pass.</summary>
public sealed class GatewaySwitchboard(IDbContextFactory<PortalDbContext> contexts, GatewayCatalog catalog, SecretProtector secrets)
{
    /// <returns>Null when the number was removed, or its credentials cannot be read with the keys at hand.</returns>
    public async Task<IWhatsAppGateway?> ConnectAsync(Guid connectionId, IRequestGate gate, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db.Connections.AsNoTracking()
            .Where(c => c.Id == connectionId && c.RemovedAt == null)
            .Select(c => new { c.Kind, c.BaseAddress, c.ProtectedCredentials })
            .FirstOrDefaultAsync(cancellationToken);
        if (connection is null || secrets.Unprotect(connection.ProtectedCredentials) is not { } credentials)
        {
            return null;
        }

        var settings = new GatewaySettings(connection.Kind, new Uri(connection.BaseAddress), credentials);
        return catalog[connection.Kind].Connect(settings, gate);
    }
}
