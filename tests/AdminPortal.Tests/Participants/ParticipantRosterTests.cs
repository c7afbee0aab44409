using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Participants;

public sealed class ParticipantRosterTests
{
    private const string Community = "120363077000000001@g.us";
    private const string Announcements = "120363077000000002@g.us";
    private const string Second = "120363077001122335@g.us";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Shows_who_is_in_with_role_number_and_other_groups(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        await scene.AddGroupAsync("Second", Second);
        var creator = await scene.AddMemberAsync("Zoe", MemberRole.SuperAdmin);
        var hidden = await scene.AddMemberAsync(null, lid: "88112233445566");
        var admin = await scene.AddMemberAsync("Ana", MemberRole.Admin);
        var desk = await scene.AddMemberAsync("Desk", MemberRole.Admin, phone: "4915110000001");
        await scene.JoinAsync(await scene.AddPersonAsync("Gone"), goneAt: scene.Time.GetUtcNow());
        await scene.JoinAsync(hidden, group: Second);
        await scene.JoinAsync(admin, group: Second, goneAt: scene.Time.GetUtcNow());

        var rows = (await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor), 0, 50, Token)).Rows;

        Assert.Equal([creator.Id, admin.Id, desk.Id, hidden.Id], rows.Select(r => r.PersonId!.Value));
        Assert.Equal([Untouchable.Creator, Untouchable.No, Untouchable.Ours, Untouchable.No], rows.Select(r => r.Untouchable));
        Assert.Equal(("hidden number · LID …5566", "hidden number · LID …5566", 1), (rows[3].Name, rows[3].Number, rows[3].OtherGroups));
        Assert.Equal([0, 0, 0, 1], rows.Select(r => r.OtherGroups));
        Assert.Equal(new RosterCounts(4, null, 3, 0, Derived: false), await scene.Roster.CountAsync(GroupScene.Harbor, Token));
    }

    [Theory, DatabaseData]
    public async Task Windows_cover_the_list_once_in_every_order(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        await scene.AddGroupAsync("Second", Second);
        for (var i = 0; i < 23; i++)
        {
            var person = await scene.AddMemberAsync(i % 3 == 0 ? "Same name" : $"Person {i}", i == 5 ? MemberRole.Admin : MemberRole.Member);
            if (i % 4 == 0)
            {
                await scene.JoinAsync(person, group: Second);
            }
        }

        foreach (var sort in Enum.GetValues<RosterSort>())
        {
            foreach (var descending in new[] { false, true })
            {
                List<RosterRow> all = [];
                for (var skip = 0; skip < 23; skip += 7)
                {
                    var window = await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor, Sort: sort, Descending: descending), skip, 7, Token);
                    Assert.Equal(23, window.Total);
                    all.AddRange(window.Rows);
                }

                Assert.Equal(23, all.Select(r => r.Key).Distinct().Count());
                if (sort == RosterSort.OtherGroups)
                {
                    Assert.Equal(descending ? 1 : 0, all[0].OtherGroups);
                }
            }
        }
    }

    [Theory, DatabaseData]
    public async Task Finds_by_name_without_marks_and_by_number_as_written(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        await scene.AddMemberAsync("José Ávila", phone: "4915110009001");
        await scene.AddMemberAsync("100% _real_", phone: "4915110009002");

        Assert.Equal("José Ávila", Assert.Single(await Find("avila jose".Split(' ')[0])).Name);
        Assert.Equal("José Ávila", Assert.Single(await Find("+49 151-1000 9001")).Name);
        Assert.Equal("100% _real_", Assert.Single(await Find("100%")).Name);
        Assert.Empty(await Find("_x"));

        async Task<IReadOnlyList<RosterRow>> Find(string search) => (await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor, search), 0, 50, Token)).Rows;
    }

    [Theory, DatabaseData]
    public async Task Who_is_being_added_stands_first_and_is_no_member(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var ana = await scene.AddMemberAsync("Ana", phone: "4915110009001");
        await scene.AddMemberAsync("Bo");
        await SubmitAsync(
            scene,
            new ItemDraft(ItemKind.AddParticipant, await FirstNumber(database), "Newcomer") { GroupId = GroupScene.Harbor, Participant = "4915110009009@s.whatsapp.net" },
            // Shown as a member by a read that came before the item was settled.
            new ItemDraft(ItemKind.AddParticipant, await FirstNumber(database), "Ana") { GroupId = GroupScene.Harbor, Participant = "4915110009001@s.whatsapp.net" },
            new ItemDraft(ItemKind.RemoveParticipant, await FirstNumber(database), "Ana") { GroupId = GroupScene.Harbor, Participant = "4915110009001@s.whatsapp.net" });

        var all = await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor), 0, 50, Token);
        var underWay = await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor, Filter: RosterFilter.UnderWay), 0, 50, Token);
        var second = await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor), 1, 1, Token);

        Assert.Equal(["Newcomer", "Ana", "Bo"], all.Rows.Select(r => r.Name));
        Assert.True(all.Rows[0].IsArriving);
        Assert.Equal((ItemKind.AddParticipant, ItemState.Planned), (all.Rows[0].Pending!.Kind, all.Rows[0].Pending!.State));
        Assert.Equal(ItemKind.RemoveParticipant, all.Rows[1].Pending?.Kind);
        Assert.Equal(MemberRole.Member, all.Rows[1].Role);
        Assert.Equal(["Newcomer", "Ana"], underWay.Rows.Select(r => r.Name));
        Assert.Equal(("Ana", 3), (Assert.Single(second.Rows).Name, second.Total));
        Assert.Equal(2, (await scene.Roster.CountAsync(GroupScene.Harbor, Token)).UnderWay);
        Assert.Equal([ana.Id], (await scene.Roster.MatchingAsync(new RosterQuery(GroupScene.Harbor, "ana"), Token)));
        Assert.Single((await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor, "newc"), 0, 50, Token)).Rows);
        Assert.Single((await scene.Roster.WindowAsync(new RosterQuery(GroupScene.Harbor, "+49 151 1000 9009"), 0, 50, Token)).Rows);
    }

    [Theory, DatabaseData]
    public async Task Hidden_members_are_put_together_from_the_communitys_groups(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.AddGroupAsync("Harbor", Community, g => g.Kind = GroupKind.CommunityParent);
        await scene.AddGroupAsync("Announcements", Announcements, g => (g.Kind, g.CommunityId, g.MembersHidden, g.MemberCount) = (GroupKind.Announcement, Community, true, 212));
        await scene.AddGroupAsync(shape: g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, Community));
        await scene.AddGroupAsync("Second", Second, g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, Community));
        var both = await scene.AddMemberAsync("Ana", MemberRole.Admin);
        await scene.JoinAsync(both, group: Second);
        await scene.AddMemberAsync("Bo", group: Second);
        var number = await scene.AddNumberAsync("Desk");
        await SubmitAsync(scene, new ItemDraft(ItemKind.AddParticipant, number, "Newcomer") { GroupId = Announcements, Participant = "4915110009009@s.whatsapp.net" });

        var announcement = await scene.Roster.WindowAsync(new RosterQuery(Announcements), 0, 50, Token);
        var community = await scene.Roster.WindowAsync(new RosterQuery(Community), 0, 50, Token);

        Assert.Equal(["Newcomer", "Ana", "Bo"], announcement.Rows.Select(r => r.Name));
        Assert.Equal(["Newcomer", "Ana", "Bo"], community.Rows.Select(r => r.Name));
        Assert.Equal([null, MemberRole.Member, MemberRole.Member], community.Rows.Select(r => r.Role));
        Assert.Equal(new RosterCounts(2, 212, 0, 1, Derived: true), await scene.Roster.CountAsync(Announcements, Token));
    }

    [Theory, DatabaseData]
    public async Task A_group_nobody_knows_is_an_empty_list(TestDatabase database)
    {
        var roster = new ParticipantRoster(database.Contexts);

        Assert.Equal(0, (await roster.WindowAsync(new RosterQuery("1203@g.us"), 0, 50, Token)).Total);
        Assert.Empty(await roster.MatchingAsync(new RosterQuery("1203@g.us"), Token));
    }

    private static Task SubmitAsync(GroupScene scene, params ItemDraft[] items) => scene.Operations.SubmitAsync(
        GroupScene.Operator,
        new OperationDraft(OperationKind.AddParticipants, "Change people", Guid.NewGuid().ToString(), Interactive: false, items, GroupScene.Harbor),
        Token);

    private static async Task<Guid> FirstNumber(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Connections.Select(c => c.Id).FirstAsync(Token);
    }
}
