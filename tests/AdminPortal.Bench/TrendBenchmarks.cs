using AdminPortal.Data;
using AdminPortal.Features.Overview;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Sync;
using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Bench;

/// <summary>500,000 joins and leaves of the last 30 days in 1,000 groups.</summary>
[MemoryDiagnoser]
public class TrendBenchmarks
{
    private const int Groups = 1000;
    private const int Changes = 500_000;

    private BenchConsole _console = null!;
    private TrendBoard _board = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        _board = new TrendBoard(_console.Get<IDbContextFactory<PortalDbContext>>(), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var groups = Enumerable.Range(0, Groups).Select(i => BenchConsole.Group(i, now.AddDays(-60))).ToList();
        await _console.SaveAsync(groups);
        await _console.SaveAsync(Enumerable.Range(0, Changes).Select(i => new MembershipChange
        {
            GroupId = groups[i % Groups].Id,
            PersonId = Guid.NewGuid(),
            Kind = i % 3 == 0 ? MembershipChangeKind.Left : MembershipChangeKind.Joined,
            At = now.AddDays(-29.0 * i / Changes),
            Origin = ReadingOrigin.Detail,
        }));
    }

    [Benchmark(Description = "overview: trend over 500,000 changes")]
    public async Task<EstateTrend> Read()
    {
        var trend = await _board.ReadAsync(TimeZoneInfo.Utc, CancellationToken.None);
        return trend.Joined + trend.Left == Changes ? trend : throw new InvalidOperationException("Changes are missing.");
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _console.DisposeAsync();
}
