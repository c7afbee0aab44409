using AdminPortal.Features.Audit;
using BenchmarkDotNet.Attributes;

namespace AdminPortal.Bench;

/// <summary>A trail of 50,000 lines.</summary>
[MemoryDiagnoser]
public class AuditBenchmarks
{
    private const int Lines = 50_000;
    private const int PerSave = 1000;

    private BenchConsole _console = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var trail = _console.Get<AuditTrail>();
        foreach (var part in Enumerable.Range(1, Lines).Chunk(PerSave))
        {
            await using var db = _console.Open();
            foreach (var line in part)
            {
                trail.Record(db, BenchConsole.Administrator, "group.renamed", "group", BenchConsole.GroupId(line), $"Renamed group {line}.");
            }

            await db.SaveChangesAsync();
        }
    }

    [Benchmark(Description = "audit: verify 50,000 lines")]
    public async Task<ChainVerdict> Verify()
    {
        var verdict = await _console.Get<ChainVerifier>().VerifyAsync(BenchConsole.Administrator, progress: null, CancellationToken.None);
        return verdict is { Succeeded: true, Value: { FirstBroken: null, Checked: >= Lines } sound } ? sound : throw new InvalidOperationException("The chain is not whole.");
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _console.DisposeAsync();
}
