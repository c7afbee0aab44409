using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Groups;

public sealed class GroupDirectoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_sheet_tells_numbers_settings_ages_and_rights(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.AddGroupAsync("Harbor", "120363077000000001@g.us", g => g.Kind = GroupKind.CommunityParent);
        var number = await scene.SetAsync(MemberRole.Admin, g =>
        {
            (g.Kind, g.CommunityId, g.MemberCount) = (GroupKind.Subgroup, "120363077000000001@g.us", 41);
            (g.OnlyAdminsSend, g.DisappearingSeconds) = (true, 86_400);
        });
        await scene.AddMemberAsync("Rui", MemberRole.Admin);
        var waiting = await scene.AddMemberAsync("Ana");
        await scene.JoinAsync(await scene.AddPersonAsync("Gone"), goneAt: scene.Time.GetUtcNow());
        await scene.AddAsync(
            new MembershipRequest { GroupId = GroupScene.Harbor, PersonId = waiting.Id, ListedId = "1@lid", Method = RequestMethod.InviteLink, FirstSeenAt = scene.Time.GetUtcNow() },
            new GroupReading { GroupId = GroupScene.Harbor, Aspect = GroupAspect.Members, Origin = ReadingOrigin.Detail, ConnectionId = number, At = scene.Time.GetUtcNow(), Suspicion = "says 41, lists 2" });

        var sheet = (await scene.Directory.GetAsync(GroupScene.Harbor, Token)).Value!;

        Assert.Equal(new CommunityOfGroup("120363077000000001@g.us", "Harbor"), sheet.Community);
        Assert.Equal((41, 2, 1, 1), (sheet.MemberCount, sheet.KnownMembers, sheet.Admins, sheet.WaitingRequests));
        Assert.Equal("Only admins", GroupSetting.All[0].Current(sheet.Settings)?.Text);
        Assert.Equal("24 hours", GroupSetting.All.Single(s => s.Key == "disappearing").Current(sheet.Settings)?.Text);
        Assert.Null(GroupSetting.All.Single(s => s.Key == "approval").Current(sheet.Settings));
        Assert.Equal(("from the group's detail, by Desk", "says 41, lists 2"), (sheet.Age(GroupAspect.Members)?.Origin, sheet.Age(GroupAspect.Members)?.Suspicion));
        Assert.Equal(("Desk", MemberRole.Admin), (Assert.Single(sheet.Numbers).Name, sheet.Numbers[0].Role));
    }

    [Theory, DatabaseData]
    public async Task Where_the_gateway_limits_promoting_only_the_creators_number_can(TestDatabase database)
    {
        var scene = new GroupScene(database, TestVendor.Without(Capability.PromoteParticipants, "promotes only as the group's creator", CapabilityLevel.Limited));
        await scene.SetAsync(MemberRole.Admin);

        var sheet = (await scene.Directory.GetAsync(GroupScene.Harbor, Token)).Value!;

        Assert.Equal("Desk promotes only as the group's creator; it is not the creator of Harbor Crew.", sheet.Gate(Capability.PromoteParticipants, MemberRole.Admin, allowed: true).Blocked);
        Assert.True(sheet.Gate(Capability.DemoteParticipants, MemberRole.Admin, allowed: true).IsOpen);
        Assert.Equal("Your role only reads here.", sheet.Gate(Capability.DemoteParticipants, MemberRole.Admin, allowed: false).Blocked);
    }

    [Theory, DatabaseData]
    public async Task A_picker_finds_by_name_kind_and_our_right(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.AddNumberAsync("Desk");
        await scene.AddGroupAsync("Café Crew", "1203630770011223341@g.us");
        await scene.AddGroupAsync("Cafe Visitors", "1203630770011223342@g.us");
        await scene.AddGroupAsync("Café gone", "1203630770011223343@g.us", g => g.GoneAt = scene.Time.GetUtcNow());
        await scene.AddGroupAsync("Café binder", "1203630770011223344@g.us", g => g.Kind = GroupKind.CommunityParent);
        await scene.PutAsync(number, MemberRole.Admin, "1203630770011223341@g.us");
        await scene.PutAsync(number, MemberRole.Member, "1203630770011223342@g.us");

        var standalone = await scene.Directory.SearchAsync(new GroupQuery("CAFÉ", [GroupKind.Standalone]), Token);
        var ours = await scene.Directory.SearchAsync(new GroupQuery("cafe", OnlyOurs: true), Token);

        Assert.Equal(["Café Crew", "Cafe Visitors"], standalone.Select(g => g.Name));
        Assert.Equal("Café Crew", Assert.Single(ours).Name);
        Assert.Equal(MemberRole.Admin, ours[0].OurRole);
    }

    [Theory, DatabaseData]
    public async Task History_merges_its_sources_and_pages_without_loss(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var person = await scene.AddMemberAsync("Rui");
        for (var i = 0; i < 7; i++)
        {
            // Changes found by one read carry one time.
            await scene.AddAsync(Change(person.Id, MembershipChangeKind.Joined), Change(person.Id, MembershipChangeKind.Left));
            await scene.Desk.DescribeAsync(GroupScene.Operator, GroupScene.Harbor, $"Text {i}", Guid.NewGuid(), Token);
            scene.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await using (var db = database.Open())
        {
            new AuditTrail(scene.Time).Record(db, GroupScene.Operator, "participants.exported", "group", GroupScene.Harbor, "Exported 1 person.");
            await db.SaveChangesAsync(Token);
        }

        var history = new GroupHistory(database.Contexts);
        List<GroupEvent> all = [];
        for (var cursor = HistoryCursor.Start; cursor is not null;)
        {
            var page = await history.ReadAsync(GroupScene.Harbor, cursor, Token, pageSize: 4);
            Assert.InRange(page.Events.Count, 1, 4);
            all.AddRange(page.Events);
            cursor = page.Next;
        }

        Assert.Equal(22, all.Count);
        Assert.Equal("Exported 1 person.", all[0].Text);
        Assert.Equal(7, all.Count(e => e is { Kind: GroupEventKind.Joined, Text: "Rui came in", Source: "detected by a read, not notified" }));
        Assert.Equal(all.OrderByDescending(e => e.At).Select(e => e.At), all.Select(e => e.At));

        MembershipChange Change(Guid personId, MembershipChangeKind kind) =>
            new() { GroupId = GroupScene.Harbor, PersonId = personId, Kind = kind, At = scene.Time.GetUtcNow(), Origin = ReadingOrigin.Detail };
    }

    [Theory, DatabaseData]
    public async Task Our_own_adds_are_ours_whichever_read_found_them_and_a_later_return_is_not(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var (added, stranger, refused) = (
            await scene.AddMemberAsync("Rui", phone: "4915110002001"), await scene.AddMemberAsync("Sam", phone: "4915110002002"), await scene.AddMemberAsync("Tia", phone: "4915110002003"));
        var ticket = await scene.Operations.SubmitAsync(
            GroupScene.Operator,
            new OperationDraft(
                OperationKind.AddParticipants, "Add 2 people", "adds", Interactive: false,
                [.. new[] { added, refused }.Select(p => new ItemDraft(ItemKind.AddParticipant, number, p.Name!) { GroupId = GroupScene.Harbor, Participant = p.PhoneKey ?? p.LidKey })]),
            Token);
        var sentAt = scene.Time.GetUtcNow();
        await using (var db = database.Open())
        {
            foreach (var item in await db.OperationItems.ToListAsync(Token))
            {
                (item.SentAt, item.State) = (sentAt, item.Sequence == 1 ? ItemState.Confirmed : ItemState.Refused);
            }

            await db.SaveChangesAsync(Token);
        }

        scene.Time.Advance(TimeSpan.FromMinutes(2));
        await scene.AddAsync(Change(added, MembershipChangeKind.Joined), Change(stranger, MembershipChangeKind.Joined), Change(refused, MembershipChangeKind.Joined));
        scene.Time.Advance(TimeSpan.FromMinutes(2));
        await scene.AddAsync(Change(added, MembershipChangeKind.Left));
        scene.Time.Advance(TimeSpan.FromMinutes(2));
        await scene.AddAsync(Change(added, MembershipChangeKind.Joined));

        var events = (await new GroupHistory(database.Contexts).ReadAsync(GroupScene.Harbor, HistoryCursor.Start, Token)).Events.Where(e => e.PersonId is not null).ToList();

        Assert.Equal(5, events.Count);
        var own = Assert.Single(events, e => e.OperationId is not null);
        Assert.Equal(("Rui came in", "our own change, by Olga", ticket.Value!.OperationId), (own.Text, own.Source, own.OperationId!.Value));
        Assert.Equal(sentAt + TimeSpan.FromMinutes(2), own.At);

        MembershipChange Change(Person person, MembershipChangeKind kind) =>
            new() { GroupId = GroupScene.Harbor, PersonId = person.Id, Kind = kind, At = scene.Time.GetUtcNow(), Origin = ReadingOrigin.Detail };
    }
}
