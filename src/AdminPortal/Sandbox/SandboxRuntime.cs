using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Sandbox;
using AdminPortal.Simulator.World;
using Microsoft.Extensions.Options;

namespace AdminPortal.Sandbox;

/// <summary>
/// Runs the simulated gateways on loopback, keeps its world in a file between two starts, and lets it live. The only place,
/// with its neighbours in this folder, that knows the simulator.
/// </summary>
internal sealed partial class SandboxRuntime(
    IOptions<SandboxOptions> options,
    IOptions<DataOptions> data,
    SandboxNumbers numbers,
    TimeProvider time,
    ILogger<SandboxRuntime> logger) : BackgroundService
{
    /// <summary>Well above what the console's own pace asks for, so that only switched faults answer 429.</summary>
    private const int RequestsPerMinute = 1_500;
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(2);

    // Never disposed: a second stop may still wait for it, and it holds nothing but memory.
    private readonly SemaphoreSlim _file = new(1, 1);
    private long _savedSequence = -1;

    /// <summary>Null while the sandbox is off.</summary>
    public SimulatorHost? Host { get; private set; }

    /// <summary>Null while the sandbox is off.</summary>
    public LivingWorld? Living { get; private set; }

    private string WorldFile => Path.Combine(data.Value.Directory, "sandbox.json");

    private string PortFile => Path.Combine(data.Value.Directory, "sandbox-port.txt");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var world = await OpenAsync(cancellationToken);
        Host = await ListenAsync(world, cancellationToken);
        await numbers.EnsureAsync(Host, cancellationToken);
        Living = new LivingWorld(world, time) { Speed = options.Value.EventsPerMinute };
        Living.Start();
        LogStarted(Host.BaseAddress);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>A host may be stopped by several at once; the last one to return finds the world saved.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        Living?.Pause();
        await base.StopAsync(cancellationToken);
        await _file.WaitAsync(CancellationToken.None);
        try
        {
            if (Host is { } host)
            {
                await host.DisposeAsync();
                await SandboxFile.SaveAsync(host.World, WorldFile, CancellationToken.None);
            }

            Living?.Dispose();
            (Host, Living) = (null, null);
        }
        finally
        {
            _file.Release();
        }
    }

    /// <summary>Writes the world now, for example because it was reset.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        await _file.WaitAsync(cancellationToken);
        try
        {
            if (Host?.World is { } world)
            {
                var sequence = world.LastSequence;
                await SandboxFile.SaveAsync(world, WorldFile, cancellationToken);
                _savedSequence = sequence;
            }
        }
        finally
        {
            _file.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_saveEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Host?.World.LastSequence != _savedSequence)
                {
                    await SaveAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Saved once more by StopAsync.
        }
    }

    private async Task<WhatsAppWorld> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SandboxFile.OpenAsync(WorldFile, time, cancellationToken: cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            // A broken toy must not keep the console from starting. The file stays, under another name.
            File.Move(WorldFile, WorldFile + ".unreadable", overwrite: true);
            LogUnreadable(exception, WorldFile);
            return SandboxWorld.Create(time: time);
        }
    }

    private async Task<SimulatorHost> ListenAsync(WhatsAppWorld world, CancellationToken cancellationToken)
    {
        var simulator = new SimulatorOptions
        {
            World = world,
            Port = options.Value.Port,
            Time = time,
            RequestsPerMinute = RequestsPerMinute,
            RequestLogCapacity = 1_000,
        };
        var wished = simulator.Port != 0 ? simulator.Port : await RememberedPortAsync(cancellationToken);
        SimulatorHost host;
        try
        {
            host = await SimulatorHost.StartAsync(simulator with { Port = wished }, cancellationToken);
        }
        catch (IOException) when (simulator.Port == 0 && wished != 0)
        {
            // Somebody else took the port meanwhile; the numbers' address follows.
            host = await SimulatorHost.StartAsync(simulator, cancellationToken);
        }

        await File.WriteAllTextAsync(PortFile, host.BaseAddress.Port.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return host;
    }

    private async Task<int> RememberedPortAsync(CancellationToken cancellationToken) =>
        File.Exists(PortFile)
        && int.TryParse(await File.ReadAllTextAsync(PortFile, cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= 65_535
            ? port
            : 0;

    [LoggerMessage(Level = LogLevel.Debug, Message = "The sandbox answers at {Address}.")]
    private partial void LogStarted(Uri address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox in {File} could not be read and was set aside; a new one was made.")]
    private partial void LogUnreadable(Exception exception, string file);
}
