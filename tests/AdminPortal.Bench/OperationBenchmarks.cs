using AdminPortal.Features.Operations;
using BenchmarkDotNet.Attributes;

namespace AdminPortal.Bench;

/// <summary>One operation that adds 10,000 people.</summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    private const int Items = 10_000;
    private const int Shown = 100;

    private BenchConsole _console = null!;
    private IReadOnlyList<ItemDraft> _items = [];
    private Guid _submitted;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var number = BenchConsole.Number(now);
        await _console.SaveAsync([number, BenchConsole.Group(1, now)]);
        _items = [.. Enumerable.Range(0, Items).Select(i => new ItemDraft(ItemKind.AddParticipant, number.Id, $"+49151{i:0000000}")
        {
            GroupId = BenchConsole.GroupId(1),
            Participant = $"49151{i:0000000}@s.whatsapp.net",
        })];
        _submitted = await Submit();
    }

    [Benchmark(Description = "operations: submit 10,000 items")]
    public async Task<Guid> Submit()
    {
        var draft = new OperationDraft(
            OperationKind.AddParticipants, "Add people", Guid.NewGuid().ToString(), Interactive: false, _items, BenchConsole.GroupId(1));
        var ticket = await _console.Get<OperationDesk>().SubmitAsync(BenchConsole.Administrator, draft, CancellationToken.None);
        return ticket.Succeeded ? ticket.Value.OperationId : throw new InvalidOperationException(ticket.Failure.Message);
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
}
