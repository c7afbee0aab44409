using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>A number of the simulator as the console stores it, whatever vendor it is rented at.</summary>
internal static class FarNumbers
{
    public static Connection ConnectionOf(SimulatorHost far, WorldNumber number, SecretProtector secrets, string name = "Desk") => new()
    {
        Name = name,
        Kind = KindOf(number.Vendor),
        BaseAddress = far.AddressOf(number.Vendor).ToString(),
        ProtectedCredentials = secrets.Protect(CredentialsOf(number)),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Session = AdminPortal.Gateways.Model.SessionState.Connected,
    };

    private static GatewayKind KindOf(Vendor vendor) => vendor switch
    {
        Vendor.RyzeApi => GatewayKind.RyzeApi,
        Vendor.Whapi => GatewayKind.Whapi,
        Vendor.Wadial => GatewayKind.Wadial,
        Vendor.Wawp => GatewayKind.Wawp,
        _ => throw new ArgumentOutOfRangeException(nameof(vendor), vendor, message: null),
    };

    private static Dictionary<string, string> CredentialsOf(WorldNumber number) => number.Vendor switch
    {
        Vendor.Whapi => new(StringComparer.Ordinal) { ["token"] = number.Token },
        Vendor.Wadial => new(StringComparer.Ordinal) { ["session"] = number.Handle, ["apiKey"] = number.Token },
        _ => new(StringComparer.Ordinal) { ["instance"] = number.Handle, ["token"] = number.Token },
    };
}
