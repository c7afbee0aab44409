using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Pacing;

/// <summary>The governor over a database, with a clock that the test moves.</summary>
internal sealed class PacingWorld(TestDatabase database, ManualTimeProvider? time = null) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _open = [];

    public ManualTimeProvider Time { get; } = time ?? new ManualTimeProvider();

    public PacingOptions Options { get; } = new();

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

    public GatewayCatalog Catalog { get; } = new([new TestVendor()]);

    public PaceDesk Desk => new(database.Contexts, Catalog, new AuditTrail(Time), Feed, new OptionsWrapper<PacingOptions>(Options), Time);

    public Guid Number { get; private set; }

    /// <summary>As after a start of the process: nothing in memory.</summary>
    public async Task<PacingGovernor> StartAsync()
    {
        if (Number == Guid.Empty)
        {
            await AddNumberAsync();
        }

        var audit = new AuditTrail(Time);
        var health = new ConnectionHealth(database.Contexts, new NumberAges(), audit, Feed, Time);
        var pauses = new PauseWriter(health, Time, NullLogger<PauseWriter>.Instance);
        await pauses.StartAsync(CancellationToken.None);
        var governor = new PacingGovernor(
            database.Contexts, Catalog, pauses, audit, Feed, new OptionsWrapper<PacingOptions>(Options), Time, NullLogger<PacingGovernor>.Instance);
        _open.Add(new Started(governor, pauses));
        return governor;
    }

    /// <summary>Items of that kind that were sent at these times.</summary>
    public Task SentAsync(ItemKind kind, params DateTimeOffset[] times) => SentAsync(kind, ItemState.Confirmed, times);

    public Task SentAsync(ItemKind kind, ItemState state, params DateTimeOffset[] times) =>
        SaveAsync(OperationState.Completed, kind, state, [.. times.Select(at => (DateTimeOffset?)at)]);

    /// <summary>One item that was sent so many times, the latest first.</summary>
    public async Task RepeatedAsync(ItemKind kind, params DateTimeOffset[] times)
    {
        await SentAsync(kind, times[0]);
        await using var db = database.Open();
        var item = await db.OperationItems.SingleAsync(i => i.Kind == kind, TestContext.Current.CancellationToken);
        item.Attempts = times.Length;
        db.ItemExchanges.AddRange(times.Select(at => new ItemExchange { ItemId = item.Id, At = at, Exchanges = "[]" }));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Items of that kind that wait to be sent.</summary>
    public Task WaitingAsync(ItemKind kind, int count) =>
        SaveAsync(OperationState.Running, kind, ItemState.Planned, [.. Enumerable.Repeat<DateTimeOffset?>(null, count)]);

    /// <summary>A rate limit is met, and all that is kept of it has reached the database.</summary>
    public async Task LimitAsync(PacingGovernor governor, int code, DateTimeOffset? until = null)
    {
        using var stored = new SemaphoreSlim(0);
        using var subscription = Feed.Subscribe(c =>
        {
            if (c.Topic == ChangeTopic.Connections)
            {
                stored.Release();
            }
        });
        await governor.CoolDownAsync(Number, until, TestContext.Current.CancellationToken, code);

        // The cause, then the pause.
        await stored.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await stored.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private async Task SaveAsync(OperationState operationState, ItemKind kind, ItemState state, IReadOnlyList<DateTimeOffset?> times)
    {
        var operation = new Operation
        {
            Kind = OperationKind.ChangeGroup,
            Title = "Earlier",
            IntentKey = Guid.NewGuid().ToString(),
            Interactive = false,
            SubmittedById = Guid.NewGuid(),
            SubmittedBy = "Olga",
            SubmittedAt = Time.GetUtcNow(),
            State = operationState,
        };
        operation.Items.AddRange(times.Select((at, i) => new OperationItem
        {
            Sequence = i + 1,
            Kind = kind,
            ConnectionId = Number,
            Label = "x",
            State = state,
            SentAt = at,
        }));
        await using var db = database.Open();
        db.Operations.Add(operation);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Connection> NumberAsync()
    {
        await using var db = database.Open();
        return (await db.Connections.FindAsync([Number], TestContext.Current.CancellationToken))!;
    }

    public async Task ChangeNumberAsync(Action<Connection> change)
    {
        await using var db = database.Open();
        change((await db.Connections.FindAsync([Number], TestContext.Current.CancellationToken))!);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        Feed.Publish(ChangeTopic.Connections, Number.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _open)
        {
            await started.DisposeAsync();
        }
    }

    private async Task AddNumberAsync()
    {
        var connection = new Connection
        {
            Name = "Desk",
            Kind = GatewayKind.RyzeApi,
            BaseAddress = "https://gateway.example",
            ProtectedCredentials = "none",
            CreatedAt = Time.GetUtcNow(),
            Session = SessionState.Connected,
        };
        await using var db = database.Open();
        db.Connections.Add(connection);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        Number = connection.Id;
    }

    private sealed class Started(PacingGovernor governor, PauseWriter pauses) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await pauses.StopAsync(CancellationToken.None);
            pauses.Dispose();
            governor.Dispose();
        }
    }
}
