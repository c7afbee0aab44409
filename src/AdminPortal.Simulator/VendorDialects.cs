using System.Collections.Frozen;
using AdminPortal.Simulator.RyzeApi;
using AdminPortal.Simulator.Wadial;
using AdminPortal.Simulator.Wawp;
using AdminPortal.Simulator.Whapi;

namespace AdminPortal.Simulator;

/// <summary>Every vendor whose server is simulated.</summary>
public static class VendorDialects
{
    /// <summary>Whom a number belongs to when nobody says. The sandbox had no other at first.</summary>
    public const Vendor Default = Vendor.RyzeApi;

    /// <summary>In the order in which the sandbox rented numbers.</summary>
    public static IReadOnlyList<VendorDialect> All { get; } = [new RyzeApiVendor(), new WhapiVendor(), new WadialVendor(), new WawpVendor()];

    private static readonly FrozenDictionary<Vendor, VendorDialect> s_byVendor = All.ToFrozenDictionary(d => d.Vendor);

    /// <exception cref="KeyNotFoundException">No dialect of that vendor is listed.</exception>
    public static VendorDialect Of(Vendor vendor) => s_byVendor[vendor];
}
