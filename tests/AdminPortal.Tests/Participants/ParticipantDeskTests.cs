using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Participants;

public sealed class ParticipantDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Removes_whom_it_may_and_says_who_stays(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync(MemberRole.Admin);
        var creator = await scene.AddMemberAsync("Zoe", MemberRole.SuperAdmin);
        var desk = await scene.AddMemberAsync("Desk", MemberRole.Admin, phone: "4915110000001");
        var ana = await scene.AddMemberAsync("Ana");
        var hidden = await scene.AddMemberAsync(null, lid: "88112233445566");
        var gone = await scene.AddPersonAsync("Gone");
        Guid[] chosen = [creator.Id, desk.Id, ana.Id, hidden.Id, gone.Id];

        var plan = (await scene.People.PlanAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Remove, chosen, Token)).Value!;
        var ticket = await scene.People.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Remove, chosen, Guid.NewGuid(), Token);

        Assert.Equal(["Hidden number …5566", "Ana"], plan.People.Select(p => p.Name).OrderDescending());
        Assert.Equal(
            ["Zoe is the creator, who can be neither demoted nor removed.", "1 person is one of our own numbers; it leaves from the settings.", "1 person is not in the group any more."],
            plan.LeftOut);
        var operation = await scene.OperationAsync(ticket.Value!.OperationId);
        Assert.Equal(("Remove 2 people from Harbor Crew", OperationKind.RemoveParticipants, false), (operation.Title, operation.Kind, operation.Interactive));
        Assert.Equal(["4915110002002@s.whatsapp.net", "88112233445566@lid"], operation.Items.Select(i => i.Participant).Order());
        Assert.All(operation.Items, i => Assert.Equal((ItemKind.RemoveParticipant, number, GroupScene.Harbor), (i.Kind, i.ConnectionId, i.GroupId)));

        var again = await scene.People.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Remove, [ana.Id], Guid.NewGuid(), Token);
        Assert.Equal("1 person is waiting for the same already.", again.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task Promotes_members_and_demotes_admins_only(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var admin = await scene.AddMemberAsync("Ana", MemberRole.Admin);
        var member = await scene.AddMemberAsync("Bo");

        var promote = await scene.People.PlanAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Promote, [admin.Id, member.Id], Token);
        var demote = await scene.People.PlanAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Demote, [admin.Id, member.Id], Token);
        var nobody = await scene.People.PlanAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Demote, [member.Id], Token);

        Assert.Equal((["Bo"], ["1 person is an admin already."]), (promote.Value!.People.Select(p => p.Name).ToArray(), promote.Value.LeftOut.ToArray()), Comparer);
        Assert.Equal("Ana", Assert.Single(demote.Value!.People).Name);
        Assert.Equal("1 person is no admin.", nobody.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task Promoting_needs_the_creators_number_where_the_gateway_says_so(TestDatabase database)
    {
        var scene = new GroupScene(database, TestVendor.Without(Capability.PromoteParticipants, "lets only a super-admin appoint admins", CapabilityLevel.Limited));
        await scene.SetAsync(MemberRole.Admin);
        var member = await scene.AddMemberAsync("Bo");

        var result = await scene.People.SubmitAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Promote, [member.Id], Guid.NewGuid(), Token);

        Assert.Equal("Desk lets only a super-admin appoint admins; it is not the creator of Harbor Crew.", result.Failure?.Message);
    }

    [Theory, DatabaseData(OperatorRole.Viewer), DatabaseData(OperatorRole.Moderator)]
    public async Task Who_may_not_manage_groups_changes_nobody(TestDatabase database, OperatorRole role)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var member = await scene.AddMemberAsync("Bo");
        var actor = new Actor(Guid.NewGuid(), "Vera", role);

        foreach (var action in Enum.GetValues<RosterAction>())
        {
            Assert.Equal(new NotAllowed(Permissions.ManageGroups), (await scene.People.SubmitAsync(actor, GroupScene.Harbor, action, [member.Id], Guid.NewGuid(), Token)).Failure);
        }

        Assert.Equal(0, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData]
    public async Task A_gone_group_and_hidden_members_get_a_sentence(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync(shape: g => g.GoneAt = scene.Time.GetUtcNow());
        await scene.AddGroupAsync("Announcements", "120363077000000002@g.us", g => (g.Kind, g.MembersHidden) = (GroupKind.Announcement, true));

        Assert.IsType<GroupGone>((await scene.People.PlanAsync(GroupScene.Operator, GroupScene.Harbor, RosterAction.Remove, [], Token)).Failure);
        Assert.IsType<MembersAreHidden>((await scene.People.PlanAsync(GroupScene.Operator, "120363077000000002@g.us", RosterAction.Remove, [], Token)).Failure);
        Assert.IsType<NotThere>((await scene.People.PlanAsync(GroupScene.Operator, "1203@g.us", RosterAction.Remove, [], Token)).Failure);
    }

    private static readonly IEqualityComparer<(string[], string[])> Comparer =
        EqualityComparer<(string[], string[])>.Create((a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2), _ => 0);
}
