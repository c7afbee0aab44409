using AdminPortal.Simulator.Wawp;

namespace AdminPortal.Simulator;

/// <summary>Where Wawp is found, and what of it can be switched.</summary>
public static class WawpOnHost
{
    extension(SimulatorHost host)
    {
        /// <summary>What stands for <c>https://api.wawp.net/</c>: the vendor's <c>/v2/…</c> follows. Ends with a slash.</summary>
        public Uri WawpAddress => host.AddressOf(Vendor.Wawp);

        public WawpSwitches Wawp => host.SwitchesOf<WawpSwitches>();
    }
}
