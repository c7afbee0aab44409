using System.Net;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
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
    private readonly IReadOnlyDictionary<Vendor, VendorServer> _servers;
    private readonly EventCourier _events;

    private SimulatorHost(
        WebApplication app, Uri baseAddress, SimulatorOptions options, FaultBoard faults, RateLimit rateLimit, RequestLog requests,
        IReadOnlyDictionary<Vendor, VendorServer> servers)
    {
        _app = app;
        _servers = servers;
        BaseAddress = baseAddress;
        World = options.World;
        Faults = faults;
        RateLimit = rateLimit;
        Requests = requests;
        Deliveries = new DeliveryLog(options.RequestLogCapacity);
        DeliveryDialect[] deliveries = [.. servers.Select(s => s.Value.Deliver(AddressOf(s.Key)))];
        _events = new EventCourier(World, deliveries, faults, Deliveries, options.Time);
    }

    /// <summary><c>http://127.0.0.1:port/</c>; each dialect lives under its own path.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Where the vendor's server listens: what stands for the vendor's own address. Ends with a slash.</summary>
    public Uri AddressOf(Vendor vendor) => new(BaseAddress, _servers[vendor].Dialect.Prefix + "/");

    /// <summary>The switches of the one vendor that has such.</summary>
    public T SwitchesOf<T>()
        where T : class => _servers.Values.Select(s => s.Switches).OfType<T>().Single();

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
        var servers = VendorDialects.All.ToDictionary(d => d.Vendor, d => d.Open(options.World, options.Time));
        Dialect[] dialects = [.. servers.Values.Select(s => s.Dialect)];
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
        return new SimulatorHost(app, new Uri(address + "/"), options, faults, rateLimit, requests, servers);
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
