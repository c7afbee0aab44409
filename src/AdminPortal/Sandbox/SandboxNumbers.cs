using System.Security.Cryptography;
using System.Text;
using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Sandbox;

/// <summary>Keeps the sandbox's numbers connected, as an operator would have connected them.</summary>
internal sealed class SandboxNumbers(
    IDbContextFactory<PortalDbContext> contexts,
    ConnectionRegistry registry,
    GatewayCatalog catalog,
    SecretProtector secrets)
{
    /// <summary>
    /// The same for a number at every start, so that it is found again whatever it was renamed to. A number that moves to
    /// another vendor is another connection; those of the first one keep the ids they had when it was the only one.
    /// </summary>
    public static Guid IdOf(WorldNumber number)
    {
        var name = number.Vendor == VendorDialects.Default ? $"sandbox:{number.Phone}" : $"sandbox:{number.Vendor}:{number.Phone}";
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }

    /// <summary>Adds numbers that were never there; corrects address and credentials of the others. Removed ones stay removed.</summary>
    public async Task EnsureAsync(SimulatorHost host, CancellationToken cancellationToken)
    {
        var world = host.World;
        foreach (var number in world.Numbers)
        {
            var (id, address) = (IdOf(number), host.AddressOf(number.Vendor));
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var known = await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken);
            if (known is null)
            {
                await AddAsync(number, world.FindPerson(number.Phone)?.Name ?? number.Handle, id, address, cancellationToken);
            }
            else if (known.RemovedAt is null && !IsCurrent(known, number, address))
            {
                Require(await registry.EditAsync(Actor.System, id, DraftOf(number, known.Name, address), cancellationToken));
            }
        }
    }

    /// <summary>The name of the gateway behind which the number stands.</summary>
    public string GatewayOf(WorldNumber number) => catalog[KindOf(number.Vendor)].Name;

    private async Task AddAsync(WorldNumber number, string name, Guid id, Uri address, CancellationToken cancellationToken)
    {
        var added = await registry.AddAsync(Actor.System, DraftOf(number, name, address), test: null, cancellationToken, id);
        if (added.Failure is NumberNameTaken)
        {
            added = await registry.AddAsync(Actor.System, DraftOf(number, $"{name} (sandbox {number.Handle})", address), test: null, cancellationToken, id);
        }

        Require(added);
    }

    private bool IsCurrent(Connection known, WorldNumber number, Uri address)
    {
        var stored = secrets.Unprotect(known.ProtectedCredentials);
        return known.BaseAddress == address.ToString()
            && DraftOf(number, known.Name, address).Credentials.All(c => stored?.GetValueOrDefault(c.Key) == c.Value);
    }

    private ConnectionDraft DraftOf(WorldNumber number, string name, Uri address) => new(
        KindOf(number.Vendor),
        name,
        address.ToString(),
        catalog[KindOf(number.Vendor)].Credentials.ToDictionary(f => f.Key, f => f.IsSecret ? number.Token : number.Handle));

    /// <summary>A vendor has the same name on both sides.</summary>
    private static GatewayKind KindOf(Vendor vendor) => Enum.Parse<GatewayKind>(vendor.ToString());

    private static void Require(Result<Guid> result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The sandbox's number could not be connected: {result.Failure.Message}");
        }
    }
}
