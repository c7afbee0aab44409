using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using BenchmarkDotNet.Attributes;

namespace AdminPortal.Bench;

/// <summary>A group of 1,000 members, read over HTTP from the simulated gateway when nothing in it has changed.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private const int Members = 1000;

    private BenchConsole _console = null!;
    private SimulatorHost _far = null!;
    private GroupId _group;
    private Guid _number;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var world = new WorldBuilder();
        var number = world.AddNumber("Desk");
        _group = GroupId.Parse(world.AddGroup("Harbor Crew", world.AddPeople(Members - 1)));
        _far = await SimulatorHost.StartAsync(new SimulatorOptions { World = world.World, RequestsPerMinute = null });
        var connection = BenchConsole.Number(TimeProvider.System.GetUtcNow());
        connection.BaseAddress = _far.RyzeApiAddress.ToString();
        connection.ProtectedCredentials = _console.Get<SecretProtector>().Protect(new Dictionary<string, string>
        {
            ["instance"] = number.Handle,
            ["token"] = number.Token,
        });
        _number = connection.Id;
        await _console.SaveAsync([connection]);
        await _console.Get<GroupReader>().ReadListAsync(_number, Lane.Background, CancellationToken.None);
        await ReadAsync();
    }

    [Benchmark(Description = "sync: re-read an unchanged group of 1,000 members")]
    public async Task<ReadOutcome> ReadAgain() =>
        await ReadAsync() is ReadOutcome.Stored { Changed: false } unchanged ? unchanged : throw new InvalidOperationException("The read found a change.");

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _console.DisposeAsync();
        await _far.DisposeAsync();
    }

    private Task<ReadOutcome> ReadAsync() =>
        _console.Get<GroupReader>().ReadGroupAsync(_number, _group, Lane.Background, ReadingOrigin.Detail, CancellationToken.None);
}
