using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Pacing;

/// <summary>The governor over a database, with a clock that the test moves.</summary>
internal sealed class PacingWorld(TestDatabase database) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _open = [];

    public ManualTimeProvider Time { get; } = new();

    public PacingOptions Options { get; } = new();

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

    public Guid Number { get; private set; }

    /// <summary>As after a start of the process: nothing in memory.</summary>
    public async Task<PacingGovernor> StartAsync()
    {
        if (Number == Guid.Empty)
        {
            await AddNumberAsync();
        }

        var health = new ConnectionHealth(database.Contexts, new NumberAges(), new AuditTrail(Time), Feed, Time);
        var pauses = new PauseWriter(health, Time, NullLogger<PauseWriter>.Instance);
        await pauses.StartAsync(CancellationToken.None);
        var governor = new PacingGovernor(database.Contexts, new GatewayCatalog([new Vendor()]), pauses, Feed, new OptionsWrapper<PacingOptions>(Options), Time);
        _open.Add(new Started(governor, pauses));
        return governor;
    }

    /// <summary>Items of that kind that were sent at these times.</summary>
    public async Task SentAsync(ItemKind kind, params DateTimeOffset[] times)
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
            State = OperationState.Completed,
        };
        operation.Items.AddRange(times.Select((at, i) => new OperationItem
        {
            Sequence = i + 1,
            Kind = kind,
            ConnectionId = Number,
            Label = "x",
            State = ItemState.Confirmed,
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

    private sealed class Vendor : IGatewayVendor
    {
        public GatewayKind Kind => GatewayKind.RyzeApi;

        public string Name => "RyzeAPI";

        public Uri DefaultBaseAddress { get; } = new("https://gateway.example");

        public IReadOnlyList<CredentialField> Credentials => [];

        public CapabilitySet Capabilities { get; } = new([]);

        public int RequestsPerMinute => 100;

        public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate) => throw new InvalidOperationException("Nobody calls here.");
    }
}
