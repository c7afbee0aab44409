using AdminPortal.Features.Approvals;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Approvals;

public sealed class ApprovalInboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Lists_the_oldest_request_first_with_group_and_person(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 3);
        var page = await world.Inbox.ListAsync(new ApprovalQuery(), Token);

        Assert.Equal(world.Requests, page.Rows.Select(r => r.Id));
        Assert.Equal(3, page.Total);
        Assert.Equal(("Person 0", "Harbor Crew"), (page.Rows[0].Person, page.Rows[0].GroupName));
        Assert.Equal(3, await world.Inbox.CountWaitingAsync(Token));
    }

    [Theory, DatabaseData]
    public async Task Leaves_out_who_waits_for_a_group_that_is_gone(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 2);
        await world.Desk.DecideAsync(ApprovalWorld.Moderator, [world.Requests[0]], approve: true, note: null, Token);
        await world.DeleteGroupAsync();

        // What is under way is still told; its operation will say what came of it.
        Assert.Equal([world.Requests[0]], (await world.Inbox.ListAsync(new ApprovalQuery(), Token)).Rows.Select(r => r.Id));
        Assert.Equal(0, await world.Inbox.CountWaitingAsync(Token));
        Assert.Equal("Harbor Crew is gone: none of our numbers lists it any more. Nothing was changed.", (await FindAsync(world, 1)).CannotAct);
    }

    [Theory, DatabaseData]
    public async Task Filters_by_person_group_and_state(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 12);
        Assert.Equal(["Person 11"], (await world.Inbox.ListAsync(new ApprovalQuery(Text: " PERSON 11 "), Token)).Rows.Select(r => r.Person));
        Assert.Equal(12, (await world.Inbox.ListAsync(new ApprovalQuery(Text: "harbór"), Token)).Total);
        Assert.Equal(12, (await world.Inbox.ListAsync(new ApprovalQuery(GroupId: ApprovalWorld.GroupId), Token)).Total);
        Assert.Empty((await world.Inbox.ListAsync(new ApprovalQuery(GroupId: "1@g.us"), Token)).Rows);
        Assert.Empty((await world.Inbox.ListAsync(new ApprovalQuery(Decided: true), Token)).Rows);
        Assert.Empty((await world.Inbox.ListAsync(new ApprovalQuery(Text: "%"), Token)).Rows);
    }

    [Theory, DatabaseData]
    public async Task Shows_a_decision_as_pending_and_until_when_it_can_be_taken_back(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        await world.Desk.DecideAsync(ApprovalWorld.Moderator, world.Requests, approve: true, null, Token);
        var row = Assert.Single((await world.Inbox.ListAsync(new ApprovalQuery(), Token)).Rows);
        Assert.Equal((RequestState.Deciding, world.Time.GetUtcNow() + ApprovalDesk.TakeBackTime), (row.State, row.SendsAt));

        world.Time.Advance(ApprovalDesk.TakeBackTime);
        Assert.Null(Assert.Single((await world.Inbox.ListAsync(new ApprovalQuery(), Token)).Rows).SendsAt);
    }

    [Theory, DatabaseData]
    public async Task Tells_who_else_has_a_request_open_until_the_claim_lapses(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 2);
        var changed = new List<string>();
        using var subscription = world.Feed.Subscribe(c => changed.Add(c.Id));

        await world.Claims.OpenAsync(ApprovalWorld.OtherModerator, world.Requests[0], Token);
        await world.Claims.OpenAsync(ApprovalWorld.Moderator, world.Requests[0], Token);
        Assert.Equal("Rui", (await FindAsync(world, 0)).Row.OpenAt);
        Assert.Equal([world.Requests[0].ToString()], changed);

        await world.Claims.OpenAsync(ApprovalWorld.OtherModerator, world.Requests[1], Token);
        Assert.Null((await FindAsync(world, 0)).Row.OpenAt);
        Assert.Equal("Rui", (await FindAsync(world, 1)).Row.OpenAt);

        world.Time.Advance(ClaimBoard.Lifetime);
        Assert.Null((await FindAsync(world, 1)).Row.OpenAt);
        await world.Claims.OpenAsync(ApprovalWorld.Moderator, world.Requests[1], Token);
        Assert.Equal("Mara", (await FindAsync(world, 1)).Row.OpenAt);
    }

    [Theory, DatabaseData]
    public async Task Shows_earlier_decisions_of_the_same_person(TestDatabase database)
    {
        var world = await ApprovalWorld.CreateAsync(database, requests: 1);
        var request = await world.RequestAsync(world.Requests[0]);
        await using (var db = world.Open())
        {
            db.Add(new MembershipRequest
            {
                GroupId = request.GroupId, PersonId = request.PersonId, ListedId = request.ListedId, Method = request.Method, FirstSeenAt = request.FirstSeenAt,
                State = RequestState.Rejected, DecidedBy = "Rui", ClosedAt = request.FirstSeenAt, Note = "advertising",
            });
            await db.SaveChangesAsync(Token);
        }

        var detail = await FindAsync(world, 0);
        Assert.Equal(new EarlierDecision("Harbor Crew", RequestState.Rejected, "Rui", request.FirstSeenAt, "advertising"), Assert.Single(detail.Earlier));
        Assert.Equal(("Desk", null), (detail.Routing?.Best?.Name, detail.CannotAct));
        Assert.Empty(detail.Memberships);
    }

    private static async Task<ApprovalDetail> FindAsync(ApprovalWorld world, int index) =>
        (await world.Inbox.FindAsync(world.Requests[index], Token)).Value ?? throw new InvalidOperationException("The request is not there.");
}
