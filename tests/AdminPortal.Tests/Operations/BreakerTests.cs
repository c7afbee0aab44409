using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>What stops all work on a number, within one further call, until a person lets it go on.</summary>
public sealed class BreakerTests
{
    private static readonly Actor s_anna = new(Guid.Parse("0198a000-0000-7000-8000-000000000009"), "Anna", OperatorRole.Administrator);

    public static TheoryData<Vendor> EveryVendor => [.. Enum.GetValues<Vendor>()];

    [Theory]
    [MemberData(nameof(EveryVendor))]
    public async Task The_first_add_goes_alone_and_a_session_lost_by_it_stops_the_number(Vendor vendor)
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var world = await RunnerWorld.StartAsync(vendor, b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(5)));
        world.Faults.Next(FaultKind.LogoutAfterCall, 1, RouteKind.Add);

        var id = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people));
        var stopped = await world.ReachedAsync(id, OperationState.NeedsAttention);
        var reason = (await world.NumberAsync()).StoppedReason;

        Assert.Equal(1, world.Far.Requests.Count(RouteKind.Add));
        Assert.Contains($"Add {people[0].Name}", reason, StringComparison.Ordinal);
        Assert.Contains(reason!, stopped.AttentionReason, StringComparison.Ordinal);

        await GoOnAsync(world);
        var operation = await world.FinishedAsync(id);

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.All(people, p => Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, group, p)));
    }

    [Fact]
    public async Task The_session_is_read_after_the_first_add_and_not_after_every_add()
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(6)), database: null, ("Sync:SessionEvery", "00:30:00"));

        await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)));

        var calls = world.Far.Requests.All.Select(r => r.Route).ToList();
        var adds = calls.Select((route, at) => (route, at)).Where(c => c.route == RouteKind.Add).Select(c => c.at).ToList();
        Assert.Equal(6, adds.Count);
        Assert.Contains(RouteKind.Session, calls[adds[0]..adds[1]]);
        Assert.DoesNotContain(RouteKind.Session, calls[adds[2]..adds[5]]);
    }

    /// <summary>Only RyzeAPI's session says that it is a ban; the others say that the number is gone.</summary>
    [Theory]
    [InlineData(Vendor.RyzeApi, "has banned this number")]
    [InlineData(Vendor.Wadial, "disconnected right after “Add ")]
    [InlineData(Vendor.Whapi, "disconnected right after “Add ")]
    [InlineData(Vendor.Wawp, "disconnected right after “Add ")]
    public async Task A_temporary_ban_stops_the_number_and_is_named_as_far_as_the_gateway_tells(Vendor vendor, string cause)
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var world = await RunnerWorld.StartAsync(vendor, b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(4)));
        world.Faults.Next(FaultKind.BanAfterCall, 1, RouteKind.Add);

        await world.ReachedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)), OperationState.NeedsAttention);

        Assert.Contains(cause, (await world.NumberAsync()).StoppedReason, StringComparison.Ordinal);
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.Add));
    }

    [Theory]
    [MemberData(nameof(EveryVendor))]
    public async Task A_reach_out_lock_stops_the_number_and_is_named(Vendor vendor)
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var world = await RunnerWorld.StartAsync(vendor, b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(4)));
        world.Faults.NextAfter(1, FaultKind.ReachOutLocked, 1, RouteKind.Add);

        var id = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people));
        var stopped = await world.ReachedAsync(id, OperationState.NeedsAttention);

        Assert.Contains("463", (await world.NumberAsync()).StoppedReason, StringComparison.Ordinal);
        Assert.Equal(2, world.Far.Requests.Count(RouteKind.Add));
        Assert.Equal([ItemState.Planned, ItemState.Planned], stopped.Items.Skip(2).Select(i => i.State));

        // Once a person lets it go on, it goes slower.
        await world.UntilAsync(db => db.NumberBudgets.AnyAsync(b => b.LimitCode == 463 && b.Factor == 2));
    }

    [Theory]
    [MemberData(nameof(EveryVendor))]
    public async Task Three_refusals_that_speak_about_the_number_stop_it(Vendor vendor)
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var world = await RunnerWorld.StartAsync(vendor, b =>
        {
            people = b.AddPeople(6);
            group = b.AddGroup("Yard", members: people.Select(p => p.Phone).Append(b.World.Numbers[0].Phone), owner: b.AddPerson("Owner").Phone);
        });

        var removals = people.Select(p => world.Item(ItemKind.RemoveParticipant, group, p)).ToList();
        var stopped = await world.ReachedAsync(await world.SubmitAsync(OperationKind.RemoveParticipants, removals), OperationState.NeedsAttention);

        Assert.Contains("3 changes in a row were refused because our number lacks the right", stopped.AttentionReason, StringComparison.Ordinal);
        Assert.Equal(3, world.Far.Requests.Count(RouteKind.Remove));
        Assert.Equal(3, stopped.Items.Count(i => i.State == ItemState.Planned));
    }

    [Fact]
    public async Task A_known_answer_is_kept_though_the_number_cannot_be_held_back()
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var world = await RunnerWorld.StartAsync(
            b =>
            {
                people = b.AddPeople(1);
                group = b.AddGroup("Yard", members: people.Select(p => p.Phone).Append(b.World.Numbers[0].Phone), owner: b.AddPerson("Owner").Phone);
            },
            database);
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER full BEFORE INSERT ON RefusalRows BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END", TestContext.Current.CancellationToken);
        }

        var operation = await world.FinishedAsync(
            await world.SubmitAsync(OperationKind.RemoveParticipants, [world.Item(ItemKind.RemoveParticipant, group, people[0])]));

        Assert.Equal((ItemState.Refused, RefusalReason.NoRight), (operation.Items[0].State, operation.Items[0].Reason));
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.Remove));
    }

    [Theory]
    [DatabaseData]
    public async Task Two_refusals_before_a_restart_and_one_after_it_stop_the_number(TestDatabase database)
    {
        var (group, people) = ("", (IReadOnlyList<Person>)[]);
        await using var world = await RunnerWorld.StartAsync(
            b =>
            {
                people = b.AddPeople(5);
                group = b.AddGroup("Yard", members: people.Select(p => p.Phone).Append(b.World.Numbers[0].Phone), owner: b.AddPerson("Owner").Phone);
            },
            database);
        IReadOnlyList<ItemDraft> Removals(IEnumerable<Person> some) => [.. some.Select(p => world.Item(ItemKind.RemoveParticipant, group, p))];
        await world.FinishedAsync(await world.SubmitAsync(OperationKind.RemoveParticipants, Removals(people.Take(2))));
        Assert.Null((await world.NumberAsync()).StoppedReason);

        await world.RestartAsync();
        var stopped = await world.ReachedAsync(await world.SubmitAsync(OperationKind.RemoveParticipants, Removals(people.Skip(2))), OperationState.NeedsAttention);

        Assert.Contains("3 changes in a row were refused because our number lacks the right", stopped.AttentionReason, StringComparison.Ordinal);
        Assert.Equal(3, world.Far.Requests.Count(RouteKind.Remove));
    }

    [Fact]
    public async Task Three_people_who_blocked_the_number_stop_it_whoever_comes_between()
    {
        var group = "";
        List<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            Person Blocker() => b.AddPerson("Blocker", p => p with { Blocks = [b.World.Numbers[0].Phone] });
            people = [Blocker(), Blocker(), b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed }), Blocker(), .. b.AddPeople(2)];
        });

        var stopped = await world.ReachedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)), OperationState.NeedsAttention);

        Assert.Contains("people have blocked this number", stopped.AttentionReason, StringComparison.Ordinal);
        Assert.Equal(4, world.Far.Requests.Count(RouteKind.Add));
    }

    [Fact]
    public async Task Refusals_that_speak_about_people_stop_nothing()
    {
        var group = "";
        List<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            people =
            [
                .. Enumerable.Range(0, 4).Select(_ => b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed })),
                .. Enumerable.Range(0, 4).Select(_ => b.AddPerson("Nobody", p => p with { IsOnWhatsApp = false })),
                b.AddPerson("Willing"),
            ];
        });

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)));

        Assert.Null((await world.NumberAsync()).StoppedReason);
        Assert.Equal(8, operation.Items.Count(i => i.State == ItemState.Refused));
        Assert.Equal(ItemState.Confirmed, operation.Items[8].State);
    }

    [Fact]
    public async Task What_goes_through_breaks_the_row()
    {
        string yard = "", crew = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            people = b.AddPeople(6);
            crew = b.AddGroup("Crew", people);
            yard = b.AddGroup("Yard", members: people.Select(p => p.Phone).Append(b.World.Numbers[0].Phone), owner: b.AddPerson("Owner").Phone);
        });

        string[] groups = [yard, yard, crew, yard, yard, crew];
        var removals = people.Select((p, at) => world.Item(ItemKind.RemoveParticipant, groups[at], p)).ToList();
        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.RemoveParticipants, removals));

        Assert.Equal(4, operation.Items.Count(i => i.Reason == RefusalReason.NoRight));
        Assert.Null((await world.NumberAsync()).StoppedReason);
    }

    /// <summary>Paired again at the gateway, and let go on by a person who says why.</summary>
    private static async Task GoOnAsync(RunnerWorld world)
    {
        world.World.SetSession(world.Desk.Phone, SessionState.Connected);
        var resumed = await world.WithAsync((ConnectionRegistry registry) =>
            registry.ResumeAsync(s_anna, world.ConnectionId, "Paired again.", TestContext.Current.CancellationToken));
        Assert.True(resumed.Succeeded, resumed.Failure?.Message);
    }
}
