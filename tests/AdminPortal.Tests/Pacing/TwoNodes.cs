using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Pacing;

/// <summary>One database on PostgreSQL, one far number, and as many nodes of the console on it as a test starts.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly List<PortalHost> _hosts = [];

    private TwoNodes(TestDatabase database, SimulatorHost far, WorldBuilder builder, WorldNumber desk) =>
        (Database, Far, Build, Desk) = (database, far, builder, desk);

    public TestDatabase Database { get; }

    public SimulatorHost Far { get; }

    public WorldBuilder Build { get; }

    public WorldNumber Desk { get; }

    public Guid ConnectionId { get; private set; }

    public static async Task<TwoNodes> StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipWhen(DatabaseTemplates.PostgresServer is null, $"No PostgreSQL: {DatabaseTemplates.PostgresVariable} is not set (eng/with-postgres sets it).");
        var builder = new WorldBuilder(seed: 5);
        var desk = builder.AddNumber("Desk");
        var far = await SimulatorHost.StartAsync(new SimulatorOptions { World = builder.World, RequestsPerMinute = null }, cancellationToken);
        return new TwoNodes(await TestDatabase.CreateAsync(DatabaseProvider.Postgres), far, builder, desk);
    }

    /// <summary>A node in this process; the first one connects the number.</summary>
    public async Task<IServiceProvider> NodeAsync(params (string Key, string Value)[] set)
    {
        var host = PortalHost.On(Database);
        foreach (var (key, value) in RunnerWorld.QuickPace.Concat(set.Select(s => (s.Key, s.Value))))
        {
            host.Set(key, value);
        }

        _hosts.Add(host);
        var services = host.Services;
        if (ConnectionId == Guid.Empty)
        {
            await ConnectAsync(services.GetRequiredService<SecretProtector>());
            services.GetRequiredService<ChangeFeed>().Publish(ChangeTopic.Connections, ConnectionId.ToString());
        }

        return services;
    }

    public async Task ConnectAsync(SecretProtector secrets)
    {
        var connection = FarNumbers.ConnectionOf(Far, Desk, secrets);
        await using var db = Database.Open();
        db.Connections.Add(connection);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        ConnectionId = connection.Id;
    }

    /// <summary>An operation in the database, which no node was told of.</summary>
    public async Task<Guid> QueueAddsAsync(string group, IReadOnlyList<Person> people)
    {
        var operation = new Operation
        {
            Kind = OperationKind.AddParticipants,
            Title = $"Add {people.Count}",
            IntentKey = Guid.NewGuid().ToString(),
            Interactive = false,
            SubmittedById = Guid.NewGuid(),
            SubmittedBy = "Olga",
            SubmittedAt = TimeProvider.System.GetUtcNow(),
        };
        operation.Items.AddRange(people.Select((p, index) => new OperationItem
        {
            Sequence = index + 1,
            Kind = ItemKind.AddParticipant,
            ConnectionId = ConnectionId,
            GroupId = group,
            Participant = p.PhoneJid,
            Label = p.Name,
        }));
        await using var db = Database.Open();
        db.Operations.Add(operation);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return operation.Id;
    }

    /// <summary>An operation that a person submits on that node.</summary>
    public async Task<Guid> SubmitAddsAsync(IServiceProvider node, string group, IReadOnlyList<Person> people, bool interactive = false)
    {
        await using var scope = node.CreateAsyncScope();
        var items = people.Select(p => new ItemDraft(ItemKind.AddParticipant, ConnectionId, p.Name) { GroupId = group, Participant = p.PhoneJid }).ToList();
        var ticket = await scope.ServiceProvider.GetRequiredService<OperationDesk>().SubmitAsync(
            RunnerWorld.Operator,
            new OperationDraft(OperationKind.AddParticipants, $"Add {people.Count}", Guid.NewGuid().ToString(), interactive, items, group),
            TestContext.Current.CancellationToken);
        return ticket.Succeeded ? ticket.Value.OperationId : throw new InvalidOperationException(ticket.Failure.Message);
    }

    /// <summary>Looks again and again until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException tooLate)
            {
                throw new TimeoutException($"Waited in vain until {what}.", tooLate);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Far.DisposeAsync();
        await Database.DisposeAsync();
    }
}
