namespace AdminPortal.Simulator;

/// <summary>Where RyzeAPI is found.</summary>
public static class RyzeApiOnHost
{
    extension(SimulatorHost host)
    {
        /// <summary>What stands for <c>https://ryzeapi.cloud/</c>: the vendor's <c>/api/…</c> follows. Ends with a slash.</summary>
        public Uri RyzeApiAddress => host.AddressOf(Vendor.RyzeApi);
    }
}
