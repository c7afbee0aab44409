using AdminPortal.Simulator.Wadial;

namespace AdminPortal.Simulator;

/// <summary>Where Wadial is found, and what of it can be switched.</summary>
public static class WadialOnHost
{
    extension(SimulatorHost host)
    {
        /// <summary>What stands for <c>https://api.wadial.com/</c>: the vendor's <c>/api/v1/…</c> follows. Ends with a slash.</summary>
        public Uri WadialAddress => host.AddressOf(Vendor.Wadial);

        public WadialSwitches Wadial => host.SwitchesOf<WadialSwitches>();
    }
}
