using AdminPortal.Features.Approvals;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Approvals;

public sealed class ApprovalDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Submits_one_item_per_request_that_starts_after_the_time_to_take_it_back(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 3);
        var ticket = Value(await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, note: null, Token));

        Assert.Equal((3, 0), (ticket.Decided, ticket.AlreadyHandled));
        var operation = await world.OperationAsync(ticket.OperationId);
        Assert.Equal(world.Time.GetUtcNow() + ApprovalDesk.TakeBackTime, operation.StartAt);
        Assert.Equal("Approve 3 requests for Harbor Crew", operation.Title);
        Assert.All(operation.Items, i => Assert.Equal((ItemKind.ApproveRequest, ItemState.Planned), (i.Kind, i.State)));
        Assert.Equal(["88112233440000@lid", "88112233440001@lid", "88112233440002@lid"], operation.Items.OrderBy(i => i.Sequence).Select(i => i.Participant));
        foreach (var id in world.Requests)
        {
            var request = await world.RequestAsync(id);
            Assert.Equal((RequestState.Deciding, "Mara", (bool?)true), (request.State, request.DecidedBy, request.Approve));
        }
    }

    [Theory, DatabaseData]
    public async Task Refuses_a_viewer(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        Assert.IsType<NotAllowed>((await world.Desk.DecideAsync(ApprovalWorld.Viewer, world.Requests, true, null, Token)).Failure);
        Assert.IsType<NotAllowed>((await world.Desk.TakeBackAsync(ApprovalWorld.Viewer, Guid.NewGuid(), Token)).Failure);
        Assert.Equal(RequestState.Waiting, (await world.RequestAsync(world.Requests[0])).State);
    }

    [Theory, DatabaseData]
    public async Task Leaves_alone_what_another_operator_decided_meanwhile(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 2);
        Value(await world.Desk.DecideAsync(ApprovalWorld.OtherModerator, [world.Requests[0]], approve: false, "spam", Token));

        var ticket = Value(await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, null, Token));
        Assert.Equal((1, 1), (ticket.Decided, ticket.AlreadyHandled));
        Assert.Equal("Rui", (await world.RequestAsync(world.Requests[0])).DecidedBy);

        var again = await world.Desk.DecideAsync(ApprovalWorld.Moderator, [world.Requests[0]], approve: true, null, Token);
        Assert.Equal(new AlreadyHandled(1), again.Failure);
    }

    [Theory, DatabaseData]
    public async Task Two_operators_at_the_same_moment_make_one_decision(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        var results = await Task.WhenAll(
            Task.Run(() => world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, null, Token), Token),
            Task.Run(() => world.Desk.DecideAsync(ApprovalWorld.OtherModerator, world.Requests, approve: false, null, Token), Token));

        await using var db = world.Open();
        var operation = Assert.Single(await db.Operations.Include(o => o.Items).ToListAsync(Token));
        Assert.Single(operation.Items);
        var request = await world.RequestAsync(world.Requests[0]);
        Assert.Equal(operation.Id, request.OperationId);
        Assert.Equal(operation.SubmittedBy, request.DecidedBy);
        Assert.Contains(results, r => r.Succeeded);
    }

    [Theory, DatabaseData]
    public async Task Takes_a_decision_back_before_it_is_sent_and_decides_anew(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        var first = Value(await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: false, "wrong person", Token));

        Assert.Equal(1, Value(await world.Desk.TakeBackAsync(ApprovalWorld.Moderator, first.OperationId, Token)));
        var request = await world.RequestAsync(world.Requests[0]);
        Assert.Equal((RequestState.Waiting, null, null), (request.State, request.DecidedBy, request.Note));
        var operation = await world.OperationAsync(first.OperationId);
        Assert.Equal((OperationState.Cancelled, ItemState.Skipped), (operation.State, operation.Items[0].State));

        var second = Value(await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, null, Token));
        Assert.NotEqual(first.OperationId, second.OperationId);
    }

    [Theory, DatabaseData]
    public async Task Does_not_take_back_what_was_sent(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        var ticket = Value(await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, null, Token));
        await using (var db = world.Open())
        {
            var item = await db.OperationItems.SingleAsync(Token);
            (item.State, item.SentAt) = (ItemState.Sending, world.Time.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }

        Assert.IsType<TooLateToTakeBack>((await world.Desk.TakeBackAsync(ApprovalWorld.Moderator, ticket.OperationId, Token)).Failure);
        Assert.Equal(RequestState.Deciding, (await world.RequestAsync(world.Requests[0])).State);
    }

    [Theory, DatabaseData]
    public async Task Says_what_is_missing_when_none_of_our_numbers_is_admin(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1, role: MemberRole.Member);
        var result = await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, null, Token);

        Assert.Equal("Desk must be an admin of Harbor Crew for this.", Assert.IsType<NoNumberCanAct>(result.Failure).Message);
        Assert.Equal(RequestState.Waiting, (await world.RequestAsync(world.Requests[0])).State);
    }

    [Theory, DatabaseData]
    public async Task Says_so_when_the_group_was_deleted_meanwhile(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 2);
        await world.DeleteGroupAsync();

        var result = await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, note: null, Token);

        Assert.Equal(new GroupGone("Harbor Crew"), result.Failure);
        await using var db = world.Open();
        Assert.Empty(await db.Operations.ToListAsync(Token));
        Assert.All(await db.MembershipRequests.ToListAsync(Token), r => Assert.Equal(RequestState.Waiting, r.State));
    }

    [Theory, DatabaseData]
    public async Task Bounds_the_reason(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        var result = await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: false, new string('x', 501), Token);
        Assert.Equal("note", result.Failure?.Field);
    }

    private static T Value<T>(Result<T> result) =>
        result.Succeeded ? result.Value : throw new Xunit.Sdk.XunitException(result.Failure.Message);
}
