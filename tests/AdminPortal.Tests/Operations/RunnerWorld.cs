using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Operations;

/// <summary>The whole host against the simulator over HTTP, with one number "Desk" and a pace that tests can bear.</summary>
internal sealed class RunnerWorld : IAsyncDisposable
{
    public static readonly Actor Operator = new(Guid.Parse("0198a000-0000-7000-8000-000000000001"), "Olga", OperatorRole.Operator);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Func<PortalHost> _start;

    private RunnerWorld(SimulatorHost far, Func<PortalHost> start, WorldBuilder builder, WorldNumber desk)
    {
        _start = start;
        (Far, Host, Build, Desk) = (far, start(), builder, desk);
    }

    public SimulatorHost Far { get; }

    public PortalHost Host { get; private set; }

    public WorldBuilder Build { get; }

    public WorldNumber Desk { get; }

    public Guid ConnectionId { get; private set; }

    public WhatsAppWorld World => Far.World;

    public FaultPlan Faults => Far.Faults.Of(Desk);

    public IDbContextFactory<PortalDbContext> Contexts => Get<IDbContextFactory<PortalDbContext>>();

    /// <inheritdoc cref="StartAsync(Vendor, Action{WorldBuilder}, TestDatabase?, ValueTuple{string, string}[])"/>
    public static Task<RunnerWorld> StartAsync(
        Action<WorldBuilder> furnish, TestDatabase? database = null, params (string Key, string Value)[] set) => StartAsync(Vendor.RyzeApi, furnish, database, set);

    /// <param name="vendor">Whose dialect the number's gateway speaks.</param>
    /// <param name="furnish">Builds the groups before the number is connected.</param>
    /// <param name="set">Settings beyond the quick pace.</param>
    public static async Task<RunnerWorld> StartAsync(
        Vendor vendor, Action<WorldBuilder> furnish, TestDatabase? database = null, params (string Key, string Value)[] set)
    {
        var builder = new WorldBuilder(seed: 11);
        var desk = builder.AddNumber("Desk", handle: vendor == Vendor.RyzeApi ? "ops-1" : null, phone: "4915110002000", token: "token-of-the-instance-ops-1", vendor: vendor);
        furnish(builder);
        var far = await SimulatorHost.StartAsync(new SimulatorOptions { World = builder.World, RequestsPerMinute = null }, TestContext.Current.CancellationToken);
        var world = new RunnerWorld(far, Start, builder, desk);
        await world.ConnectAsync();
        return world;

        PortalHost Start()
        {
            var host = database is null ? new PortalHost() : PortalHost.On(database);
            foreach (var (key, value) in QuickPace.Concat(set.Select(s => (s.Key, s.Value))))
            {
                host.Set(key, value);
            }

            return host;
        }
    }

    /// <summary>The console ends and starts again, on the database that was given to it: as another node would.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Host = _start();
        _ = Host.Services;
    }

    /// <summary>Spacings and looks that do not make tests wait.</summary>
    public static IReadOnlyList<(string Key, string Value)> QuickPace { get; } =
    [
        ("Gateways:AllowLoopback", "true"),
        ("Gateways:ReadRetryDelay", "00:00:00.010"),
        ("Pacing:RequestsPerMinute", "100000"),
        ("Pacing:AddSpacing", "00:00:00"),
        ("Pacing:AddsPerDay", "100000"),
        ("Pacing:PromoteSpacing", "00:00:00"),
        ("Pacing:ApproveSpacing", "00:00:00"),
        ("Pacing:LinkSpacing", "00:00:00"),
        ("Pacing:GroupMessageSpacing", "00:00:00"),
        ("Pacing:CoolDowns:0", "00:00:00.400"),
        ("Pacing:OutagePauses:0", "00:00:00.200"),
        ("Operations:PollEvery", "00:00:00.500"),
        ("Operations:ConfirmAfter", "00:00:00.300"),
        ("Operations:SecondReadAfter", "00:00:00.100"),
        ("Operations:SecondReadOfUnknownAfter", "00:00:00.300"),
        ("Operations:ReadAgainAfter", "00:00:00.100"),
        ("Operations:SessionEvery", "00:00:00.500"),
    ];

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> call)
        where TService : notnull
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<Guid> SubmitAsync(OperationKind kind, IReadOnlyList<ItemDraft> items, bool interactive = false, DateTimeOffset? startAt = null)
    {
        var ticket = await TrySubmitAsync(kind, items, interactive, startAt);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value.OperationId;
    }

    public Task<Result<OperationTicket>> TrySubmitAsync(OperationKind kind, IReadOnlyList<ItemDraft> items, bool interactive = false, DateTimeOffset? startAt = null) =>
        WithAsync((OperationDesk desk) => desk.SubmitAsync(
            Operator,
            new OperationDraft(kind, $"{kind} of {items.Count}", Guid.NewGuid().ToString("N"), interactive, items, StartAt: startAt),
            TestContext.Current.CancellationToken,
            DecideAsync));

    /// <summary>Waits until the cache is as wanted.</summary>
    public async Task UntilAsync(Func<PortalDbContext, Task<bool>> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            await using var db = await Contexts.CreateDbContextAsync(timeout.Token);
            if (await condition(db))
            {
                return;
            }

            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }

    public ItemDraft Item(ItemKind kind, string? group, Person? person = null, string? community = null, string? payload = null, int? dependsOn = null) =>
        new(kind, ConnectionId, person?.Name ?? group ?? "it")
        {
            GroupId = group,
            CommunityId = community,
            Participant = person?.PhoneJid,
            Payload = payload,
            DependsOn = dependsOn,
        };

    public IReadOnlyList<ItemDraft> Adds(string group, IEnumerable<Person> people) => [.. people.Select(p => Item(ItemKind.AddParticipant, group, p))];

    /// <summary>The operation with its items in order, once it is in one of these states.</summary>
    public Task<Operation> ReachedAsync(Guid operationId, params OperationState[] states) =>
        UntilAsync(operationId, operation => states.Contains(operation.State));

    public Task<Operation> FinishedAsync(Guid operationId) =>
        ReachedAsync(operationId, OperationState.Completed, OperationState.CompletedWithFailures, OperationState.Cancelled);

    public async Task<Operation> UntilAsync(Guid operationId, Func<Operation, bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        using var changed = new SemaphoreSlim(0);
        using var subscription = Get<ChangeFeed>().Subscribe(_ => changed.Release());
        while (true)
        {
            var operation = await ReadAsync(operationId);
            if (condition(operation))
            {
                return operation;
            }

            try
            {
                await changed.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException tooLate)
            {
                var items = string.Join("\n", operation.Items.Select(i => $"{i.Sequence} {i.Kind} {i.Label}: {i.State} {i.Detail}"));
                throw new TimeoutException($"{operation.Title} stays {operation.State} ({operation.AttentionReason}).\n{items}", tooLate);
            }
        }
    }

    public async Task<Operation> ReadAsync(Guid operationId)
    {
        await using var db = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Operations.AsNoTracking()
            .Include(o => o.Items.OrderBy(i => i.Sequence))
            .SingleAsync(o => o.Id == operationId, TestContext.Current.CancellationToken);
    }

    public async Task<Connection> NumberAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Connections.AsNoTracking().SingleAsync(c => c.Id == ConnectionId, TestContext.Current.CancellationToken);
    }

    /// <summary>How often the world saw this.</summary>
    public int Effects(WorldEventKind kind, string? group = null, Person? person = null) => World.Journal()
        .Count(e => e.Kind == kind && (group is null || e.GroupId == group) && (person is null || e.Person == person.Phone));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Far.DisposeAsync();
    }

    /// <summary>What Approvals does along with a decision.</summary>
    private static async Task<PortalFailure?> DecideAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var decisions = operation.Items.Where(i => i.RequestId is not null).ToDictionary(i => i.RequestId!.Value, i => i.Kind == ItemKind.ApproveRequest);
        foreach (var request in await db.MembershipRequests.Where(r => decisions.Keys.Contains(r.Id)).ToListAsync(cancellationToken))
        {
            (request.State, request.Approve, request.OperationId) = (RequestState.Deciding, decisions[request.Id], operation.Id);
        }

        return null;
    }

    private async Task ConnectAsync()
    {
        var connection = FarNumbers.ConnectionOf(Far, Desk, Get<SecretProtector>());
        await using var db = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Connections.Add(connection);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        ConnectionId = connection.Id;
        Get<ChangeFeed>().Publish(ChangeTopic.Connections, connection.Id.ToString());
    }
}
