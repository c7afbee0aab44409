using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using BenchmarkDotNet.Attributes;

namespace AdminPortal.Bench;

/// <summary>10,000 groups, 300 communities among them, and a plan that moves twenty groups of 40 people each.</summary>
[MemoryDiagnoser]
public class EstateBenchmarks
{
    private const int Communities = 300;
    private const int Groups = 10_000;
    private const int PerCommunity = 20;
    private const int MembersOfMoved = 40;
    private const int Moves = 20;

    private BenchConsole _console = null!;
    private StagedChange[] _plan = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var number = BenchConsole.Number(now);
        await _console.SaveAsync([number]);

        // First the parents, then an announcement group each, then the rest: full communities first, the others stand alone.
        var groups = Enumerable.Range(0, Groups).Select(i => i switch
        {
            < Communities => BenchConsole.Group(i, now, GroupKind.CommunityParent),
            < 2 * Communities => BenchConsole.Group(i, now, GroupKind.Announcement, BenchConsole.GroupId(i - Communities)),
            < (2 + PerCommunity) * Communities => BenchConsole.Group(i, now, GroupKind.Subgroup, BenchConsole.GroupId(i % Communities)),
            _ => BenchConsole.Group(i, now),
        }).ToList();
        await _console.SaveAsync(groups);
        await _console.SaveAsync(groups.Select(g => new GroupConnection { GroupId = g.Id, ConnectionId = number.Id, Role = MemberRole.Admin, Readable = true }));
        await _console.SaveAsync(groups.SelectMany(g => new[] { GroupAspect.Detail, GroupAspect.Members }.Select(aspect => new GroupReading
        {
            GroupId = g.Id, Aspect = aspect, Origin = ReadingOrigin.Detail, ConnectionId = number.Id, At = now,
        })));

        // Each goes from its community to the one after it.
        var moved = groups.Where(g => g.Kind == GroupKind.Subgroup).Take(Moves).ToList();
        _plan = [.. moved.Select((g, i) => new StagedChange(g.Id, g.Name, g.CommunityId, BenchConsole.GroupId(i + 1)))];
        var people = Enumerable.Range(0, Moves * MembersOfMoved).Select(i => new Person { LidKey = $"{880000000000 + i}@lid", Search = $"{i}", FirstSeenAt = now }).ToList();
        await _console.SaveAsync(people);
        await _console.SaveAsync(people.Select((p, i) => new Membership
        {
            GroupId = moved[i / MembersOfMoved].Id, PersonId = p.Id, ListedId = p.LidKey!, Role = MemberRole.Member, SeenSince = now,
        }));
    }

    [Benchmark(Description = "communities: the whole directory, 10,000 groups")]
    public Task<Estate> ReadDirectory() => _console.Get<CommunityDirectory>().ReadAsync(CancellationToken.None);

    [Benchmark(Description = "communities: plan of 20 moves")]
    public async Task<HierarchyPlan> PlanMoves()
    {
        var plan = await _console.Get<HierarchyPlanner>().PlanAsync(_plan, CancellationToken.None);
        return plan.Sendable.Count() == 2 * Moves ? plan : throw new InvalidOperationException("A move of the plan is blocked.");
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _console.DisposeAsync();
}
