using System.Globalization;

namespace AdminPortal.Simulator.World;

/// <summary>What ids and secrets look like at each vendor.</summary>
internal static class NumberCredentials
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Letters = Capitals + "abcdefghijklmnopqrstuvwxyz" + Digits;

    /// <returns>Null where the vendor's ids are names that somebody chose.</returns>
    public static string? DrawHandle(Vendor vendor, WorldRandom random) => vendor switch
    {
        Vendor.Whapi => $"{random.Text(6, Capitals)}-{random.Text(5, Capitals + Digits)}",
        Vendor.Wadial => DrawUuid(random),
        Vendor.Wawp => random.Text(12, Capitals + Digits),
        _ => null,
    };

    public static string DrawToken(Vendor vendor, WorldRandom random) => vendor switch
    {
        Vendor.RyzeApi => "inst_" + random.Text(32, Letters),
        Vendor.Wadial => "wd_" + random.Text(32, Letters),
        _ => random.Text(32, Letters),
    };

    public static bool IsHandle(Vendor vendor, string handle) => vendor switch
    {
        Vendor.Wadial => Guid.TryParseExact(handle, "D", out _),
        Vendor.Wawp => handle.Length == 12,
        _ => handle.Length > 0,
    };

    private static string DrawUuid(WorldRandom random)
    {
        var bits = string.Create(CultureInfo.InvariantCulture, $"{random.NextBits():x16}{random.NextBits():x16}");
        return $"{bits[..8]}-{bits[8..12]}-7{bits[13..16]}-8{bits[17..20]}-{bits[20..]}";
    }
}
