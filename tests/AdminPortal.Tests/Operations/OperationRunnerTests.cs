using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using GatewaySession = AdminPortal.Gateways.Model.SessionState;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Operations;

public sealed class OperationRunnerTests
{
    [Theory, DatabaseData]
    public async Task Adds_people_and_proves_each_by_reading(TestDatabase database)
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        Person shy = null!, nobody = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            people = b.AddPeople(3);
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
            nobody = b.AddPerson("Nobody", p => p with { IsOnWhatsApp = false });
        }, database);

        var id = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, [.. people, shy, nobody]));
        var operation = await world.FinishedAsync(id);

        Assert.Equal(OperationState.CompletedWithFailures, operation.State);
        Assert.Equal(
            [ItemState.Confirmed, ItemState.Confirmed, ItemState.Confirmed, ItemState.Refused, ItemState.Refused],
            operation.Items.Select(i => i.State));
        Assert.Equal(RefusalReason.PrivacyBlocked, operation.Items[3].Reason);
        Assert.Equal(RefusalReason.NotOnWhatsApp, operation.Items[4].Reason);
        Assert.All(people, p => Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, group, p)));
    }

    [Fact]
    public async Task Creates_a_community_and_links_two_groups_to_it()
    {
        string crew = "", dock = "";
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            crew = b.AddGroup("Crew", b.AddPeople(3));
            dock = b.AddGroup("Dock", b.AddPeople(2));
        });
        var create = world.Item(ItemKind.CreateCommunity, null, payload: ItemPayload.Write(new NewCommunityPayload("Harbour", "All of us", false)));

        var id = await world.SubmitAsync(
            OperationKind.CreateCommunity,
            [create, world.Item(ItemKind.LinkGroup, crew, dependsOn: 1), world.Item(ItemKind.LinkGroup, dock, dependsOn: 1)],
            interactive: true);
        var operation = await world.FinishedAsync(id);

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.NotNull(operation.Items[0].CommunityId);
        Assert.Equal(1, world.Effects(WorldEventKind.CommunityCreated));
        Assert.Equal(1, world.Effects(WorldEventKind.GroupLinked, crew));
        Assert.Equal(1, world.Effects(WorldEventKind.GroupLinked, dock));
    }

    [Fact]
    public async Task Changes_name_settings_and_roles_and_unlinks()
    {
        string community = "", crew = "", dock = "";
        IReadOnlyList<Person> hands = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            hands = b.AddPeople(4);
            (community, _) = b.AddCommunity("Harbour");
            crew = b.AddGroup("Crew", hands, community);
            dock = b.AddGroup("Dock", hands.Take(1), community);
        });

        var id = await world.SubmitAsync(OperationKind.ChangeGroup,
        [
            world.Item(ItemKind.UpdateProfile, crew, payload: ItemPayload.Write(new ProfilePayload("Crew North", "Shift notes"))),
            world.Item(ItemKind.UpdateSettings, crew, payload: ItemPayload.Write(new SettingsPayload(new GroupSettings(OnlyAdminsSend: true, ApprovalRequired: true)))),
            world.Item(ItemKind.PromoteParticipant, crew, hands[0]),
            world.Item(ItemKind.RemoveParticipant, crew, hands[1]),
            world.Item(ItemKind.ResetInvite, crew),
            world.Item(ItemKind.UnlinkGroup, crew, community: community),
        ]);
        var operation = await world.FinishedAsync(id);

        Assert.True(operation.State == OperationState.Completed, string.Join("; ", operation.Items.Select(i => $"{i.Kind} {i.State} {i.Detail}")));
        Assert.Equal("Crew North", world.World.FindGroup(crew)!.Name);
        Assert.False(world.World.IsMember(crew, hands[1].Phone));
        Assert.Equal(1, world.Effects(WorldEventKind.GroupUnlinked, crew));
    }

    [Fact]
    public async Task Settles_a_lost_answer_by_reading_and_sends_nothing_twice()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(4)));
        world.Faults.Next(FaultKind.DropAfterEffect, 1, RouteKind.Add);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)));

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.All(people, p => Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, group, p)));
        Assert.Equal(people.Count, world.Far.Requests.Count(RouteKind.Add));
    }

    [Fact]
    public async Task Sends_again_what_reads_prove_to_have_been_lost_before_the_effect()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(2)));
        world.Faults.Next(FaultKind.DropBeforeEffect, 1, RouteKind.Add);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)));

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.All(people, p => Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, group, p)));
        Assert.Equal([2, 1], operation.Items.Select(i => i.Attempts));
        Assert.Equal(3, world.Far.Requests.Count(RouteKind.Add));
    }

    [Fact]
    public async Task Says_not_applied_where_the_gateway_drops_people_silently()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(3)));
        world.Faults.NextAfter(1, FaultKind.SilentlyDropAdds, 1, RouteKind.Add);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)));

        Assert.Equal([ItemState.Confirmed, ItemState.NotApplied, ItemState.Confirmed], operation.Items.Select(i => i.State));
    }

    [Fact]
    public async Task Cools_down_after_a_rate_limit_and_then_goes_on()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(3)));
        world.Faults.NextAfter(1, FaultKind.RateLimitedByWhatsApp, 1, RouteKind.Add);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people)));

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.All(people, p => Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, group, p)));
        Assert.NotNull((await world.NumberAsync()).PausedUntil);
    }

    [Fact]
    public async Task Stops_the_number_when_an_add_logs_it_out_and_goes_on_when_a_person_resumes_it()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(5)));
        world.Faults.NextAfter(1, FaultKind.LogoutAfterCall, 1, RouteKind.Add);

        var id = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people));
        var stopped = await world.ReachedAsync(id, OperationState.NeedsAttention);

        Assert.NotNull((await world.NumberAsync()).StoppedReason);
        Assert.NotNull(stopped.AttentionReason);
        Assert.InRange(world.Far.Requests.Count(RouteKind.Add), 2, 3);

        world.World.SetSession(world.Desk.Phone, SessionState.Connected);
        await ResumeNumberAsync(world);
        var operation = await world.FinishedAsync(id);

        Assert.All(operation.Items.Where(i => i.State == ItemState.Confirmed), i => Assert.True(world.World.IsMember(group, i.Participant!)));
        Assert.All(operation.Items.Where(i => i.State != ItemState.Confirmed), i => Assert.False(world.World.IsMember(group, i.Participant!)));
        Assert.True(operation.Items.Count(i => i.State == ItemState.Confirmed) >= 4);
        Assert.All(people, p => Assert.InRange(world.Effects(WorldEventKind.MemberAdded, group, p), 0, 1));
    }

    [Fact]
    public async Task A_single_click_goes_ahead_of_bulk_that_waits_for_its_time()
    {
        string group = "", other = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(
            b => (group, other, people) = (b.AddGroup("Yard"), b.AddGroup("Dock"), b.AddPeople(3)),
            database: null,
            ("Pacing:AddSpacing", "00:10:00"));
        var bulk = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people));
        await world.UntilAsync(bulk, o => o.Items[0].State == ItemState.Confirmed);

        var click = await world.SubmitAsync(
            OperationKind.ChangeGroup, [world.Item(ItemKind.UpdateProfile, other, payload: ItemPayload.Write(new ProfilePayload("Pier")))], interactive: true);
        var operation = await world.FinishedAsync(click);

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.Equal([ItemState.Confirmed, ItemState.Planned, ItemState.Planned], (await world.ReadAsync(bulk)).Items.Select(i => i.State));
    }

    [Fact]
    public async Task Many_operations_whose_kind_is_held_back_starve_nothing_that_may_go()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(
            b => group = b.AddGroup("Yard", (people = b.AddPeople(25)).Take(1)), database: null, ("Pacing:MessageSpacing", "01:00:00"));
        foreach (var person in people)
        {
            await world.SubmitAsync(OperationKind.SendMessages, [world.Item(ItemKind.SendText, null, person, payload: ItemPayload.Write(new TextPayload("Hello")))]);
        }

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.PromoteParticipants, [world.Item(ItemKind.PromoteParticipant, group, people[0])]));

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.Single(world.World.Messages);
    }

    [Fact]
    public async Task A_single_click_is_sent_at_once_and_proven_right_after()
    {
        var group = "";
        await using var world = await RunnerWorld.StartAsync(b => group = b.AddGroup("Yard"), database: null, ("Operations:PollEvery", "00:10:00"));

        // The first one also pays for code that is compiled when it runs.
        foreach (var name in (string[])["Pier", "Quay"])
        {
            var operation = await world.FinishedAsync(await world.SubmitAsync(
                OperationKind.ChangeGroup, [world.Item(ItemKind.UpdateProfile, group, payload: ItemPayload.Write(new ProfilePayload(name)))], interactive: true));
            TestContext.Current.SendDiagnosticMessage($"{name}: sent after {operation.Items[0].SentAt - operation.SubmittedAt}, proven after {operation.FinishedAt - operation.SubmittedAt}");
            Assert.Equal(OperationState.Completed, operation.State);
        }
    }

    [Fact]
    public async Task Starts_at_the_time_that_was_set()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(1)));
        var start = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people), startAt: start));

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.True(operation.Items[0].SentAt >= start);
    }

    [Theory]
    [InlineData(FaultKind.DropAfterEffect)]
    [InlineData(FaultKind.DropBeforeEffect)]
    public async Task Finds_out_whether_a_community_was_created_when_the_answer_is_lost(FaultKind fault)
    {
        await using var world = await RunnerWorld.StartAsync(b => b.AddGroup("Yard"));
        world.Faults.Next(fault, 1, RouteKind.CreateCommunity);

        var id = await world.SubmitAsync(
            OperationKind.CreateCommunity,
            [world.Item(ItemKind.CreateCommunity, null, payload: ItemPayload.Write(new NewCommunityPayload("Harbour", null, true)))]);
        var operation = await world.FinishedAsync(id);

        var created = world.Effects(WorldEventKind.CommunityCreated);
        Assert.Equal(created == 1 ? ItemState.Confirmed : ItemState.NotApplied, operation.Items[0].State);
        Assert.Equal(fault == FaultKind.DropAfterEffect ? 1 : 0, created);
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.CreateCommunity));
    }

    [Fact]
    public async Task Waits_while_the_gateway_is_down_and_then_sends_everything()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(2)));
        world.World.SetSession(world.Desk.Phone, SessionState.Disconnected);

        var id = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people));
        await NoticedAsync(world, id);
        world.World.SetSession(world.Desk.Phone, SessionState.Connected);
        await ResumeNumberAsync(world);

        var operation = await world.FinishedAsync(id);
        Assert.All(people, p => Assert.InRange(world.Effects(WorldEventKind.MemberAdded, group, p), 0, 1));
        Assert.All(operation.Items, i => Assert.Equal(i.State == ItemState.Confirmed, world.World.IsMember(group, i.Participant!)));
    }

    /// <summary>Either the runner met the lost session, or the session check was faster and nothing was sent at all.</summary>
    private static async Task NoticedAsync(RunnerWorld world, Guid operationId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            await using var db = await world.Contexts.CreateDbContextAsync(patience.Token);
            if (await db.Operations.AnyAsync(o => o.Id == operationId && o.State == OperationState.NeedsAttention, patience.Token)
                || await db.Connections.AnyAsync(c => c.Id == world.ConnectionId && c.Session != GatewaySession.Connected, patience.Token))
            {
                return;
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    internal static async Task ResumeNumberAsync(RunnerWorld world)
    {
        await using (var db = await world.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            // In one statement: Sync and the runner write the same row.
            await db.Connections.Where(c => c.Id == world.ConnectionId).ExecuteUpdateAsync(
                number => number
                    .SetProperty(c => c.StoppedReason, (string?)null)
                    .SetProperty(c => c.StoppedAt, (DateTimeOffset?)null)
                    .SetProperty(c => c.Session, GatewaySession.Connected)
                    .SetProperty(c => c.Version, Guid.NewGuid()),
                TestContext.Current.CancellationToken);
        }

        world.Get<AdminPortal.Live.ChangeFeed>().Publish(AdminPortal.Live.ChangeTopic.Connections, world.ConnectionId.ToString());
    }
}
