using AdminPortal.Features.Approvals;
using AdminPortal.Features.Groups;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Model;
using BenchmarkDotNet.Attributes;

namespace AdminPortal.Bench;

/// <summary>5,000 people waiting at 100 groups.</summary>
[MemoryDiagnoser]
public class InboxBenchmarks
{
    private const int Groups = 100;
    private const int Waiting = 5000;

    private BenchConsole _console = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var number = BenchConsole.Number(now);
        await _console.SaveAsync([number]);
        var groups = Enumerable.Range(0, Groups).Select(i => BenchConsole.Group(i, now)).ToList();
        await _console.SaveAsync(groups);
        await _console.SaveAsync(groups.Select(g => new GroupConnection { GroupId = g.Id, ConnectionId = number.Id, Role = MemberRole.Admin }));
        var people = Enumerable.Range(0, Waiting).Select(i => new Person
        {
            LidKey = $"{880000000000 + i}@lid", Name = $"Person {i}", Search = $"person {i}", FirstSeenAt = now,
        }).ToList();
        await _console.SaveAsync(people);
        await _console.SaveAsync(people.Select((p, i) => new MembershipRequest
        {
            GroupId = groups[i % Groups].Id, PersonId = p.Id, ListedId = p.LidKey!, RequestedAt = now.AddMinutes(-i), Method = RequestMethod.InviteLink, FirstSeenAt = now,
        }));
    }

    [Benchmark(Description = "approvals: inbox with 5,000 waiting")]
    public async Task<ApprovalPage> List()
    {
        var page = await _console.Get<ApprovalInbox>().ListAsync(new ApprovalQuery(), CancellationToken.None);
        return page.Total == Waiting ? page : throw new InvalidOperationException("Requests are missing.");
    }

    [Benchmark(Description = "approvals: search among 5,000 waiting")]
    public Task<ApprovalPage> Search() => _console.Get<ApprovalInbox>().ListAsync(new ApprovalQuery(Text: "person 49"), CancellationToken.None);

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _console.DisposeAsync();
}
