using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

/// <summary>Which items that never happened may be sent again.</summary>
public sealed class SecondSendingTests
{
    private const string Phone = "4915110000001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_lost_add_that_never_happened_goes_again_a_few_times(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add(Phone)]);
        var states = new List<ItemState>();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var lost = await LoseAsync(scene, id);
            Assert.Equal(attempt, lost.Attempts);
            var outcome = await ConcludeAsync(database, lost);
            states.Add(outcome.State);
            await scene.Ledger.RecordAsync(new Dictionary<Guid, ItemOutcome> { [lost.Id] = outcome }, Token);
        }

        Assert.Equal([.. Enumerable.Repeat(ItemState.Planned, 4), ItemState.NotApplied], states);
    }

    [Theory, DatabaseData]
    public async Task An_answer_that_came_but_cannot_be_believed_is_no_reason_to_ask_twice(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add(Phone)]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Unknown, "Half an answer."));

        Assert.Equal(ItemState.NotApplied, (await ConcludeAsync(database, (await scene.ReadAsync(id)).Items[0])).State);
    }

    [Theory, DatabaseData]
    public async Task What_was_seen_to_happen_and_was_undone_stays_undone(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var lost = await LoseAsync(scene, await scene.SubmitAsync([scene.Add(Phone)]));
        await using (var db = database.Open())
        {
            var person = new Person { PhoneKey = Phone + "@s.whatsapp.net", Search = Phone, FirstSeenAt = scene.Time.GetUtcNow() };
            db.People.Add(person);
            db.MembershipChanges.Add(new MembershipChange
            {
                GroupId = OperationScene.Group,
                PersonId = person.Id,
                Kind = MembershipChangeKind.Joined,
                At = scene.Time.GetUtcNow(),
                Origin = ReadingOrigin.Webhook,
            });
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal(ItemState.NotApplied, (await ConcludeAsync(database, lost)).State);
    }

    [Theory, DatabaseData]
    public async Task What_a_later_change_is_about_is_left_to_that_change(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var lost = await LoseAsync(scene, await scene.SubmitAsync([scene.Add(Phone)]));
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        var later = await scene.SubmitAsync([scene.Add(Phone) with { Kind = ItemKind.RemoveParticipant }]);
        await scene.SendAsync(later, 1, new ItemOutcome(ItemState.Confirmed, Detail: null));

        Assert.Equal(ItemState.NotApplied, (await ConcludeAsync(database, lost)).State);
    }

    [Theory]
    [InlineData(ItemKind.CreateCommunity)]
    [InlineData(ItemKind.CreateGroup)]
    [InlineData(ItemKind.CreateSubgroup)]
    [InlineData(ItemKind.SendText)]
    [InlineData(ItemKind.SendInviteCard)]
    [InlineData(ItemKind.ResetInvite)]
    [InlineData(ItemKind.DeactivateCommunity)]
    [InlineData(ItemKind.TransferOwnership)]
    public void What_cannot_be_taken_back_or_told_apart_never_goes_again(ItemKind kind) => Assert.False(SecondSending.IsRepeatable(kind));

    /// <summary>Sent, and then the console died.</summary>
    private static async Task<OperationItem> LoseAsync(OperationScene scene, Guid operationId)
    {
        var item = (await scene.ReadAsync(operationId)).Items[0];
        Assert.NotNull(await scene.BeginAsync(item.Id));
        await scene.Ledger.AdoptOrphansAsync(scene.Number, Token);
        var lost = (await scene.ReadAsync(operationId)).Items[0];
        Assert.True(lost is { State: ItemState.Unknown, AnswerLost: true });
        return lost;
    }

    private static Task<ItemOutcome> ConcludeAsync(TestDatabase database, OperationItem item) =>
        new SecondSending(database.Contexts, Options.Create(new OperationsOptions())).ConcludeAsync(item, Judgement.No, Token);
}
