using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wadial;

internal static class WadialServer
{
    /// <summary>From a session's routes up to those of the account.</summary>
    public const string Account = "../../";

    /// <summary>Talks as the first Wadial session of the world; paths are below that session.</summary>
    public static async Task<DialectServer> StartAsync(WorldBuilder builder)
    {
        var host = await DialectServer.StartHostAsync(builder);
        var number = builder.World.NumbersOf(Vendor.Wadial)[0];
        return new DialectServer(
            host,
            new Uri(host.WadialAddress, $"api/v1/sessions/{number.Handle}/"),
            request => request.Headers.Authorization = new("Bearer", number.Token));
    }
}
