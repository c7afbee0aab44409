using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;

namespace AdminPortal.Tests.FollowUp;

/// <summary>Invitations that follow from what one save settles.</summary>
public sealed class InvitationLedgerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Two_adds_of_one_person_that_one_read_settles_invite_once(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        // The long and the short form of one Brazilian number.
        var operation = await SubmitAsync(scene, [scene.Add("5511987654321"), scene.Add("551187654321")]);
        await scene.SendAsync(operation, 1, new ItemOutcome(ItemState.Accepted, null));
        await scene.SendAsync(operation, 2, new ItemOutcome(ItemState.Accepted, null));

        var adds = (await scene.ReadAsync(operation)).Items;
        await scene.Ledger.RecordAsync(adds.ToDictionary(i => i.Id, _ => new ItemOutcome(ItemState.NotApplied, "Reads do not show them.")), Token);

        var all = (await scene.ReadAsync(operation)).Items;
        Assert.Single(all, i => i is { Kind: ItemKind.SendInviteLink, State: ItemState.Planned });
        Assert.Equal(2, all.Count(i => i is { Kind: ItemKind.AddParticipant, State: ItemState.NotApplied }));
        Assert.Single(all, i => i.Detail?.EndsWith("nobody is invited twice.", StringComparison.Ordinal) == true);
    }

    private static async Task<Guid> SubmitAsync(OperationScene scene, IReadOnlyList<ItemDraft> adds)
    {
        var ticket = await scene.Desk.SubmitAsync(
            OperationScene.Olga,
            new OperationDraft(
                OperationKind.AddParticipants, "Add people", Guid.NewGuid().ToString(), false, adds, OperationScene.Group,
                Fallback: new InviteFallback(InviteWay.Link, "Come to {group}: {link}")),
            Token);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value.OperationId;
    }
}
