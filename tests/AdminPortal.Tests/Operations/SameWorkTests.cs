using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>Two operators, or two tabs, ask for the same: it is sent once, and the second is told where it is under way.</summary>
public sealed class SameWorkTests
{
    private const string Ana = "4915110002001";
    private const string Rui = "4915110002002";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Of_two_submits_at_the_same_moment_one_is_stored_fifty_times_in_a_row(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        for (var round = 0; round < 50; round++)
        {
            ItemDraft[] people = [scene.Add($"49151100030{round:00}"), scene.Add($"49151100040{round:00}")];
            using var start = new Barrier(2);
            var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
                () =>
                {
                    start.SignalAndWait(Token);
                    return AskAsync(scene, people);
                },
                Token)));

            var stored = Assert.Single(results, r => r.Succeeded).Value!.OperationId;
            var told = Assert.IsType<UnderWayAlready>(Assert.Single(results, r => !r.Succeeded).Failure);
            Assert.Equal((stored, 2, 2), (told.OperationId, told.UnderWay, told.Asked));
        }

        await using var db = database.Open();
        Assert.Equal((50, 100), (await db.Operations.CountAsync(Token), await db.OperationItems.CountAsync(Token)));
    }

    [Theory, DatabaseData]
    public async Task The_same_submit_arriving_twice_at_the_same_moment_is_one_operation_and_no_failure(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        for (var round = 0; round < 20; round++)
        {
            ItemDraft[] people = [scene.Add($"49151100030{round:00}")];
            var intent = Guid.NewGuid().ToString();
            var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => AskAsync(scene, people, intent), Token)));

            Assert.All(results, r => Assert.True(r.Succeeded, r.Failure?.Message));
            Assert.Equal(results[0].Value!.OperationId, results[1].Value!.OperationId);
        }
    }

    [Theory, DatabaseData]
    public async Task Who_waits_is_not_asked_for_again_until_it_is_settled(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var first = await scene.SubmitAsync([scene.Add(Ana)]);
        Assert.Equal("This is under way already, by Olga: Add people. Nobody is asked for twice.", (await AskAsync(scene, [scene.Add(Ana)])).Failure?.Message);
        Assert.Equal(
            "1 person waits for the same already, by Olga: Add people. Nobody is asked for twice: look again, then repeat for the others.",
            (await AskAsync(scene, [scene.Add(Ana), scene.Add(Rui)])).Failure?.Message);
        Assert.True((await AskAsync(scene, [scene.Add(Ana) with { Kind = ItemKind.RemoveParticipant }])).Succeeded);

        // What nobody knows may have happened: it is no more asked for twice than what waits.
        await scene.SendAsync(first, 1, new ItemOutcome(ItemState.Unknown, null));
        Assert.IsType<UnderWayAlready>((await AskAsync(scene, [scene.Add(Ana)])).Failure);

        await scene.Ledger.RecordAsync((await scene.ReadAsync(first)).Items.ToDictionary(i => i.Id, _ => new ItemOutcome(ItemState.NotApplied, null)), Token);
        Assert.True((await AskAsync(scene, [scene.Add(Ana)])).Succeeded);
    }

    [Theory, DatabaseData]
    public async Task Two_spellings_of_a_number_are_one_person(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        await scene.SubmitAsync([scene.Add("5511987654321")]);

        Assert.IsType<UnderWayAlready>((await AskAsync(scene, [scene.Add("551187654321")])).Failure);
    }

    [Theory, DatabaseData]
    public async Task A_retry_leaves_out_who_waits_elsewhere(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add(Ana), scene.Add(Rui)]);
        foreach (var sequence in new[] { 1, 2 })
        {
            await scene.SendAsync(id, sequence, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.ResourceConstraint });
        }

        await scene.SubmitAsync([scene.Add(Ana)]);

        var retry = await scene.Retry.RetryAsync(OperationScene.Olga, id, Token);
        Assert.Equal(Rui, Assert.Single((await scene.ReadAsync(retry.Value!.OperationId)).Items).Label);
    }

    private static Task<Result<OperationTicket>> AskAsync(OperationScene scene, IReadOnlyList<ItemDraft> items, string? intent = null) => scene.Desk.SubmitAsync(
        OperationScene.Olga,
        new OperationDraft(OperationKind.AddParticipants, "Add people", intent ?? Guid.NewGuid().ToString(), Interactive: false, items, OperationScene.Group),
        Token);
}
