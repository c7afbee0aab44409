using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using GroupKind = AdminPortal.Gateways.Model.GroupKind;
using GroupDetail = AdminPortal.Gateways.Model.GroupDetail;
using MemberRole = AdminPortal.Gateways.Model.MemberRole;

namespace AdminPortal.Tests.Sync;

/// <summary>
/// Sync on a test's database: against the simulator over HTTP, or fed with answers that only a broken gateway gives.
/// The clock moves by hand.
/// </summary>
internal sealed class SyncBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SyncBench(TestDatabase database, ManualTimeProvider time, SimulatorHost? far)
    {
        (Database, Time, Far) = (database, time, far);
        Writes = new WriteWatch(database);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pacing:RequestsPerMinute"] = "1000000",
            ["Pacing:BackgroundShare"] = "1",
        }).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IDbContextFactory<PortalDbContext>>(Writes)
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton<SecretProtector>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<ChangeFeed>()
            .AddNumbers()
            .AddPacing(configuration)
            .AddGroupReader()
            .AddSingleton<SyncPatience>()
            .AddSingleton<SyncPlan>()
            .AddSingleton<CapabilitySurvey>()
            .AddSingleton<SyncRound>()
            .AddSingleton<AgeKeeper>()
            .AddSingleton(Options.Create(SyncOptions));
        services.AddGateways(http =>
        {
            http.AllowLoopback = true;
            // A second attempt would wait for a clock that stands.
            http.ReadAttempts = 1;
        });
        _services = services.BuildServiceProvider();
        Get<ChangeFeed>().Subscribe(change =>
        {
            lock (Changes)
            {
                Changes.Add(change);
            }
        });
    }

    public SyncOptions SyncOptions { get; } = new();

    public TestDatabase Database { get; }

    public ManualTimeProvider Time { get; }

    public SimulatorHost? Far { get; }

    /// <summary>What the code under test writes.</summary>
    public WriteWatch Writes { get; }

    /// <summary>What was published, oldest first.</summary>
    public List<Change> Changes { get; } = [];

    public WhatsAppWorld World => Far?.World ?? throw new InvalidOperationException("This bench has no far side.");

    /// <param name="onRequest">Sees every request before it is answered, with the clock.</param>
    public static async Task<SyncBench> OverHttpAsync(TestDatabase database, Action<WorldBuilder> furnish, Action<SeenRequest, ManualTimeProvider>? onRequest = null)
    {
        var time = new ManualTimeProvider();
        var builder = new WorldBuilder(seed: 5, time);
        furnish(builder);
        var far = await SimulatorHost.StartAsync(
            new SimulatorOptions { World = builder.World, Time = time, RequestsPerMinute = null, OnRequest = onRequest is null ? null : request => onRequest(request, time) },
            TestContext.Current.CancellationToken);
        return new SyncBench(database, time, far);
    }

    public static SyncBench WithoutFarSide(TestDatabase database) => new(database, new ManualTimeProvider(), far: null);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public PortalDbContext Open() => Database.Open();

    /// <summary>Connects a number of the world; without a far side the address leads nowhere.</summary>
    /// <param name="surveyed">What it can do was tried out before, so that rounds read nothing but the cache's needs.</param>
    public async Task<Guid> ConnectAsync(string name, WorldNumber? number = null, string? ownNumberKey = null, bool surveyed = true)
    {
        var kind = (number?.Vendor ?? Vendor.RyzeApi) switch
        {
            Vendor.Wadial => GatewayKind.Wadial,
            Vendor.Whapi => GatewayKind.Whapi,
            Vendor.Wawp => GatewayKind.Wawp,
            _ => GatewayKind.RyzeApi,
        };
        var connection = new Connection
        {
            Name = name,
            Kind = kind,
            BaseAddress = Far?.AddressOf(number?.Vendor ?? Vendor.RyzeApi).ToString() ?? "http://127.0.0.1:1/",
            ProtectedCredentials = Get<SecretProtector>().Protect(Get<GatewayCatalog>()[kind].Credentials
                .ToDictionary(f => f.Key, f => (f.IsSecret ? number?.Token : number?.Handle) ?? "none")),
            CreatedAt = Time.GetUtcNow(),
            CapabilitiesCheckedAt = surveyed ? Time.GetUtcNow() : null,
            OwnNumberKey = ownNumberKey,
        };
        await using var db = Open();
        db.Connections.Add(connection);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return connection.Id;
    }

    /// <summary>One round. After a failure a second one would wait, with a clock that stands, for the end of the pause.</summary>
    public Task RoundAsync(Guid connection) => Get<SyncRound>().RunAsync(connection, TestContext.Current.CancellationToken);

    /// <summary>Rounds until nothing is due any more.</summary>
    public async Task SyncAsync(params Guid[] connections)
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var connection in connections)
            {
                await RoundAsync(connection);
            }
        }
    }

    /// <summary>Everything that was read is old afterwards.</summary>
    public void LetEverythingGetOld() => Time.Advance(SyncOptions.DetailMaxAge + TimeSpan.FromMinutes(1));

    public Task<ReadOutcome> ListAsync(Guid connection, params GroupListing[] listings) =>
        Get<ListWriter>().StoreAsync(connection, listings, Time.GetUtcNow(), TestContext.Current.CancellationToken);

    public async Task<ReadOutcome> DetailAsync(Guid connection, GroupDetail detail, ReadingOrigin origin = ReadingOrigin.Detail, DateTimeOffset? at = null) =>
        (await Get<DetailWriter>().StoreAsync(detail, new(connection, origin, at ?? Time.GetUtcNow()), TestContext.Current.CancellationToken)).Outcome;

    public Task<ReadOutcome> SubgroupsAsync(Guid connection, string community, params SubgroupListing[] listings) =>
        Get<SubgroupWriter>().StoreAsync(
            CommunityId.Parse(community), listings, new(connection, ReadingOrigin.Detail, Time.GetUtcNow()), unnamed: null, TestContext.Current.CancellationToken);

    public Task<ReadOutcome> RequestsAsync(Guid connection, string group, params MembershipRequestListing[] listings) =>
        Get<RequestWriter>().StoreAsync(
            GroupId.Parse(group), listings, new(connection, ReadingOrigin.Detail, Time.GetUtcNow()), TestContext.Current.CancellationToken);

    public async Task<HashSet<string>> LiveMembersAsync(string group)
    {
        await using var db = Open();
        return await db.Memberships.Where(m => m.GroupId == group && m.GoneAt == null)
            .Join(db.People, m => m.PersonId, p => p.Id, (_, p) => p.PhoneKey ?? p.LidKey!)
            .ToHashSetAsync(TestContext.Current.CancellationToken);
    }

    public async Task<GroupReading?> ReadingAsync(string group, GroupAspect aspect)
    {
        await using var db = Open();
        return await db.GroupReadings.AsNoTracking().FirstOrDefaultAsync(r => r.GroupId == group && r.Aspect == aspect, TestContext.Current.CancellationToken);
    }

    public static string IdOf(int number) => $"12036300000000{number:D4}@g.us";

    public static string PhoneOf(int number) => $"491511000{number:D4}@s.whatsapp.net";

    public static string LidOf(int number) => $"8800000000{number:D4}@lid";

    public static GroupListing Listing(int number, string? name = null, int? count = null) => new(GroupId.Parse(IdOf(number)), name ?? $"Group {number}", count);

    public static GroupMember Member(int number, MemberRole role = MemberRole.Member) => new(ParticipantId.Parse(PhoneOf(number)), role);

    public static GroupMember Pair(int number, int? lid = null) =>
        new(ParticipantId.Parse(PhoneOf(number)), MemberRole.Member, ParticipantId.Parse(PhoneOf(number)), ParticipantId.Parse(LidOf(lid ?? number)));

    public static GroupMember ByLid(int number) => new(ParticipantId.Parse(LidOf(number)), MemberRole.Member);

    /// <summary>A truthful answer: it states as many members as it lists.</summary>
    public static GroupDetail Detail(int number, params IReadOnlyList<GroupMember> members) => new()
    {
        Id = GroupId.Parse(IdOf(number)),
        Name = $"Group {number}",
        Kind = GroupKind.Standalone,
        MemberCount = members.Count,
        Members = members,
    };

    public static IReadOnlyList<GroupMember> Members(int count) => [.. Enumerable.Range(1, count).Select(n => Member(n))];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (Far is not null)
        {
            await Far.DisposeAsync();
        }
    }
}
