using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Participants;

public sealed class AddPeopleDeskTests
{
    private const string Community = "120363077000000001@g.us";
    private const string Announcements = "120363077000000002@g.us";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Adds_whoever_is_not_in_yet_one_item_each(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var desk = scene.Adder;
        var number = await scene.SetAsync(MemberRole.Admin);
        await scene.AddMemberAsync("Bruna", phone: "551187654321");

        var ticket = await desk.SubmitAsync(
            GroupScene.Operator,
            GroupScene.Harbor,
            [new("4915110002001@s.whatsapp.net", "Rui"), new("4915110002002@s.whatsapp.net", null), new("4915110002002@s.whatsapp.net", null), new("5511987654321@s.whatsapp.net", null)],
            Guid.NewGuid(),
            Token);

        var operation = await scene.OperationAsync(ticket.Value!.OperationId);
        Assert.Equal("Add 2 people to Harbor Crew", operation.Title);
        Assert.Equal(["Rui", "+4915110002002"], operation.Items.OrderBy(i => i.Sequence).Select(i => i.Label));
        Assert.All(operation.Items, i => Assert.Equal((ItemKind.AddParticipant, number, GroupScene.Harbor), (i.Kind, i.ConnectionId, i.GroupId)));
        var progress = (await desk.ProgressAsync(operation.Id, Token))!;
        Assert.Equal((2, 0), (progress.People.Count, progress.Settled));
        Assert.Null(await desk.ProgressAsync(Guid.NewGuid(), Token));
    }

    [Theory, DatabaseData]
    public async Task A_double_submit_is_one_operation_and_no_failure(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var intent = Guid.NewGuid();
        Newcomer[] people = [new("4915110002001@s.whatsapp.net", "Rui")];

        var first = await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, people, intent, Token);
        var second = await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, people, intent, Token);
        var another = await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, people, Guid.NewGuid(), Token);

        Assert.Equal(new OperationTicket(first.Value!.OperationId, AlreadySubmitted: true), second.Value);
        Assert.Equal("They are all in the group already, or being added.", another.Failure?.Message);
        Assert.Equal(first.Value.OperationId, another.Failure?.OperationId);
        Assert.Equal(1, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData]
    public async Task Knows_who_needs_no_adding(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        await scene.AddMemberAsync("Ana", phone: "4915110002001");
        await scene.AddMemberAsync(null, lid: "88112233445566");
        var without = await scene.AddPersonAsync("Nobody", phone: "551187654321");
        await using (var db = database.Open())
        {
            await db.People.Where(p => p.Id == without.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.NotOnWhatsAppAt, scene.Time.GetUtcNow()), Token);
        }

        await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, [new("4915110002009@s.whatsapp.net", null)], Guid.NewGuid(), Token);

        var known = await scene.Adder.KnownAsync(GroupScene.Harbor, ["5511987654321@s.whatsapp.net", "4915110002001@s.whatsapp.net"], Token);

        Assert.Equal(["4915110002001@s.whatsapp.net", "88112233445566@lid"], known.Members.Order());
        Assert.Equal(["4915110002009@s.whatsapp.net"], known.BeingAdded);
        Assert.Equal(["551187654321@s.whatsapp.net"], known.NotOnWhatsApp);
    }

    [Theory, DatabaseData]
    public async Task People_enter_a_community_through_its_announcement_group(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.AddGroupAsync("Harbor", Community, g => g.Kind = GroupKind.CommunityParent);

        Assert.IsType<NoDoorIntoCommunity>((await scene.Adder.TargetAsync(GroupScene.Operator, Community, Token)).Failure);

        await scene.AddGroupAsync("Announcements", Announcements, g => (g.Kind, g.CommunityId, g.MemberCount) = (GroupKind.Announcement, Community, 4_998));
        await scene.PutAsync(await scene.AddNumberAsync("Desk", "5511987654321"), MemberRole.Admin, Announcements);
        var target = (await scene.Adder.TargetAsync(GroupScene.Operator, Community, Token)).Value!;

        Assert.Equal((Announcements, "BR", 2), (target.Group.Id, target.Home?.Iso, target.PlacesLeft));
        Assert.Equal("People enter a community through its announcement group, so they are added to Announcements.", target.Redirected);
    }

    [Theory, DatabaseData]
    public async Task More_people_than_places_are_refused_before_anything_is_sent(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync(shape: g => g.MemberCount = 1_023);

        var result = await scene.Adder.SubmitAsync(
            GroupScene.Operator, GroupScene.Harbor, [new("4915110002001@s.whatsapp.net", null), new("4915110002002@s.whatsapp.net", null)], Guid.NewGuid(), Token);

        Assert.Equal("Harbor Crew has 1,023 of 1,024 members: 1 place is left, you want to add 2.", result.Failure?.Message);
    }

    [Theory, DatabaseData(OperatorRole.Viewer), DatabaseData(OperatorRole.Moderator)]
    public async Task Who_may_not_manage_groups_adds_nobody(TestDatabase database, OperatorRole role)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var actor = new Actor(Guid.NewGuid(), "Vera", role);

        var result = await scene.Adder.SubmitAsync(actor, GroupScene.Harbor, [new("4915110002001@s.whatsapp.net", null)], Guid.NewGuid(), Token);

        Assert.Equal(new NotAllowed(Permissions.ManageGroups), result.Failure);
        Assert.Equal(0, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData]
    public async Task A_member_adds_only_where_the_group_lets_members_add(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync(MemberRole.Member, g => g.OnlyAdminsAdd = true);

        Assert.IsType<NoNumberCanAct>((await scene.Adder.TargetAsync(GroupScene.Operator, GroupScene.Harbor, Token)).Failure);

        await using (var db = database.Open())
        {
            await db.Groups.ExecuteUpdateAsync(s => s.SetProperty(g => g.OnlyAdminsAdd, false), Token);
        }

        Assert.True((await scene.Adder.TargetAsync(GroupScene.Operator, GroupScene.Harbor, Token)).Succeeded);
    }

    [Theory, DatabaseData]
    public async Task What_follows_a_refusal_is_chosen_with_the_add_and_checked(TestDatabase database)
    {
        var scene = new GroupScene(database, TestVendor.Without(Capability.SendInviteCard, "cannot send WhatsApp's invitation card"));
        await scene.SetAsync(MemberRole.Admin);
        Newcomer[] people = [new("4915110002001@s.whatsapp.net", "Rui")];

        var card = await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, people, Guid.NewGuid(), Token, fallback: new InviteFallback(InviteWay.Card, InviteText.Suggested));
        var mute = await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, people, Guid.NewGuid(), Token, fallback: new InviteFallback(InviteWay.Link, "Hello"));
        Assert.Equal("Desk cannot send WhatsApp's invitation card.", card.Failure?.Message);
        Assert.Equal("The message needs {link} where the link shall stand.", mute.Failure?.Message);

        var chosen = new InviteFallback(InviteWay.Link, "Come: {link}");
        var ticket = await scene.Adder.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, people, Guid.NewGuid(), Token, fallback: chosen);
        Assert.Equal(chosen, ItemPayload.Read<InviteFallback>((await scene.OperationAsync(ticket.Value!.OperationId)).Fallback));
    }
}
