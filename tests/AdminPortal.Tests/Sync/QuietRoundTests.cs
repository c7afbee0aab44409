using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Sync;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Sync;

/// <summary>A sync of an unchanged world writes nothing, and ages are true all the same.</summary>
public sealed class QuietRoundTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_round_over_an_unchanged_world_writes_nothing(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, FurnishForAll);
        var numbers = await ConnectAllAsync(bench);
        await SettleAsync(bench, numbers);
        var calls = bench.Far!.Requests.All.Count;

        bench.Writes.Clear();
        bench.LetEverythingGetOld();
        await bench.SyncAsync(numbers);

        var asked = bench.Far.Requests.All.Skip(calls).ToList();
        Assert.Superset(
            new HashSet<RouteKind> { RouteKind.Session, RouteKind.ListGroups, RouteKind.GroupDetail, RouteKind.ListRequests, RouteKind.Subgroups },
            asked.Select(r => r.Route).ToHashSet());
        Assert.Equal(bench.World.Numbers.Select(n => n.Phone).Order(), asked.Select(r => r.Number).Distinct().Order());

        // Where several nodes may speak for a number, what it spent of its budget is booked with every request.
        var written = bench.Writes.Writes.Where(w => database.Provider == DatabaseProvider.Sqlite || !w.Contains("\"RequestCounts\"", StringComparison.Ordinal)).ToList();
        Assert.True(written.Count == 0, string.Join('\n', written));
    }

    [Theory, DatabaseData]
    public async Task What_did_not_change_is_as_old_as_the_last_look_at_it(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, FurnishForAll);
        var numbers = await ConnectAllAsync(bench);
        await SettleAsync(bench, numbers);

        bench.LetEverythingGetOld();
        await bench.SyncAsync(numbers);

        var now = bench.Time.GetUtcNow();
        var (number, group) = await StoredAsync(bench, numbers[0]);
        Assert.True(number.ListedAt < now && number.SessionCheckedAt < now && group.At < now, "The rows were not touched.");
        var ages = bench.Get<NumberAges>();
        Assert.Equal((now, now), (ages.ListedAt(number.Id, number.ListedAt), ages.SessionCheckedAt(number.Id, number.SessionCheckedAt)));
        Assert.Equal(now, bench.Get<ReadingAges>().Refresh(group).At);
        Assert.Equal(now, (await bench.Get<ConnectionDirectory>().ListAsync(Ending)).Single(c => c.Id == numbers[0]).ListedAt);
    }

    [Theory, DatabaseData]
    public async Task Another_node_and_the_next_start_say_no_younger_age_than_is_true(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, FurnishForAll);
        var numbers = await ConnectAllAsync(bench);
        await SettleAsync(bench, numbers);
        bench.LetEverythingGetOld();
        await bench.SyncAsync(numbers);
        var lastLook = bench.Time.GetUtcNow();

        var (_, before) = await StoredAsync(bench, numbers[0]);
        Assert.True(new ReadingAges().Refresh(before).At < lastLook, "Before it is written down another node tells an older age.");

        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.Get<AgeKeeper>().WriteDownAsync(Ending);

        var (number, group) = await StoredAsync(bench, numbers[0]);
        Assert.Equal((lastLook, lastLook, lastLook), (number.ListedAt!.Value, number.SessionCheckedAt!.Value, group.At!.Value));
        bench.Writes.Clear();
        await bench.Get<AgeKeeper>().WriteDownAsync(Ending);
        Assert.Empty(bench.Writes.Writes);
    }

    [Theory, DatabaseData]
    public async Task A_look_is_forgotten_when_what_it_confirmed_is_reset(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, FurnishForAll);
        var numbers = await ConnectAllAsync(bench);
        await SettleAsync(bench, numbers);
        bench.LetEverythingGetOld();
        await bench.SyncAsync(numbers);

        await using (var db = bench.Open())
        {
            await db.Connections.ExecuteUpdateAsync(s => s.SetProperty(c => c.SessionCheckedAt, (DateTimeOffset?)null), Ending);
        }

        var (number, _) = await StoredAsync(bench, numbers[0]);
        Assert.Null(bench.Get<NumberAges>().SessionCheckedAt(number.Id, number.SessionCheckedAt));
    }

    private static async Task<(Connection Number, GroupReading Group)> StoredAsync(SyncBench bench, Guid connection)
    {
        await using var db = bench.Open();
        return (
            await db.Connections.AsNoTracking().SingleAsync(c => c.Id == connection, Ending),
            await db.GroupReadings.AsNoTracking().OrderBy(r => r.GroupId).FirstAsync(r => r.Aspect == GroupAspect.Detail, Ending));
    }

    /// <summary>What one look alone does not settle, such as a count that the list gives for the first time, is settled afterwards.</summary>
    private static async Task SettleAsync(SyncBench bench, Guid[] numbers)
    {
        await bench.SyncAsync(numbers);
        bench.LetEverythingGetOld();
        await bench.SyncAsync(numbers);
    }

    internal static async Task<Guid[]> ConnectAllAsync(SyncBench bench)
    {
        List<Guid> ids = [];
        foreach (var number in bench.World.Numbers)
        {
            ids.Add(await bench.ConnectAsync(number.Vendor.ToString(), number));
        }

        return [.. ids];
    }

    /// <summary>One number behind each vendor, all admins of the same places, and a few that only some of them see.</summary>
    internal static void FurnishForAll(WorldBuilder builder)
    {
        var numbers = Enum.GetValues<Vendor>().Select(v => builder.AddNumber(v.ToString(), vendor: v).Phone).ToList();
        var people = builder.AddPeople(24);
        var hidden = builder.AddPerson("Hidden", p => p with { HidesPhone = true });
        var (community, announcement) = builder.AddCommunity("Harbor", admins: numbers.Skip(1), description: "All crews");
        Assert.NotEmpty(announcement);
        builder.AddGroup("Crew 1", community, members: [.. people.Take(12).Select(p => p.Phone), hidden.Phone], admins: numbers.Skip(1));
        builder.AddGroup("Crew 2", community, members: [.. people.Skip(8).Take(8).Select(p => p.Phone), numbers[2]], admins: [numbers[1]]);
        var shared = builder.AddGroup(
            "Alone", members: [.. people.Take(5).Select(p => p.Phone), hidden.Phone], admins: numbers.Skip(1), settings: new GroupSettings(ApprovalRequired: true));
        builder.AddRequest(shared, new MembershipRequest(people[20].Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch));
        foreach (var number in numbers)
        {
            builder.AddGroup($"Of {number}", members: [.. people.Skip(12).Select(p => p.Phone)], owner: number);
        }

        builder.AddGroup("Foreign", members: numbers, owner: people[0].Phone);
    }
}
