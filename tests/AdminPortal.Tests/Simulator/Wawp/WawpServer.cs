using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wawp;

internal static class WawpServer
{
    /// <summary>Talks as the first Wawp instance of the world, with its credentials in the query of every call.</summary>
    public static async Task<DialectServer> StartAsync(WorldBuilder builder)
    {
        var host = await DialectServer.StartHostAsync(builder);
        var number = builder.World.NumbersOf(Vendor.Wawp)[0];
        return new DialectServer(host, new Uri(host.WawpAddress, "v2/"), request =>
        {
            var path = request.RequestUri!.OriginalString;
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            request.RequestUri = new Uri($"{path}{separator}instance_id={number.Handle}&access_token={number.Token}", UriKind.Relative);
        });
    }
}
