using AdminPortal.Simulator.Whapi;

namespace AdminPortal.Simulator;

/// <summary>Where Whapi is found, and what of it can be switched.</summary>
public static class WhapiOnHost
{
    extension(SimulatorHost host)
    {
        /// <summary>What stands for <c>https://gate.whapi.cloud/</c>. Ends with a slash.</summary>
        public Uri WhapiAddress => host.AddressOf(Vendor.Whapi);

        public WhapiSwitches Whapi => host.SwitchesOf<WhapiSwitches>();
    }
}
