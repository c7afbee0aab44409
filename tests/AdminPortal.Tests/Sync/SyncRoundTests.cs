using AdminPortal.Features.Approvals;
using AdminPortal.Features.Communities.Suggestions;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Live;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using GroupSettings = AdminPortal.Simulator.World.GroupSettings;
using MembershipRequest = AdminPortal.Simulator.World.MembershipRequest;
using Person = AdminPortal.Simulator.World.Person;

namespace AdminPortal.Tests.Sync;

/// <summary>Whole rounds over real HTTP.</summary>
public sealed class SyncRoundTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_first_sync_shows_what_the_numbers_can_see(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var (north, south) = await ConnectBothAsync(bench);

        await bench.SyncAsync(north, south);

        await WorldView.AssertCachedAsync(bench, (north, bench.World.Numbers[0]), (south, bench.World.Numbers[1]));
        await using var db = bench.Open();
        // Whom a first read shows has not just joined.
        Assert.False(await db.MembershipChanges.AnyAsync(Ending));
        Assert.All(await db.Connections.ToListAsync(Ending), c => Assert.NotNull(c.OwnLidKey));
    }

    [Theory, DatabaseData]
    public async Task A_sync_of_an_unchanged_world_writes_no_fact_and_tells_nobody(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var (north, south) = await ConnectBothAsync(bench);
        await bench.SyncAsync(north, south);
        var before = await FactsAsync(bench);
        bench.Changes.Clear();
        var calls = bench.Far!.Requests.All.Count;

        bench.LetEverythingGetOld();
        await bench.SyncAsync(north, south);

        Assert.True(bench.Far!.Requests.All.Count > calls + bench.World.AllGroups().Count, "Every group was read again.");
        Assert.Equal(before, await FactsAsync(bench));
        Assert.Empty(bench.Changes);
    }

    [Theory, DatabaseData]
    public async Task A_gateway_that_is_down_leaves_the_cache_with_its_age(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var (north, _) = await ConnectBothAsync(bench);
        await bench.SyncAsync(north);
        var readAt = bench.Time.GetUtcNow();
        var before = await FactsAsync(bench);

        bench.Far!.Faults.Everyone.Always(FaultKind.DropBeforeEffect);
        bench.LetEverythingGetOld();
        await bench.RoundAsync(north);

        Assert.Equal(before, await FactsAsync(bench));
        await using (var db = bench.Open())
        {
            var connection = await db.Connections.SingleAsync(c => c.Id == north, Ending);
            Assert.Equal(readAt, connection.ListedAt);
            Assert.NotNull(connection.LastError);
            Assert.All(await db.GroupReadings.ToListAsync(Ending), r => Assert.True(r.At is null || r.At <= readAt));
        }

        bench.Far.Faults.ClearAll();
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.SyncAsync(north);
        await using var back = bench.Open();
        var recovered = await back.Connections.SingleAsync(c => c.Id == north, Ending);
        Assert.Equal((null, bench.Time.GetUtcNow()), (recovered.LastError, bench.Get<NumberAges>().ListedAt(north, recovered.ListedAt)));
    }

    [Theory, DatabaseData]
    public async Task Requests_are_asked_by_the_number_that_is_admin(TestDatabase database)
    {
        var group = "";
        await using var bench = await SyncBench.OverHttpAsync(database, builder =>
        {
            builder.AddNumber("North", "north");
            var south = builder.AddNumber("South", "south");
            group = builder.AddGroup("Shared", admins: [south.Phone], owner: builder.AddPerson("Owner").Phone, settings: new GroupSettings(ApprovalRequired: true));
            builder.AddMember(group, builder.World.Numbers[0].Phone);
            builder.AddRequest(group, new MembershipRequest(builder.AddPerson("Rui").Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch));
        });
        var (north, south) = await ConnectBothAsync(bench);

        await bench.SyncAsync(north, south);

        await using var db = bench.Open();
        Assert.Equal(1, await db.MembershipRequests.CountAsync(r => r.GroupId == group && r.State == RequestState.Waiting, Ending));
        Assert.All(bench.Far!.Requests.All.Where(e => e.Route == RouteKind.ListRequests), e => Assert.Equal(bench.World.Numbers[1].Phone, e.Number));
    }

    [Theory, DatabaseData]
    public async Task Suggested_groups_are_asked_of_a_number_that_can_tell_whoever_reads_the_rest(TestDatabase database)
    {
        var (community, kept, member) = ("", "", "");
        await using var bench = await SyncBench.OverHttpAsync(database, builder =>
        {
            var desk = builder.AddNumber("Desk");
            var field = builder.AddNumber("Field", vendor: Vendor.Wadial);
            community = builder.AddCommunity("Harbor", owner: desk.Phone).Id;
            builder.AddMember(community, field.Phone, MemberRole.Admin);
            member = builder.AddPerson("Ana").Phone;
            builder.AddGroup("Crew", community, members: [member, field.Phone], owner: desk.Phone);
            kept = builder.AddGroup("Anglers", admins: [member], owner: desk.Phone);
            builder.AddMember(community, member);
            builder.World.SuggestGroup(member, community, "Anglers", "By the pier", kept);
            builder.World.SuggestGroup(member, community, "Divers");
        });
        var desk = await bench.ConnectAsync("Desk", bench.World.Numbers[0]);
        var field = await bench.ConnectAsync("Field", bench.World.Numbers[1]);
        var suggested = new SuggestedGroups(database.Contexts);

        await bench.SyncAsync(desk, field);

        var listed = await suggested.OfAsync(community, Ending);
        Assert.Equal([("Anglers", "By the pier", true), ("Divers", null, false)], listed.Select(s => (s.Name, s.Description, s.Exists == true)).Order());
        Assert.All(listed, s => Assert.Equal("+" + member, s.SuggestedBy));
        Assert.All(bench.Far!.Requests.All.Where(e => e.Route == RouteKind.Suggestions), e => Assert.Equal(bench.World.Numbers[1].Phone, e.Number));

        // Taken in by linking: it waits no longer, whether its suggestion was read again or not.
        bench.World.Link(bench.World.Numbers[0].Phone, community, [kept]);
        bench.Time.Advance(bench.SyncOptions.SubgroupsEvery);
        await bench.SyncAsync(desk);
        Assert.Equal(["Divers"], (await suggested.OfAsync(community, Ending)).Select(s => s.Name));
        bench.Changes.Clear();
        await bench.SyncAsync(field);
        await using var db = bench.Open();
        Assert.Equal("Divers", (await db.GroupSuggestions.SingleAsync(Ending)).Name);
        Assert.Contains(new Change(ChangeTopic.Groups, community), bench.Changes);
    }

    [Theory, DatabaseData]
    public async Task What_a_list_carries_is_as_old_as_the_question(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(
            database,
            builder =>
            {
                builder.AddNumber("Desk", vendor: Vendor.Wadial);
                builder.AddGroup("Crew", members: [builder.AddPerson("Ana").Phone]);
            },
            // A list of many groups takes its time.
            (request, time) => time.Advance(request.PathAndQuery.EndsWith("/groups", StringComparison.Ordinal) ? TimeSpan.FromSeconds(25) : TimeSpan.Zero));
        var desk = await bench.ConnectAsync("Desk", bench.World.Numbers[0]);
        var asked = bench.Time.GetUtcNow();

        await bench.Get<GroupReader>().ReadListAsync(desk, Lane.Background, Ending);

        Assert.Equal(asked + TimeSpan.FromSeconds(25), bench.Time.GetUtcNow());
        Assert.Equal(asked, (await bench.ReadingAsync(bench.World.AllGroups().Single().Id, GroupAspect.Detail))?.At);
    }

    [Theory, DatabaseData]
    public async Task A_list_that_says_the_same_again_costs_a_few_queries_and_one_that_does_not_is_compared(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, builder =>
        {
            var desk = builder.AddNumber("Desk", vendor: Vendor.Wadial);
            var people = builder.AddPeople(5);
            foreach (var name in Enumerable.Range(1, 30).Select(n => $"Crew {n}"))
            {
                builder.AddGroup(name, members: people.Select(p => p.Phone));
            }
        });
        var desk = await bench.ConnectAsync("Desk", bench.World.Numbers[0]);
        var reader = bench.Get<GroupReader>();
        var costs = new List<int>();
        for (var read = 0; read < 4; read++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(2));
            bench.Writes.Clear();
            await reader.ReadListAsync(desk, Lane.Background, Ending);
            costs.Add(bench.Writes.Commands);
        }

        Assert.True(costs[^1] < 20 && costs[1] > 100, string.Join(", ", costs));
        var group = bench.World.AllGroups()[0];
        Assert.Equal(bench.Time.GetUtcNow(), bench.Get<ReadingAges>().Refresh((await bench.ReadingAsync(group.Id, GroupAspect.Members))!).At);

        // Somebody else stored something meanwhile, and the list is the same as before: it is the truth again.
        await using (var db = bench.Open())
        {
            (await db.Groups.SingleAsync(g => g.Id == group.Id, Ending)).Description = "Something else";
            await db.SaveChangesAsync(Ending);
        }

        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await reader.ReadListAsync(desk, Lane.Background, Ending);
        await using var after = bench.Open();
        Assert.NotEqual("Something else", (await after.Groups.SingleAsync(g => g.Id == group.Id, Ending)).Description);
    }

    [Theory, DatabaseData]
    public async Task Requests_are_asked_for_where_the_gateway_never_tells_whether_approval_is_on(TestDatabase database)
    {
        var group = "";
        await using var bench = await SyncBench.OverHttpAsync(database, builder =>
        {
            builder.AddNumber("Desk", vendor: Vendor.Whapi);
            group = builder.AddGroup("Crew", members: [builder.AddPerson("Ana").Phone], settings: new GroupSettings(ApprovalRequired: true));
            builder.AddGroup("Foreign", members: [builder.World.Numbers[0].Phone], owner: builder.AddPerson("Owner").Phone);
            builder.AddRequest(group, new MembershipRequest(builder.AddPerson("Rui").Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch));
        });
        var desk = await bench.ConnectAsync("Desk", bench.World.Numbers[0]);

        await bench.SyncAsync(desk);

        await using var db = bench.Open();
        Assert.Null((await db.Groups.SingleAsync(g => g.Id == group, Ending)).ApprovalRequired);
        Assert.Equal(1, await db.MembershipRequests.CountAsync(r => r.GroupId == group && r.State == RequestState.Waiting, Ending));
        // Not where our number is no admin.
        Assert.Single(bench.Far!.Requests.All, e => e.Route == RouteKind.ListRequests);
    }

    [Theory, DatabaseData]
    public async Task A_group_that_was_unlinked_elsewhere_is_found_out(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var (north, south) = await ConnectBothAsync(bench);
        await bench.SyncAsync(north, south);
        var linked = bench.World.AllGroups().First(g => g.Name == "Crew 1");

        bench.World.Unlink(bench.World.Numbers[0].Phone, linked.CommunityId!, [linked.Id]);
        bench.Time.Advance(bench.SyncOptions.SubgroupsEvery);
        await bench.SyncAsync(north, south);

        await WorldView.AssertCachedAsync(bench, (north, bench.World.Numbers[0]), (south, bench.World.Numbers[1]));
    }

    [Theory, DatabaseData]
    public async Task A_number_that_was_signed_out_is_asked_for_its_session_only(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var (north, _) = await ConnectBothAsync(bench);
        await bench.SyncAsync(north);
        bench.World.SetSession(bench.World.Numbers[0].Phone, SessionState.LoggedOut);
        bench.LetEverythingGetOld();
        var calls = bench.Far!.Requests.All.Count;

        await bench.SyncAsync(north);

        Assert.All(bench.Far!.Requests.All.Skip(calls), e => Assert.Equal(RouteKind.Session, e.Route));
        await using var db = bench.Open();
        Assert.Equal(AdminPortal.Gateways.Model.SessionState.SignedOut, (await db.Connections.SingleAsync(c => c.Id == north, Ending)).Session);
    }

    /// <summary>Two numbers, one community with two groups, groups of each number alone, people behind LIDs.</summary>
    internal static void Furnish(WorldBuilder builder)
    {
        var north = builder.AddNumber("North", "north");
        var south = builder.AddNumber("South", "south");
        var people = builder.AddPeople(30);
        var hidden = builder.AddPerson("Hidden", p => p with { HidesPhone = true });
        var (community, _) = builder.AddCommunity("Harbor", description: "All crews");
        builder.AddGroup("Crew 1", community, members: [.. people.Take(12).Select(p => p.Phone), south.Phone, hidden.Phone]);
        builder.AddGroup("Crew 2", community, members: [.. people.Skip(8).Take(12).Select(p => p.Phone)], admins: [people[8].Phone]);
        builder.AddGroup("Alone", members: [.. people.Take(4).Select(p => p.Phone), hidden.Phone], settings: new GroupSettings(ApprovalRequired: true));
        builder.AddRequest(
            builder.World.AllGroups().Single(g => g.Name == "Alone").Id,
            new MembershipRequest(people[20].Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch));
        builder.AddGroup("South only", members: [.. people.Skip(20).Select(p => p.Phone)], owner: south.Phone);
        var foreign = builder.AddGroup("Foreign", members: [north.Phone, south.Phone], owner: people[0].Phone);
        Assert.NotEmpty(foreign);
    }

    internal static async Task<(Guid North, Guid South)> ConnectBothAsync(SyncBench bench) =>
        (await bench.ConnectAsync("North", bench.World.Numbers[0]), await bench.ConnectAsync("South", bench.World.Numbers[1]));

    /// <summary>Every fact row with its version, as text.</summary>
    private static async Task<string> FactsAsync(SyncBench bench)
    {
        await using var db = bench.Open();
        var groups = await db.Groups.OrderBy(g => g.Id).Select(g => new { g.Id, g.Version, g.Name, g.GoneAt, g.MemberCount }).ToListAsync(Ending);
        var relations = await db.GroupConnections.OrderBy(r => r.GroupId).ThenBy(r => r.ConnectionId).Select(r => new { r.GroupId, r.Role, r.GoneAt, r.Readable }).ToListAsync(Ending);
        var memberships = await db.Memberships.OrderBy(m => m.GroupId).ThenBy(m => m.PersonId).Select(m => new { m.GroupId, m.PersonId, m.SeenSince, m.Role, m.GoneAt }).ToListAsync(Ending);
        var people = await db.People.OrderBy(p => p.Id).Select(p => new { p.Id, p.PhoneKey, p.LidKey, p.Search, p.PairedAt }).ToListAsync(Ending);
        var requests = await db.MembershipRequests.OrderBy(r => r.Id).Select(r => new { r.Id, r.Version, r.State }).ToListAsync(Ending);
        var changes = await db.MembershipChanges.CountAsync(Ending);
        return string.Join('\n', [.. groups, .. relations, .. memberships, .. people, .. requests, changes]);
    }
}
