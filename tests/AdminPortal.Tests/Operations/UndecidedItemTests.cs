using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>What reading cannot tell waits for a person until one decided, whatever else happens to its operation.</summary>
public sealed class UndecidedItemTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_back_that_is_answered_and_tells_nothing_ends_with_a_person()
    {
        var group = "";
        Person person = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            person = b.AddPerson("Ann");
        });
        world.Faults.Always(FaultKind.MalformedJson, RouteKind.GroupDetail);

        var operation = await world.ReachedAsync(
            await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, [person])), OperationState.NeedsAttention);

        Assert.Equal((ItemState.Unknown, true), (operation.Items[0].State, operation.Items[0].NeedsPerson));
        Assert.Contains("The gateway answered:", operation.AttentionReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_is_waited_for()
    {
        var group = "";
        Person person = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            person = b.AddPerson("Ann");
        });
        world.Faults.Next(FaultKind.DropBeforeEffect, 12, RouteKind.GroupDetail);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, [person])));

        Assert.Equal(ItemState.Confirmed, operation.Items[0].State);
    }

    [Theory, DatabaseData]
    public async Task Resuming_does_not_let_an_undecided_item_be_forgotten(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await UndecidedAsync(scene);

        Assert.IsType<OperationNotInState>((await scene.Control.ResumeAsync(OperationScene.Olga, id, Token)).Failure);
        Assert.True((await scene.Control.PauseAsync(OperationScene.Olga, id, Token)).Succeeded);
        Assert.True((await scene.Control.ResumeAsync(OperationScene.Olga, id, Token)).Succeeded);
        var resumed = await scene.ReadAsync(id);

        Assert.Equal(OperationState.NeedsAttention, resumed.State);
        Assert.Contains("Nobody knows.", resumed.AttentionReason, StringComparison.Ordinal);

        Assert.True((await scene.Control.DecideAsync(OperationScene.Olga, resumed.Items[0].Id, happened: true, Token)).Succeeded);
        var decided = await scene.ReadAsync(id);

        Assert.Equal((OperationState.Running, null, false), (decided.State, decided.AttentionReason, decided.Items[0].NeedsPerson));
    }

    [Theory, DatabaseData]
    public async Task A_number_that_comes_back_does_not_let_an_undecided_item_be_forgotten(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await UndecidedAsync(scene);

        await scene.Attention.ReviveAsync(scene.Number, Token);
        var revived = await scene.ReadAsync(id);

        Assert.Equal(OperationState.NeedsAttention, revived.State);
        Assert.Contains("Nobody knows.", revived.AttentionReason, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task A_decision_about_an_item_that_changed_meanwhile_is_not_taken(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await UndecidedAsync(scene);
        var seen = (await scene.ReadAsync(id)).Items[0];
        await scene.Ledger.RecordAsync(new Dictionary<Guid, ItemOutcome> { [seen.Id] = new(ItemState.Planned, "It is sent again.") }, Token);
        await scene.BeginAsync(seen.Id);

        var stood = await scene.Ledger.DecideAsync(seen, new ItemOutcome(ItemState.NotApplied, "Olga looked."), _ => Assert.Fail("Nothing is saved."), Token);

        Assert.False(stood);
        Assert.Equal(ItemState.Sending, (await scene.ReadAsync(id)).Items[0].State);
    }

    [Theory, DatabaseData]
    public async Task Removing_the_number_claims_nothing_about_what_was_under_way(TestDatabase database)
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            people = b.AddPeople(1);
        }, database);
        world.Faults.Always(FaultKind.DropBeforeEffect, RouteKind.GroupDetail);
        var id = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people));
        await world.UntilAsync(id, o => o.Items[0].State == ItemState.Accepted);

        await using (var db = await world.Contexts.CreateDbContextAsync(Token))
        {
            await db.Connections.ExecuteUpdateAsync(c => c.SetProperty(x => x.RemovedAt, TimeProvider.System.GetUtcNow()), Token);
        }

        world.Get<RunnerSignals>().Wake(world.ConnectionId);
        var operation = await world.ReachedAsync(id, OperationState.NeedsAttention);

        Assert.Equal(ItemState.Unknown, operation.Items[0].State);
        Assert.Contains("Not known whether it happened", operation.Items[0].Detail, StringComparison.Ordinal);

        Assert.True((await world.WithAsync((OperationControl control) => control.DecideAsync(RunnerWorld.Operator, operation.Items[0].Id, happened: true, Token))).Succeeded);
        Assert.Equal(OperationState.Completed, (await world.FinishedAsync(id)).State);
    }

    /// <summary>Two items under way, the first of which nobody can read back.</summary>
    private static async Task<Guid> UndecidedAsync(OperationScene scene)
    {
        var id = await scene.SubmitAsync([scene.Add("4915110000001"), scene.Add("4915110000002")]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Unknown, "Nobody knows.") { NeedsPerson = true });
        await scene.Attention.RaiseAsync(id, "Nobody knows.", Token);
        return id;
    }
}
