using System.Net;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.RyzeApi;
using AdminPortal.Simulator.Wadial;
using AdminPortal.Simulator.Wawp;
using AdminPortal.Simulator.Whapi;
using AdminPortal.Simulator.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdminPortal.Simulator;

/// <summary>The vendors' servers on 127.0.0.1, all over one world. Several can run in one process.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EventCourier _events;

    private SimulatorHost(
        WebApplication app, Uri baseAddress, SimulatorOptions options, FaultBoard faults, RateLimit rateLimit, RequestLog requests,
        WhapiSwitches whapi, WadialSwitches wadial, WawpSwitches wawp)
    {
        _app = app;
        BaseAddress = baseAddress;
        Whapi = whapi;
        Wadial = wadial;
        Wawp = wawp;
        World = options.World;
        Faults = faults;
        RateLimit = rateLimit;
        Requests = requests;
        Deliveries = new DeliveryLog(options.RequestLogCapacity);
        DeliveryDialect[] deliveries =
        [
            new RyzeDeliveries(World, () => RyzeApiAddress),
            new WhapiDeliveries(World, whapi, options.Time),
            new WadialDeliveries(World, options.Time),
            new WawpDeliveries(World, wawp),
        ];
        _events = new EventCourier(World, deliveries, faults, Deliveries, options.Time);
    }

    /// <summary><c>http://127.0.0.1:port/</c>; each dialect lives under its own path.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What stands for <c>https://ryzeapi.cloud/</c>: the vendor's <c>/api/…</c> follows. Ends with a slash.</summary>
    public Uri RyzeApiAddress => new(BaseAddress, RyzeApiDialect.PathPrefix + "/");

    /// <summary>What stands for <c>https://gate.whapi.cloud/</c>. Ends with a slash.</summary>
    public Uri WhapiAddress => new(BaseAddress, WhapiDialect.PathPrefix + "/");

    public WhapiSwitches Whapi { get; }

    /// <summary>What stands for <c>https://api.wadial.com/</c>: the vendor's <c>/api/v1/…</c> follows. Ends with a slash.</summary>
    public Uri WadialAddress => new(BaseAddress, WadialDialect.PathPrefix + "/");

    public WadialSwitches Wadial { get; }

    /// <summary>What stands for <c>https://api.wawp.net/</c>: the vendor's <c>/v2/…</c> follows. Ends with a slash.</summary>
    public Uri WawpAddress => new(BaseAddress, WawpDialect.PathPrefix + "/");

    public WawpSwitches Wawp { get; }

    /// <summary>Where the server of a number's vendor listens.</summary>
    public Uri AddressOf(Vendor vendor) => vendor switch
    {
        Vendor.Whapi => WhapiAddress,
        Vendor.Wadial => WadialAddress,
        Vendor.Wawp => WawpAddress,
        _ => RyzeApiAddress,
    };

    public WhatsAppWorld World { get; }

    public FaultBoard Faults { get; }

    public RateLimit RateLimit { get; }

    public RequestLog Requests { get; }

    /// <summary>Events that went to the addresses which the numbers' webhooks name.</summary>
    public DeliveryLog Deliveries { get; }

    /// <exception cref="IOException">The given port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        // The empty builder reads no environment variables: ASPNETCORE_URLS of the console must not reach this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "AdminPortal.Simulator" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, HostedByCaller>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var faults = new FaultBoard(options.Seed);
        var rateLimit = new RateLimit(options.RequestsPerMinute, options.Time);
        var requests = new RequestLog(options.RequestLogCapacity);
        var whapi = new WhapiSwitches();
        var wadial = new WadialSwitches();
        var wawp = new WawpSwitches();
        Dialect[] dialects =
        [
            new RyzeApiDialect(options.World, options.Time),
            new WhapiDialect(options.World, whapi, options.Time),
            new WadialDialect(options.World, wadial, options.Time),
            new WawpDialect(options.World, wawp, options.Time),
        ];
        var pipeline = new DialectPipeline(dialects, options.World, faults, rateLimit, requests, options.Time, options.OnRequest);

        var app = builder.Build();
        app.Run(pipeline.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single()
            ?? throw new InvalidOperationException("The server does not say where it listens.");
        return new SimulatorHost(app, new Uri(address + "/"), options, faults, rateLimit, requests, whapi, wadial, wawp);
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A call did not end in time, perhaps because a fault holds it; disposing cuts it off.
        }

        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ctrl-C belongs to the process that started this host, which then disposes it.</summary>
    private sealed class HostedByCaller : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
