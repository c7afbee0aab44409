using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

internal static class WhapiServer
{
    public const string UserAgent = "Console/1.0";

    /// <summary>Talks as the first Whapi number of the world.</summary>
    public static async Task<DialectServer> StartAsync(WorldBuilder builder)
    {
        var host = await DialectServer.StartHostAsync(builder);
        var token = builder.World.NumbersOf(Vendor.Whapi)[0].Token;
        return new DialectServer(host, host.WhapiAddress, request =>
        {
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        });
    }
}
