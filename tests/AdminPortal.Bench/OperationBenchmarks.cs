using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Bench;

/// <summary>
/// Operations of 10,000 items. What every item is about before it is sent is recorded with them: for adds, whether the person
/// is in the group; for removals, the role of each member.
/// </summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    private const int Items = 10_000;
    private const int Shown = 100;
    private const int Listed = 50;
    private const int Groups = 10;

    private BenchConsole _console = null!;
    private IReadOnlyList<ItemDraft> _adds = [];
    private IReadOnlyList<ItemDraft> _removals = [];
    private Guid _submitted;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var number = BenchConsole.Number(now);
        await _console.SaveAsync([number, .. Enumerable.Range(1, Groups).Select(g => BenchConsole.Group(g, now))]);
        await _console.SaveAsync(Enumerable.Range(1, Groups).Select(g => new GroupReading
        {
            GroupId = BenchConsole.GroupId(g), Aspect = GroupAspect.Members, Origin = ReadingOrigin.Detail, ConnectionId = number.Id, At = now,
        }));
        var members = Enumerable.Range(0, Items).Select(i => new Person { PhoneKey = IdOf(i), Search = IdOf(i), FirstSeenAt = now }).ToList();
        await _console.SaveAsync(members);
        await _console.SaveAsync(members.Select((person, i) => new Membership
        {
            GroupId = GroupOf(i), PersonId = person.Id, ListedId = person.PhoneKey!, Role = MemberRole.Member, SeenSince = now,
        }));
        _removals = [.. Enumerable.Range(0, Items).Select(i => ItemOf(ItemKind.RemoveParticipant, number.Id, i, GroupOf(i)))];
        _adds = [.. Enumerable.Range(Items, Items).Select(i => ItemOf(ItemKind.AddParticipant, number.Id, i, BenchConsole.GroupId(1)))];
        _submitted = await SubmitAdds();
    }

    /// <summary>Nobody is asked for twice: what was submitted before has to be over.</summary>
    [IterationSetup(Targets = [nameof(SubmitAdds), nameof(SubmitRemovals), nameof(SubmitAndShow)])]
    public void Settle()
    {
        using var db = _console.Open();
        db.OperationItems.ExecuteUpdate(item => item.SetProperty(i => i.State, ItemState.Confirmed));
    }

    [Benchmark(Description = "operations: submit 10,000 adds")]
    public Task<Guid> SubmitAdds() => SubmitAsync(OperationKind.AddParticipants, _adds);

    [Benchmark(Description = "operations: submit 10,000 removals from 10 groups")]
    public Task<Guid> SubmitRemovals() => SubmitAsync(OperationKind.RemoveParticipants, _removals);

    [Benchmark(Description = "operations: submit 10,000 adds until the list shows them")]
    public async Task<Guid> SubmitAndShow()
    {
        var submitted = await SubmitAdds();
        var list = await _console.Get<OperationBoard>().ListAsync(new OperationFilter(), skip: 0, Listed, CancellationToken.None);
        return list.Rows.Any(r => r.Id == submitted && r.Counts.Total == Items) ? submitted : throw new InvalidOperationException("The operation is not in the list.");
    }

    [Benchmark(Description = "operations: first page of the list")]
    public async Task<int> List()
    {
        var list = await _console.Get<OperationBoard>().ListAsync(new OperationFilter(), skip: 0, Listed, CancellationToken.None);
        return list.Rows is [{ Counts.Total: Items }, ..] ? list.Total : throw new InvalidOperationException("The operation is not in the list.");
    }

    [Benchmark(Description = "operations: detail and first page of 10,000 items")]
    public async Task<int> Detail()
    {
        var board = _console.Get<OperationBoard>();
        var detail = await board.FindAsync(_submitted, CancellationToken.None);
        var items = await board.ItemsAsync(_submitted, states: null, skip: 0, Shown, CancellationToken.None);
        return detail is not null && items.Count == Shown ? items.Count : throw new InvalidOperationException("The operation is not there.");
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _console.DisposeAsync();

    private async Task<Guid> SubmitAsync(OperationKind kind, IReadOnlyList<ItemDraft> items)
    {
        var draft = new OperationDraft(kind, "Change people", Guid.NewGuid().ToString(), Interactive: false, items);
        var ticket = await _console.Get<OperationDesk>().SubmitAsync(BenchConsole.Administrator, draft, CancellationToken.None);
        return ticket.Succeeded ? ticket.Value.OperationId : throw new InvalidOperationException(ticket.Failure.Message);
    }

    private static ItemDraft ItemOf(ItemKind kind, Guid number, int index, string group) =>
        new(kind, number, $"+49151{index:0000000}") { GroupId = group, Participant = IdOf(index) };

    private static string IdOf(int index) => $"49151{index:0000000}@s.whatsapp.net";

    private static string GroupOf(int index) => BenchConsole.GroupId((index % Groups) + 1);
}
