using AdminPortal.Data;
using AdminPortal.Features.Sync;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Sync;

/// <summary>Where events come, asking fills in exactly what the provider never tells of.</summary>
public sealed class PollingTests
{
    private static readonly TimeSpan s_watched = TimeSpan.FromMinutes(9);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>What each number is asked for within nine quiet minutes while its events come.</summary>
    public static TheoryData<Vendor, RouteKind[], RouteKind[]> WhileEventsCome => new()
    {
        // Tells of members and settings, never of requests.
        { Vendor.RyzeApi, [RouteKind.ListRequests], [RouteKind.GroupDetail] },
        // Tells of everything.
        { Vendor.Whapi, [], [RouteKind.ListRequests, RouteKind.GroupDetail] },
        // Tells of its session alone; its list carries every group with its members.
        { Vendor.Wadial, [RouteKind.ListRequests, RouteKind.ListGroups], [RouteKind.GroupDetail] },
        // Tells of members and settings, and has no requests.
        { Vendor.Wawp, [], [RouteKind.ListRequests, RouteKind.GroupDetail] },
    };

    [Theory]
    [MemberData(nameof(WhileEventsCome))]
    public async Task Asks_for_what_the_provider_never_tells_and_for_nothing_else(Vendor vendor, RouteKind[] asked, RouteKind[] spared)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var bench = await BenchAsync(database, vendor);
        var number = await SettledAsync(bench, hears: true);
        var calls = bench.Far!.Requests.All.Count;

        await WatchAsync(bench, number);

        var routes = bench.Far.Requests.All.Skip(calls).Select(r => r.Route).ToList();
        Assert.All(asked, route => Assert.Contains(route, routes));
        Assert.All(spared, route => Assert.DoesNotContain(route, routes));
        // A list is read in any case: which groups there are, and whether their sizes fit what is known.
        Assert.InRange(routes.Count(r => r == RouteKind.ListGroups), 3, 5);
    }

    [Fact]
    public async Task Members_behind_a_gateway_that_tells_nothing_are_as_fresh_as_its_list()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var bench = await BenchAsync(database, Vendor.Wadial);
        var number = await SettledAsync(bench, hears: true);
        var group = bench.World.FindGroup(bench.World.AllGroups().Single().Id)!;
        var leaver = group.Members.First(m => !m.IsAdmin).Person;
        bench.World.Leave(leaver.Phone, group.Id);
        // One came while one went: no size betrays it.
        var newcomer = bench.World.People.Single(p => p.Name == "Newcomer");
        bench.World.Add(bench.World.Numbers[0].Phone, group.Id, [newcomer.Phone]);

        bench.Time.Advance(bench.SyncOptions.ListEvery);
        await bench.SyncAsync(number);

        var members = await bench.LiveMembersAsync(group.Id);
        Assert.Contains(newcomer.PhoneJid, members);
        Assert.DoesNotContain(leaver.PhoneJid, members);
        var reading = bench.Get<ReadingAges>().Refresh((await bench.ReadingAsync(group.Id, GroupAspect.Members))!);
        Assert.Equal((ReadingOrigin.List, bench.Time.GetUtcNow()), (reading.Origin, reading.At));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_of_a_gateway_that_tells_of_them_are_asked_for_while_none_of_its_events_come(bool hears)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var bench = await BenchAsync(database, Vendor.Whapi);
        var number = await SettledAsync(bench, hears);
        var calls = bench.Far!.Requests.All.Count;

        await WatchAsync(bench, number);

        Assert.Equal(!hears, bench.Far.Requests.All.Skip(calls).Any(r => r.Route == RouteKind.ListRequests));
    }

    [Theory]
    [InlineData(Vendor.RyzeApi, true, false)]
    [InlineData(Vendor.RyzeApi, false, true)]
    [InlineData(Vendor.Whapi, true, false)]
    [InlineData(Vendor.Whapi, false, true)]
    [InlineData(Vendor.Wawp, true, false)]
    [InlineData(Vendor.Wawp, false, true)]
    // Its events come, but never one of a group.
    [InlineData(Vendor.Wadial, true, true)]
    [InlineData(Vendor.Wadial, false, true)]
    public async Task Groups_are_looked_at_earlier_while_nothing_tells_of_them(Vendor vendor, bool hears, bool isDue)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var bench = await BenchAsync(database, vendor);
        var number = await SettledAsync(bench, hears);

        bench.Time.Advance(bench.SyncOptions.DetailMaxAgeUnheard - TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(await PlanAsync(), d => d.Aspect == GroupAspect.Detail);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(isDue, (await PlanAsync()).Any(d => d.Aspect == GroupAspect.Detail));

        Task<IReadOnlyList<DueRead>> PlanAsync() => bench.Get<SyncPlan>().ForAsync(number, Ending);
    }

    private static Task<SyncBench> BenchAsync(TestDatabase database, Vendor vendor) => SyncBench.OverHttpAsync(database, builder =>
    {
        builder.AddNumber("Desk", vendor: vendor);
        builder.AddGroup("Crew", members: builder.AddPeople(4).Select(p => p.Phone), settings: new GroupSettings(ApprovalRequired: true));
        builder.AddPerson("Newcomer");
    });

    /// <summary>Everything was read just now.</summary>
    private static async Task<Guid> SettledAsync(SyncBench bench, bool hears)
    {
        var number = await bench.ConnectAsync("Desk", bench.World.Numbers[0]);
        await bench.SyncAsync(number);
        bench.LetEverythingGetOld();
        await bench.SyncAsync(number);
        if (hears)
        {
            await using var db = bench.Open();
            db.WebhookAddresses.Add(new WebhookAddress
            {
                ConnectionId = number, PathHash = "hash", ProtectedSecrets = "", CreatedAt = bench.Time.GetUtcNow(), Accepted = 1, LastReceivedAt = bench.Time.GetUtcNow(),
            });
            await db.SaveChangesAsync(Ending);
        }

        return number;
    }

    private static async Task WatchAsync(SyncBench bench, Guid number)
    {
        for (var step = TimeSpan.FromSeconds(30); step <= s_watched; step += TimeSpan.FromSeconds(30))
        {
            bench.Time.Advance(TimeSpan.FromSeconds(30));
            await bench.RoundAsync(number);
        }
    }
}
