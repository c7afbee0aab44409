using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using AdminPortal.Tests.Recovery;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AdminPortal.Tests.Pacing;

/// <summary>Two nodes on PostgreSQL work one queue and spend one budget.</summary>
public sealed class TwoNodeTests
{
    private const int Limit = 30;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_spacing = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_processSpacing = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Two_nodes_that_want_more_than_the_budget_exceed_it_by_no_call()
    {
        using var timeout = Patience();
        await using var world = await TwoNodes.StartAsync(timeout.Token);
        var crew = world.Build.AddGroup("Crew");
        var people = world.Build.AddPeople(20, "Newcomer");
        (string, string)[] budget = [("Pacing:RequestsPerMinute", $"{Limit}")];
        var (north, south) = (await world.NodeAsync(budget), await world.NodeAsync(budget));
        await world.SubmitAddsAsync(north, crew, people);

        // Every node alone could fill the minute; both are asked for twice as much, while runner and reading go on.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
        var asking = ((IServiceProvider[])[north, south]).SelectMany(node => Enumerable.Range(0, Limit).Select(_ => AskAsync(node, world, enough.Token))).ToList();
        await TwoNodes.UntilAsync(() => Task.FromResult(world.Far.Requests.All.Count >= Limit), "the budget was spent", timeout.Token);
        await LookOnAsync(TimeSpan.FromSeconds(5), timeout.Token);
        var sent = world.Far.Requests.All.Count;
        await enough.CancelAsync();
        await Task.WhenAll(asking);

        Assert.InRange(sent, Limit, Limit + 1);
        var meters = await Task.WhenAll(((IServiceProvider[])[north, south]).Select(n => n.GetRequiredService<PacingGovernor>().MeterAsync(world.ConnectionId, timeout.Token)));
        Assert.All(meters, meter => Assert.Equal((Limit, Limit), (meter!.Used, meter.PerMinute)));
    }

    [Fact]
    public async Task Only_one_runner_sends_at_a_time_whichever_node_the_work_came_in_at()
    {
        using var timeout = Patience();
        await using var world = await TwoNodes.StartAsync(timeout.Token);
        var crew = world.Build.AddGroup("Crew");
        var people = world.Build.AddPeople(16, "Newcomer");
        (string, string)[] pace = [("Pacing:AddSpacing", $"{s_spacing}")];
        IServiceProvider[] nodes = [await world.NodeAsync(pace), await world.NodeAsync(pace)];
        for (var i = 0; i < people.Count; i += 4)
        {
            await world.SubmitAddsAsync(nodes[i / 4 % 2], crew, [.. people.Skip(i).Take(4)]);
        }

        await FinishedAsync(world, timeout.Token);

        var adds = world.Far.Requests.All.Where(r => r.Route == RouteKind.Add).OrderBy(r => r.Sequence).ToList();
        Assert.Equal(people.Count, adds.Count);
        Assert.All(people, p => Assert.Single(world.Far.World.Journal(), e => e.Kind == WorldEventKind.MemberAdded && e.Person == p.Phone));

        // Two runners would send side by side. What lies between is the spacing, give or take how long a request travels.
        Assert.All(adds.Zip(adds.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > s_spacing / 2, $"{pair.First.At:O}, {pair.Second.At:O}"));
    }

    [Theory]
    [InlineData("Pacing:AddsPerHour")]
    [InlineData("Pacing:AddsPerDay")]
    public async Task Two_nodes_keep_the_caps_of_a_kind_as_one(string cap)
    {
        const int Most = 6;
        using var timeout = Patience();
        await using var world = await TwoNodes.StartAsync(timeout.Token);
        var crew = world.Build.AddGroup("Crew");
        var people = world.Build.AddPeople(12, "Newcomer");
        (string, string)[] pace = [("Pacing:AddSpacing", "00:00:00"), (cap, $"{Most}")];
        IServiceProvider[] nodes = [await world.NodeAsync(pace), await world.NodeAsync(pace)];
        await world.SubmitAddsAsync(nodes[0], crew, [.. people.Take(6)]);
        await world.SubmitAddsAsync(nodes[1], crew, [.. people.Skip(6)]);

        await TwoNodes.UntilAsync(() => Task.FromResult(Adds() >= Most), "the cap was reached", timeout.Token);
        await LookOnAsync(TimeSpan.FromSeconds(3), timeout.Token);

        Assert.Equal(Most, Adds());

        int Adds() => world.Far.Requests.All.Count(r => r.Route == RouteKind.Add);
    }

    [Fact]
    public async Task A_click_on_one_node_is_sent_at_once_by_the_runner_on_the_other()
    {
        using var timeout = Patience();
        await using var world = await TwoNodes.StartAsync(timeout.Token);
        var crew = world.Build.AddGroup("Crew");
        var people = world.Build.AddPeople(2, "Newcomer");
        (string, string)[] slow = [("Operations:PollEvery", "00:00:25"), ("Pacing:AddSpacing", "00:00:20"), ("Pacing:PromoteSpacing", "00:00:00")];
        var north = await world.NodeAsync(slow);
        await world.SubmitAddsAsync(north, crew, people);
        await TwoNodes.UntilAsync(() => Task.FromResult(Added(world) == 1), "the first was added", timeout.Token);

        // The runner on the first node waits for the spacing of its second add.
        var south = await world.NodeAsync(slow);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = north.GetRequiredService<ChangeFeed>().Subscribe(c =>
        {
            if (c.Topic == ChangeTopic.Audit)
            {
                heard.TrySetResult();
            }
        });
        await TwoNodes.UntilAsync(
            () =>
            {
                south.GetRequiredService<ChangeFeed>().Publish(ChangeTopic.Audit, "1");
                return Task.FromResult(heard.Task.IsCompleted);
            },
            "the nodes hear each other",
            timeout.Token);
        var clicked = TimeProvider.System.GetTimestamp();
        await using (var scope = south.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<OperationDesk>().SubmitAsync(
                RunnerWorld.Operator,
                new OperationDraft(
                    OperationKind.PromoteParticipants, "Promote one", Guid.NewGuid().ToString(), Interactive: true,
                    [new ItemDraft(ItemKind.PromoteParticipant, world.ConnectionId, "one") { GroupId = crew, Participant = people[0].PhoneJid }], crew),
                timeout.Token);
        }

        await TwoNodes.UntilAsync(
            () => Task.FromResult(world.Far.World.Journal().Any(e => e.Kind == WorldEventKind.Promoted && e.Person == people[0].Phone)), "the click was sent", timeout.Token);

        Assert.InRange(TimeProvider.System.GetElapsedTime(clicked), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Equal(1, Added(world));
    }

    [Fact]
    public async Task When_the_node_at_work_is_killed_the_other_takes_over_within_30_seconds()
    {
        using var timeout = Patience();
        await using var world = await TwoNodes.StartAsync(timeout.Token);
        await using var pair = await PairAtWorkAsync(world, timeout.Token);

        var before = Added(world);
        await pair.First.KillAsync(timeout.Token);
        var killed = TimeProvider.System.GetTimestamp();
        await TwoNodes.UntilAsync(() => Task.FromResult(Added(world) > before + 1), "the second node works", timeout.Token);

        var took = TimeProvider.System.GetElapsedTime(killed);
        TestContext.Current.SendDiagnosticMessage($"taken over after {took}");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        AssertNobodyAddedTwice(world);
    }

    [Fact]
    public async Task A_node_that_stood_still_and_wakes_up_after_the_takeover_sends_nothing_any_more()
    {
        using var timeout = Patience();
        await using var world = await TwoNodes.StartAsync(timeout.Token);
        await using var pair = await PairAtWorkAsync(world, timeout.Token);

        pair.First.Freeze();
        var before = Added(world);
        await TwoNodes.UntilAsync(() => Task.FromResult(Added(world) > before + 2), "the second node works", timeout.Token);
        var woken = Added(world);
        pair.First.Thaw();
        await TwoNodes.UntilAsync(() => Task.FromResult(Added(world) > woken + 15), "both nodes had time to send", timeout.Token);

        var adds = world.Far.Requests.All.Where(r => r.Route == RouteKind.Add).OrderBy(r => r.Sequence).Skip(woken).ToList();
        Assert.All(adds.Zip(adds.Skip(1)), next => Assert.True(next.Second.At - next.First.At > s_processSpacing / 2, $"{next.First.At:O}, {next.Second.At:O}"));
        AssertNobodyAddedTwice(world);
    }

    private static CancellationTokenSource Patience()
    {
        var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(s_patience);
        return timeout;
    }

    /// <summary>Two processes; the first works off 150 adds, the second is ready.</summary>
    private static async Task<Pair> PairAtWorkAsync(TwoNodes world, CancellationToken cancellationToken)
    {
        var crew = world.Build.AddGroup("Crew");
        var people = world.Build.AddPeople(150, "Newcomer");
        await using (var keys = PortalHost.On(world.Database))
        {
            await world.ConnectAsync(keys.Services.GetRequiredService<SecretProtector>());
        }

        await world.QueueAddsAsync(crew, people);
        (string, string)[] settings =
        [
            .. RunnerWorld.QuickPace,
            ("Pacing:AddSpacing", $"{s_processSpacing}"),
            ("Database:Provider", "Postgres"),
            ("Database:ConnectionString", world.Database.ConnectionString),
            ("Logging:LogLevel:Default", "Warning"),
        ];
        var folder = Directory.CreateTempSubdirectory("adminportal-nodes").FullName;
        var first = PortalProcess.Start(Path.Combine(folder, "first"), settings);
        await TwoNodes.UntilAsync(() => Task.FromResult(Added(world) >= 3), "the first node works", cancellationToken);
        var second = PortalProcess.Start(Path.Combine(folder, "second"), settings);
        await TwoNodes.UntilAsync(async () => await NodesAsync(world, cancellationToken) >= 2, "the second node is there", cancellationToken);
        return new Pair(first, second, folder);
    }

    private static void AssertNobodyAddedTwice(TwoNodes world) => Assert.All(
        world.Far.World.Journal().Where(e => e.Kind == WorldEventKind.MemberAdded).GroupBy(e => (e.GroupId, e.Person)), e => Assert.Single(e));

    private static int Added(TwoNodes world) => world.Far.World.Journal().Count(e => e.Kind == WorldEventKind.MemberAdded && e.Actor == world.Desk.Phone);

    /// <summary>One request with the right of way, as a person's click makes it.</summary>
    private static async Task AskAsync(IServiceProvider node, TwoNodes world, CancellationToken cancellationToken)
    {
        try
        {
            var gate = node.GetRequiredService<PacingGovernor>().GateFor(world.ConnectionId, Lane.Interactive);
            var gateway = await node.GetRequiredService<GatewaySwitchboard>().ConnectAsync(world.ConnectionId, gate, cancellationToken);
            await gateway!.GetSessionAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its turn did not come within the test.
        }
    }

    private static async Task LookOnAsync(TimeSpan time, CancellationToken cancellationToken) => await Task.Delay(time, TimeProvider.System, cancellationToken);

    private static Task FinishedAsync(TwoNodes world, CancellationToken cancellationToken) => TwoNodes.UntilAsync(
        async () =>
        {
            await using var db = world.Database.Open();
            return !await db.OperationItems.AnyAsync(i => i.State != ItemState.Confirmed, cancellationToken);
        },
        "everything was confirmed",
        cancellationToken);

    private static async Task<long> NodesAsync(TwoNodes world, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(world.Database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM qrtz_scheduler_state", connection);
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    private sealed record Pair(PortalProcess First, PortalProcess Second, string Folder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
