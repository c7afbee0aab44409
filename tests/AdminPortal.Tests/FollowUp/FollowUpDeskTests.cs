using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MembershipRequest = AdminPortal.Features.Approvals.MembershipRequest;

namespace AdminPortal.Tests.FollowUp;

public sealed class FollowUpDeskTests
{
    private const string Text = "Join {group}: {link}";

    private int _people;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Sends_the_link_to_those_it_can_help_and_names_the_others(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync(shape: g => g.InviteCode = "AbCdEfGhIjKl");
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        var invited = await WantAsync(scene, number, WantedState.Invited, RefusalReason.PrivacyBlocked);
        var nobody = await WantAsync(scene, number, WantedState.Refused, RefusalReason.NotOnWhatsApp);
        var blocker = await WantAsync(scene, number, WantedState.Refused, RefusalReason.BlockedByPerson);
        Guid[] all = [shy.Id, invited.Id, nobody.Id, blocker.Id];

        var plan = (await SenderOf(scene).PlanAsync(GroupScene.Operator, all, InviteWay.Link, Token)).Value!;
        Assert.Equal((1, 1, "1 link message = at once."), (plan.People, plan.Forecast.Calls, plan.Forecast.Pace[0].Sentence));
        Assert.Equal(
            ["1 person cannot be reached: They have blocked the only number of ours that is in the group.", "1 person holds a private invitation that is still good.", "1 person is not on WhatsApp."],
            plan.LeftOut.Order(StringComparer.Ordinal));

        var ticket = await SenderOf(scene).SubmitAsync(GroupScene.Operator, all, InviteWay.Link, Text, Guid.NewGuid(), Token);
        var item = Assert.Single((await scene.OperationAsync(ticket.Value!.OperationId)).Items);
        Assert.Equal((ItemKind.SendInviteLink, shy.Participant, number), (item.Kind, item.Participant, item.ConnectionId));
        Assert.Equal(new InvitationPayload("Harbor Crew", Text, "AbCdEfGhIjKl"), ItemPayload.Read<InvitationPayload>(item.Payload));
    }

    [Theory, DatabaseData]
    public async Task The_operator_may_choose_who_invites_and_sees_why_a_request_cannot_be_approved(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync(shape: g => g.InviteCode = "AbCdEfGhIjKl");
        var night = await scene.AddNumberAsync("Night");
        await scene.PutAsync(night, MemberRole.Admin);
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        await WantAsync(scene, number, WantedState.AskedToJoin, RefusalReason.RequestCreated);
        var sender = SenderOf(scene);

        var usual = (await sender.PlanAsync(GroupScene.Operator, [shy.Id], InviteWay.Card, Token)).Value!;
        var chosen = (await sender.PlanAsync(GroupScene.Operator, [shy.Id], InviteWay.Card, Token, rather: night)).Value!;
        Assert.Equal(("Desk", "Night"), (Assert.Single(usual.Through), Assert.Single(chosen.Through)));
        Assert.Equal(["Desk", "Night"], usual.Choices.Select(c => c.Name));
        var ticket = await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Card, Text, Guid.NewGuid(), Token, rather: night);
        Assert.Equal(night, Assert.Single((await scene.OperationAsync(ticket.Value!.OperationId)).Items).ConnectionId);

        var board = new FollowUpBoard(database.Contexts, scene.Numbers, scene.Time);
        var query = new FollowUpQuery(FollowUpView.NeedsYou, WantedState.AskedToJoin);
        Assert.Null(Assert.Single((await board.ListAsync(query, Token)).Rows).WhyNoApproval);
        await using (var db = database.Open())
        {
            await db.GroupConnections.ExecuteUpdateAsync(s => s.SetProperty(c => c.Role, MemberRole.Member), Token);
        }

        Assert.Equal("Desk and Night must be an admin of Harbor Crew for this.", Assert.Single((await board.ListAsync(query, Token)).Rows).WhyNoApproval);
    }

    [Theory, DatabaseData]
    public async Task Nobody_is_written_to_twice_within_a_day(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        var sender = SenderOf(scene);
        var intent = Guid.NewGuid();

        var first = await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Link, Text, intent, Token);
        var again = await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Link, Text, intent, Token);
        var other = await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Card, Text, Guid.NewGuid(), Token);
        Assert.Equal(new OperationTicket(first.Value!.OperationId, AlreadySubmitted: true), again.Value);
        Assert.Equal("1 person is being invited already.", other.Failure?.Message);

        await SettleAsync(scene, first.Value.OperationId, ItemState.Confirmed);
        other = await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Link, Text, Guid.NewGuid(), Token);
        Assert.Equal("1 person was invited in the last 24 hours.", other.Failure?.Message);

        scene.Time.Advance(TimeSpan.FromHours(25));
        other = await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Link, Text, Guid.NewGuid(), Token);
        Assert.True(other.Succeeded, other.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task Says_what_a_gateway_cannot_send_and_what_a_message_lacks(TestDatabase database)
    {
        var scene = new GroupScene(database, TestVendor.Without(Capability.SendInviteCard, "cannot send WhatsApp's invitation card"));
        var number = await scene.SetAsync();
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        var sender = SenderOf(scene);

        Assert.Equal(
            "1 person cannot be reached: Desk cannot send WhatsApp's invitation card.",
            (await sender.PlanAsync(GroupScene.Operator, [shy.Id], InviteWay.Card, Token)).Failure?.Message);
        Assert.Equal("The message needs {link} where the link shall stand.", (await sender.SubmitAsync(GroupScene.Operator, [shy.Id], InviteWay.Link, "Hello", Guid.NewGuid(), Token)).Failure?.Message);
        Assert.IsType<NotAllowed>((await sender.SubmitAsync(GroupScene.Moderator, [shy.Id], InviteWay.Link, Text, Guid.NewGuid(), Token)).Failure);
        Assert.Equal(0, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData]
    public async Task Who_blocked_one_number_is_added_through_another(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var blocker = await WantAsync(scene, number, WantedState.Refused, RefusalReason.BlockedByPerson);
        var desk = DeskOf(scene);
        Assert.Equal("No other number of ours is in the group.", (await desk.OthersAsync(GroupScene.Operator, [blocker.Id], Token)).Failure?.Message);

        var second = await scene.AddNumberAsync("Second", "4915110000002");
        await scene.PutAsync(second, MemberRole.Admin);
        var other = Assert.Single((await desk.OthersAsync(GroupScene.Operator, [blocker.Id], Token)).Value!);
        Assert.Equal(new OtherNumber(second, "Second", 1, null), other);

        var forecast = (await desk.ForecastThroughAsync(GroupScene.Operator, [blocker.Id], second, Token)).Value!;
        Assert.Equal((1, "Second", true), (forecast.Calls, forecast.Pace[0].Name, forecast.Interactive));

        var evening = scene.Time.GetUtcNow().AddHours(6);
        var ticket = await desk.AddThroughAsync(GroupScene.Operator, [blocker.Id], second, Guid.NewGuid(), Token, evening);
        var operation = await scene.OperationAsync(ticket.Value!.OperationId);
        Assert.Equal(evening, operation.StartAt);
        var item = Assert.Single(operation.Items);
        Assert.Equal((ItemKind.AddParticipant, second, blocker.Participant), (item.Kind, item.ConnectionId, item.Participant));
    }

    [Theory, DatabaseData]
    public async Task Approves_the_request_of_who_asked(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var asker = await WantAsync(scene, number, WantedState.AskedToJoin, RefusalReason.RequestCreated);
        var person = await scene.AddPersonAsync("Asker", phone: asker.Participant[..13]);
        var request = new MembershipRequest
        {
            GroupId = GroupScene.Harbor, PersonId = person.Id, ListedId = asker.Participant, Method = RequestMethod.NonAdminAdd, FirstSeenAt = scene.Time.GetUtcNow(),
        };
        await scene.AddAsync(request);
        await using (var db = database.Open())
        {
            await db.WantedMembers.ExecuteUpdateAsync(s => s.SetProperty(w => w.RequestId, request.Id), Token);
        }

        Assert.IsType<NotAllowed>((await DeskOf(scene).ApproveAsync(GroupScene.Viewer, [asker.Id], Token)).Failure);
        var ticket = await DeskOf(scene).ApproveAsync(GroupScene.Moderator, [asker.Id], Token);

        Assert.Equal(ItemKind.ApproveRequest, Assert.Single((await scene.OperationAsync(ticket.Value!.OperationId)).Items).Kind);
    }

    [Theory, DatabaseData]
    public async Task Closes_with_a_reason_that_stays_readable(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        var desk = DeskOf(scene);
        Assert.IsType<NotAllowed>((await desk.CloseAsync(GroupScene.Moderator, [shy.Id], "moved away", Token)).Failure);
        Assert.IsType<InvalidInput>((await desk.CloseAsync(GroupScene.Operator, [shy.Id], " ", Token)).Failure);

        Assert.Equal(1, (await desk.CloseAsync(GroupScene.Operator, [shy.Id], " moved away ", Token)).Value);

        var list = await new FollowUpBoard(database.Contexts, scene.Numbers, scene.Time).ListAsync(new FollowUpQuery(FollowUpView.Over), Token);
        var row = Assert.Single(list.Rows);
        Assert.Equal((WantedState.Closed, "moved away", "Olga"), (row.State, row.Note, row.ClosedBy));
        await using var db = database.Open();
        Assert.Equal("Closed the follow-up of Person 1: moved away", await db.AuditEntries.Where(e => e.Action == "follow-up.closed").Select(e => e.Summary).SingleAsync(Token));
        Assert.Equal("They are all over already.", (await desk.CloseAsync(GroupScene.Operator, [shy.Id], "again", Token)).Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task A_copied_link_leaves_a_trace_and_counts_as_no_invitation(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync(shape: g => g.InviteCode = "AbCdEfGhIjKl");
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        var desk = DeskOf(scene);
        Assert.IsType<NotAllowed>((await desk.CopyLinkAsync(GroupScene.Viewer, shy.Id, Token)).Failure);

        Assert.Equal("https://chat.whatsapp.com/AbCdEfGhIjKl", (await desk.CopyLinkAsync(GroupScene.Operator, shy.Id, Token)).Value);

        var row = Assert.Single((await new FollowUpBoard(database.Contexts, scene.Numbers, scene.Time).ListAsync(new FollowUpQuery(FollowUpView.NeedsYou), Token)).Rows);
        Assert.Equal((WantedState.Refused, "Olga", scene.Time.GetUtcNow(), null), (row.State, row.CopiedBy, row.CopiedAt, row.InvitedAt));
        await using var db = database.Open();
        Assert.Equal(
            "Copied the link of the group for Person 1, to send it by hand.",
            await db.AuditEntries.Where(e => e.Action == "follow-up.link-copied").Select(e => e.Summary).SingleAsync(Token));

        // Whoever would send it from here reads of it first, and may.
        var plan = (await SenderOf(scene).PlanAsync(GroupScene.Operator, [shy.Id], InviteWay.Link, Token)).Value!;
        Assert.Equal("Olga copied the link for Person 1 and may have sent it by hand.", Assert.Single(plan.Notes));

        await desk.CloseAsync(GroupScene.Operator, [shy.Id], "moved away", Token);
        Assert.Equal("This is over already.", (await desk.CopyLinkAsync(GroupScene.Operator, shy.Id, Token)).Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task A_link_that_nobody_has_read_cannot_be_copied(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var shy = await WantAsync(scene, await scene.SetAsync(), WantedState.Refused, RefusalReason.PrivacyBlocked);

        Assert.Equal("The link of the group is not there any more.", (await DeskOf(scene).CopyLinkAsync(GroupScene.Operator, shy.Id, Token)).Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task A_person_shows_where_they_are_wanted_and_not_yet(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var shy = await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        var joined = await WantAsync(scene, number, WantedState.Joined, RefusalReason.PrivacyBlocked);
        var (person, inside) = (await scene.AddPersonAsync("Shy", phone: shy.Participant[..13]), await scene.AddPersonAsync("In", phone: joined.Participant[..13]));
        var board = new FollowUpBoard(database.Contexts, scene.Numbers, scene.Time);

        var place = Assert.Single(await board.OfPersonAsync(person.Id, Token));
        Assert.Equal((GroupScene.Harbor, "Harbor Crew", WantedState.Refused, "Olga"), (place.GroupId, place.GroupName, place.State, place.WantedBy));
        Assert.Empty(await board.OfPersonAsync(inside.Id, Token));
        Assert.Empty(await board.OfPersonAsync(Guid.NewGuid(), Token));
    }

    [Theory, DatabaseData]
    public async Task Invitations_that_end_soon_are_counted_and_found(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        await WantAsync(scene, number, WantedState.Invited, RefusalReason.PrivacyBlocked, ends: TimeSpan.FromHours(60));
        await WantAsync(scene, number, WantedState.Invited, RefusalReason.PrivacyBlocked, ends: TimeSpan.FromHours(5));
        await WantAsync(scene, number, WantedState.LinkSent, RefusalReason.PrivacyBlocked);
        var board = new FollowUpBoard(database.Contexts, scene.Numbers, scene.Time);

        var all = await board.ListAsync(new FollowUpQuery(FollowUpView.Waiting), Token);
        var soon = await board.ListAsync(new FollowUpQuery(FollowUpView.Waiting, EndsSoon: true), Token);

        Assert.Equal((3, 1), (all.Total, all.EndSoon));
        Assert.Equal("Person 2", Assert.Single(soon.Rows).Label);
        Assert.Equal((1, 1), (soon.Total, soon.EndSoon));
        Assert.Single(await board.MatchingAsync(new FollowUpQuery(FollowUpView.Waiting, EndsSoon: true), Token));
    }

    [Theory, DatabaseData]
    public async Task Lists_by_view_state_group_and_text_with_counts(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        await WantAsync(scene, number, WantedState.Refused, RefusalReason.PrivacyBlocked);
        await WantAsync(scene, number, WantedState.Expired, RefusalReason.PrivacyBlocked);
        await WantAsync(scene, number, WantedState.LinkSent, RefusalReason.PrivacyBlocked);
        var board = new FollowUpBoard(database.Contexts, scene.Numbers, scene.Time);

        var all = await board.ListAsync(new FollowUpQuery(FollowUpView.NeedsYou), Token);
        Assert.Equal((2, 2, 1, 0), (all.Total, all.CountOf(FollowUpView.NeedsYou), all.CountOf(FollowUpView.Waiting), all.CountOf(FollowUpView.Over)));
        Assert.Equal(["Person 1", "Person 2"], all.Rows.Select(r => r.Label));
        Assert.Equal("Person 2", Assert.Single((await board.ListAsync(new FollowUpQuery(FollowUpView.NeedsYou, WantedState.Expired), Token)).Rows).Label);
        Assert.Equal("Person 3", Assert.Single((await board.ListAsync(new FollowUpQuery(FollowUpView.Waiting, Search: "perSON 3"), Token)).Rows).Label);
        Assert.Empty((await board.ListAsync(new FollowUpQuery(FollowUpView.NeedsYou, GroupId: "1@g.us"), Token)).Rows);
        Assert.Equal(2, (await board.MatchingAsync(new FollowUpQuery(FollowUpView.NeedsYou), Token)).Count);
    }

    private static PlanForecaster ForecasterOf(GroupScene scene) =>
        new(scene.Database.Contexts, scene.Pacing, new SecondOperator(Options.Create(new BulkOptions())));

    private static InvitationSender SenderOf(GroupScene scene) => new(scene.Database.Contexts, scene.Numbers, scene.Operations, ForecasterOf(scene), scene.Time);

    private static FollowUpDesk DeskOf(GroupScene scene)
    {
        var audit = new AuditTrail(scene.Time);
        var approvals = new ApprovalDesk(scene.Database.Contexts, scene.Operations, scene.Numbers, audit, scene.Feed, scene.Time);
        return new FollowUpDesk(scene.Database.Contexts, scene.Numbers, scene.Operations, approvals, ForecasterOf(scene), audit, scene.Feed, scene.Time);
    }

    private async Task<WantedMember> WantAsync(GroupScene scene, Guid number, WantedState state, RefusalReason reason, TimeSpan? ends = null)
    {
        var digits = $"49151200000{++_people:00}";
        var wanted = new WantedMember
        {
            GroupId = GroupScene.Harbor,
            PersonKey = digits + "@s.whatsapp.net",
            Participant = digits + "@s.whatsapp.net",
            Label = $"Person {_people}",
            Search = $"person {_people} {digits}",
            WantedBy = "Olga",
            WantedAt = scene.Time.GetUtcNow(),
            ConnectionId = number,
            AddOperationId = Guid.NewGuid(),
            AddItemId = Guid.NewGuid(),
            AddState = ItemState.Refused,
            AddReason = reason,
            State = state,
            StateSince = scene.Time.GetUtcNow(),
            ExpiresAt = scene.Time.GetUtcNow() + ends,
        };
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.AddAsync(wanted);
        return wanted;
    }

    private static async Task SettleAsync(GroupScene scene, Guid operationId, ItemState state)
    {
        await using var db = scene.Database.Open();
        await db.OperationItems.Where(i => i.OperationId == operationId)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, state).SetProperty(i => i.SentAt, scene.Time.GetUtcNow()), Token);
    }
}
