using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>The console on a real port, as a browser needs it.</summary>
public sealed class BrowserHost : WebApplicationFactory<Program>
{
    public BrowserHost()
    {
        UseKestrel(0);
        StartServer();
    }

    public Uri Address => ClientOptions.BaseAddress;

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Development");
}
