using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Http;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>The runner that began last is the only one that sends.</summary>
public sealed class RunnerTermTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task An_item_does_not_begin_under_a_term_that_is_over(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add("4915110000001")]);
        var item = (await scene.ReadAsync(id)).Items[0].Id;
        var old = await scene.Terms.BeginAsync(scene.Number, Token);
        var current = await scene.Terms.BeginAsync(scene.Number, Token);

        var late = await scene.Ledger.BeginAsync(item, old, Token);
        var untouched = (await scene.ReadAsync(id)).Items[0];
        var begun = await scene.Ledger.BeginAsync(item, current, Token);

        Assert.Null(late);
        Assert.Equal((ItemState.Planned, 0), (untouched.State, untouched.Attempts));
        Assert.Equal((ItemState.Sending, 1), (begun!.State, begun.Attempts));
    }

    [Theory, DatabaseData]
    public async Task A_write_that_waited_at_the_gate_does_not_leave_when_another_runner_took_over(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var term = await scene.Terms.BeginAsync(scene.Number, Token);
        var gate = new WitnessGate(OpenRequestGate.Instance, scene.Terms, term, Guid.NewGuid());

        await gate.EnterAsync(isWrite: false, Token);
        await scene.Terms.BeginAsync(scene.Number, Token);
        await gate.EnterAsync(isWrite: false, Token);

        await Assert.ThrowsAsync<TermEndedException>(async () => await gate.EnterAsync(isWrite: true, Token));
        Assert.False(gate.WriteLeft);
    }

    [Theory, DatabaseData]
    public async Task A_write_that_waited_at_the_gate_does_not_leave_when_its_operation_was_cancelled_or_its_number_stopped(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var (cancelled, other) = (await scene.SubmitAsync([scene.Add("4915110000001")]), await scene.SubmitAsync([scene.Add("4915110000002")]));
        var term = await scene.Terms.BeginAsync(scene.Number, Token);
        var first = new WitnessGate(OpenRequestGate.Instance, scene.Terms, term, (await scene.ReadAsync(cancelled)).Items[0].Id);
        var second = new WitnessGate(OpenRequestGate.Instance, scene.Terms, term, (await scene.ReadAsync(other)).Items[0].Id);
        var begun = new WitnessGate(OpenRequestGate.Instance, scene.Terms, term, (await scene.ReadAsync(other)).Items[0].Id);
        await begun.EnterAsync(isWrite: true, Token);
        await scene.Ledger.BeginAsync((await scene.ReadAsync(cancelled)).Items[0].Id, term, Token);

        await scene.Control.CancelAsync(OperationScene.Olga, cancelled, Token);
        await Assert.ThrowsAsync<HeldBackException>(async () => await first.EnterAsync(isWrite: true, Token));
        await using (var db = database.Open())
        {
            await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.StoppedReason, "banned"), Token);
        }

        await Assert.ThrowsAsync<HeldBackException>(async () => await second.EnterAsync(isWrite: true, Token));
        await begun.EnterAsync(isWrite: true, Token);

        Assert.False(first.WriteLeft || second.WriteLeft);
    }

    [Theory, DatabaseData]
    public async Task A_message_that_is_asked_for_again_does_not_leave_when_a_person_decided_meanwhile(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add("4915110000001")]);
        var term = await scene.Terms.BeginAsync(scene.Number, Token);
        var item = await scene.Ledger.BeginAsync((await scene.ReadAsync(id)).Items[0].Id, term, Token);
        var gate = new WitnessGate(OpenRequestGate.Instance, scene.Terms, term, item!.Id);

        await scene.Ledger.RecordAsync(new Dictionary<Guid, ItemOutcome> { [item.Id] = new(ItemState.NotApplied, "Somebody looked.") }, Token);

        await Assert.ThrowsAsync<HeldBackException>(async () => await gate.EnterAsync(isWrite: true, Token));
        Assert.False(gate.WriteLeft);
    }
}
