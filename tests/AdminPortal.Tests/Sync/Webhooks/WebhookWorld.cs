using AdminPortal.Data;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Sync.Webhooks;

/// <summary>
/// The whole host on a socket, one number at each gateway, and gateways that really deliver. Nothing but an event makes the
/// console read within a test.
/// </summary>
internal sealed class WebhookWorld : IAsyncDisposable
{
    public static readonly Actor Administrator = new(Guid.Parse("0198a000-0000-7000-8000-0000000000a1"), "Ada", OperatorRole.Administrator);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<Vendor, Guid> _ids = [];

    private WebhookWorld(SimulatorHost far, ListeningPortal host, WorldBuilder build) => (Far, Host, Build) = (far, host, build);

    public SimulatorHost Far { get; }

    public ListeningPortal Host { get; }

    public WorldBuilder Build { get; }

    public WhatsAppWorld World => Far.World;

    public static async Task<WebhookWorld> StartAsync(TestDatabase database, Action<WorldBuilder>? furnish = null)
    {
        var builder = new WorldBuilder(seed: 7);
        QuietRoundTests.FurnishForAll(builder);
        furnish?.Invoke(builder);
        var far = await SimulatorHost.StartAsync(new SimulatorOptions { World = builder.World, RequestsPerMinute = null }, TestContext.Current.CancellationToken);
        var host = new ListeningPortal(database);
        var world = new WebhookWorld(far, host, builder);
        foreach (var number in builder.World.Numbers)
        {
            await world.ConnectAsync(number);
        }

        await world.UntilAsync(async db => await db.GroupReadings.CountAsync(r => r.Aspect == Features.Sync.GroupAspect.Detail && r.At != null)
            >= await db.Groups.CountAsync() && await db.Connections.AllAsync(c => c.ListedAt != null));
        return world;
    }

    public Guid IdOf(Vendor vendor) => _ids[vendor];

    public WorldNumber NumberOf(Vendor vendor) => World.NumbersOf(vendor).Single();

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Sets the address up as an operator does, and gives it to the gateway.</summary>
    public async Task<WebhookSubscription> SubscribeAsync(Vendor vendor)
    {
        var ending = TestContext.Current.CancellationToken;
        var grant = await Get<WebhookDesk>().SetUpAsync(Administrator, IdOf(vendor), Host.Address, ending);
        Assert.True(grant.Succeeded, grant.Failure?.Message);
        var secret = grant.Value.Secret ?? "whsec_of_the_gateway";
        var dialect = VendorDialects.Of(vendor);
        if (dialect.MakesWebhookSecret)
        {
            Assert.True((await Get<WebhookDesk>().TakeSecretAsync(Administrator, IdOf(vendor), secret, ending)).Succeeded);
        }

        var subscription = dialect.Subscribe(grant.Value.Address, secret) with { Events = [] };
        World.SetWebhooks(NumberOf(vendor).Phone, [subscription]);
        return subscription;
    }

    public async Task<WebhookStatus> StatusAsync(Vendor vendor) =>
        (await Get<WebhookDesk>().FindAsync(Administrator, IdOf(vendor), Host.Address, TestContext.Current.CancellationToken))!.Status!;

    public async Task UntilAsync(Func<PortalDbContext, Task<bool>> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(s_patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            await using var db = await Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(timeout.Token);
            if (await condition(db))
            {
                return;
            }

            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }

    public Task UntilAsync(Vendor vendor, Func<WebhookStatus, bool> condition) => UntilAsync(async _ => condition(await StatusAsync(vendor)));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Far.DisposeAsync();
    }

    private async Task ConnectAsync(WorldNumber number)
    {
        var connection = FarNumbers.ConnectionOf(Far, number, Get<SecretProtector>(), number.Vendor.ToString());
        await using var db = await Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Connections.Add(connection);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        _ids[number.Vendor] = connection.Id;
        Get<ChangeFeed>().Publish(ChangeTopic.Connections, connection.Id.ToString());
    }

    internal sealed class ListeningPortal : PortalHost
    {
        public ListeningPortal(TestDatabase database)
        {
            Use(database);
            foreach (var (key, value) in RunnerWorld.QuickPace)
            {
                Set(key, value);
            }

            foreach (var key in new[] { "SessionEvery", "ListEvery", "RequestsEvery", "SubgroupsEvery" })
            {
                Set($"Sync:{key}", "01:00:00");
            }

            Set("Sync:TickEvery", "00:00:01");
            UseKestrel(0);
            StartServer();
        }

        public Uri Address => ClientOptions.BaseAddress;
    }
}
