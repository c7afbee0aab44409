using AdminPortal.Data;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.People;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Bench;

/// <summary>5,000 people who were wanted in 100 groups, in every state.</summary>
[MemoryDiagnoser]
public class FollowUpBenchmarks
{
    private const int Groups = 100;
    private const int Wanted = 5000;

    private static readonly WantedState[] s_states = Enum.GetValues<WantedState>();

    private BenchConsole _console = null!;
    private FollowUpBoard _board = null!;
    private WorldFollower _follower = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var contexts = _console.Get<IDbContextFactory<PortalDbContext>>();
        _board = new FollowUpBoard(contexts, new ActingNumbers(contexts, _console.Get<GatewayCatalog>()), TimeProvider.System);
        _follower = new WorldFollower(contexts, _console.Get<ChangeFeed>(), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var number = BenchConsole.Number(now);
        await _console.SaveAsync([number]);
        var groups = Enumerable.Range(0, Groups).Select(i => BenchConsole.Group(i, now)).ToList();
        await _console.SaveAsync(groups);
        await _console.SaveAsync(groups.Select(g => new GroupConnection { GroupId = g.Id, ConnectionId = number.Id, Role = MemberRole.Admin }));
        var people = Enumerable.Range(0, Wanted).Select(i => new Person { PhoneKey = KeyOf(i), Search = $"person {i}", FirstSeenAt = now }).ToList();
        await _console.SaveAsync(people);
        await _console.SaveAsync(Enumerable.Range(0, Wanted).Select(i => new WantedMember
        {
            GroupId = groups[i % Groups].Id,
            PersonKey = KeyOf(i),
            Participant = KeyOf(i),
            Label = $"Person {i}",
            Search = $"person {i} {KeyOf(i)}",
            WantedBy = "Ann",
            WantedAt = now,
            ConnectionId = number.Id,
            AddOperationId = Guid.NewGuid(),
            AddItemId = Guid.NewGuid(),
            AddState = ItemState.Refused,
            AddReason = RefusalReason.PrivacyBlocked,
            State = s_states[i % s_states.Length],
            StateSince = now.AddMinutes(-i),
            ExpiresAt = s_states[i % s_states.Length] == WantedState.Invited ? now.AddMinutes(i) : null,
        }));
    }

    [Benchmark(Description = "follow-up: first page of 5,000")]
    public async Task<FollowUpList> FirstPage()
    {
        var list = await _board.ListAsync(new FollowUpQuery(FollowUpView.NeedsYou), CancellationToken.None);
        return list.Rows.Count == FollowUpBoard.PageSize ? list : throw new InvalidOperationException("People are missing.");
    }

    [Benchmark(Description = "follow-up: last page of 5,000")]
    public async Task<FollowUpList> LastPage()
    {
        var list = await _board.ListAsync(new FollowUpQuery(FollowUpView.Waiting, Page: 40), CancellationToken.None);
        return list.Rows.Count > 0 ? list : throw new InvalidOperationException("People are missing.");
    }

    [Benchmark(Description = "follow-up: search among 5,000")]
    public Task<FollowUpList> Search() => _board.ListAsync(new FollowUpQuery(FollowUpView.NeedsYou, Search: "person 49"), CancellationToken.None);

    [Benchmark(Description = "follow-up: all who match, for a selection")]
    public Task<IReadOnlyList<Guid>> SelectAll() => _board.MatchingAsync(new FollowUpQuery(FollowUpView.NeedsYou), CancellationToken.None);

    [Benchmark(Description = "follow-up: a look at all 5,000 that finds nothing new")]
    public Task Look() => _follower.RunAsync(CancellationToken.None);

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _console.DisposeAsync();

    private static string KeyOf(int i) => $"49151{i:0000000}@s.whatsapp.net";
}
