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
    private Guid _number;
    private int _group;
    private Guid _submitted;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _console = await BenchConsole.StartAsync();
        var number = BenchConsole.Number(TimeProvider.System.GetUtcNow());
        _number = number.Id;
        await _console.SaveAsync([number]);
        _submitted = await Submit();
    }

    [Benchmark(Description = "operations: submit 10,000 items")]
    public async Task<Guid> Submit()
    {
        // Nobody is asked for twice: each time another group.
        var group = BenchConsole.GroupId(++_group);
        var draft = new OperationDraft(
            OperationKind.AddParticipants,
            "Add people",
            Guid.NewGuid().ToString(),
            Interactive: false,
            [.. Enumerable.Range(0, Items).Select(i => new ItemDraft(ItemKind.AddParticipant, _number, $"+49151{i:0000000}") { GroupId = group, Participant = $"49151{i:0000000}@s.whatsapp.net" })],
            group);
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
