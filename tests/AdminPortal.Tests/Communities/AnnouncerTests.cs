using AdminPortal.Features.Communities;
using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static AdminPortal.Tests.Communities.EstateScene;

namespace AdminPortal.Tests.Communities;

public sealed class AnnouncerTests
{
    private const string Words = "Doors open at *nine*";

    [Theory, DatabaseData]
    public async Task The_announcement_group_is_found_by_its_marker_whatever_groups_are_called(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Announcements", ["ann"]))
            .Group("Twin", ["ben", "cid"], community: "Harbor", shape: g => (g.Name, g.OnlyAdminsSend) = ("Harbor", true))
            .SaveAsync();

        var result = await AnnounceAsync(scene, Words, "Harbor");

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        var item = Assert.Single(operation.Items);
        Assert.Equal((OperationKind.Announce, "Announce to Harbor", true), (operation.Kind, operation.Title, operation.Interactive));
        Assert.Equal((ItemKind.SendGroupText, Id("Harbor news"), Id("Harbor")), (item.Kind, item.GroupId, item.CommunityId));
        Assert.Equal(Words, ItemPayload.Read<TextPayload>(item.Payload).Text);
    }

    [Theory, DatabaseData]
    public async Task Says_who_gets_it_by_whom_and_how_long_it_takes(TestDatabase database)
    {
        var scene = new EstateScene(database).Community("Harbor", ("Crew", ["ann", "ben"])).Community("Town", ("Choir", ["cid"]));
        var field = scene.AddNumber("Field");
        scene.Group("Pier", [], kind: GroupKind.CommunityParent, readMembers: false, ours: false)
            .Group("Pier news", [], community: "Pier", kind: GroupKind.Announcement, ours: false, shape: g => g.MemberCount = null)
            .InGroup(field, "Pier news", MemberRole.SuperAdmin);
        using var disposing = await scene.SaveAsync();

        var plan = await scene.Announcer.PlanAsync(await scene.ReadAsync(), [Id("Town"), Id("Harbor"), Id("Pier")], Words, CancellationToken.None);

        Assert.Equal(["Harbor", "Pier", "Town"], plan.Going.Select(c => c.Name));
        Assert.Equal("At least 3 people in 3 communities get it; of 1 the size is not known.", plan.Reach);
        Assert.Equal([("Desk", 2), ("Field", 1)], plan.Shares.Select(s => (s.Number, s.Messages)));
        Assert.Equal(TimeSpan.FromSeconds(20), plan.Duration);
    }

    [Theory, DatabaseData]
    public async Task What_cannot_be_reached_is_named_with_the_reason_and_left_out(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann"]))
            .Group("Unread", [], kind: GroupKind.CommunityParent, readMembers: false)
            .Group("Strange", [], kind: GroupKind.CommunityParent, readMembers: false)
            .Group("Strange news", [], community: "Strange", kind: GroupKind.Announcement, ours: false)
            .Group("Low", [], kind: GroupKind.CommunityParent, readMembers: false)
            .Group("Low news", [], community: "Low", kind: GroupKind.Announcement, role: MemberRole.Member)
            .Group("Open", [], kind: GroupKind.CommunityParent, readMembers: false)
            .Group("Open news", [], community: "Open", kind: GroupKind.Announcement, role: MemberRole.Member, shape: g => g.OnlyAdminsSend = false)
            .SaveAsync();

        var plan = await scene.Announcer.PlanAsync(
            await scene.ReadAsync(), [Id("Harbor"), Id("Unread"), Id("Strange"), Id("Low"), Id("Open")], Words, CancellationToken.None);

        Assert.Equal(["Harbor", "Open"], plan.Going.Select(c => c.Name));
        Assert.Equal(
            [
                ("Low", "Desk must be an admin of its announcement group for this"),
                ("Strange", "none of our numbers is in its announcement group. Desk could, once it is an admin of its announcement group"),
                ("Unread", "its announcement group has not been read yet"),
            ],
            plan.Blocked.Select(c => (c.Name, c.Blocked!)));
    }

    [Theory, DatabaseData]
    public async Task A_gateway_that_cannot_and_a_number_that_is_away_say_so(TestDatabase database)
    {
        using var unable = await new EstateScene(database, TestVendor.Without(Capability.SendGroupText, "cannot write to groups")).Community("Harbor", ("Crew", ["ann"])).SaveAsync();
        var candidate = Assert.Single(AnnouncementCandidate.All(await unable.ReadAsync()));
        Assert.Equal("Desk cannot write to groups", candidate.Blocked);

        await unable.ChangeAsync(db => db.Connections.ExecuteUpdateAsync(s => s.SetProperty(c => c.Session, SessionState.SignedOut)));
        using var away = new EstateScene(database);
        Assert.Equal("Desk is signed out; pair it again", Assert.Single(AnnouncementCandidate.All(await away.ReadAsync())).Blocked);
        Assert.IsType<NobodyToTell>((await away.Announcer.AnnounceAsync(Operator, new AnnouncementOrder([Id("Harbor")], Words, "", Guid.NewGuid()), CancellationToken.None)).Failure);
    }

    [Theory, DatabaseData]
    public async Task The_operator_may_choose_which_number_announces(TestDatabase database)
    {
        var scene = new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Community("Town", ("Choir", ["cid"]));
        var field = scene.AddNumber("Field");
        using var saved = await scene.InGroup(field, "Harbor news", MemberRole.Admin).SaveAsync();
        var estate = await scene.ReadAsync();
        string[] both = [Id("Harbor"), Id("Town")];

        var usual = await scene.Announcer.PlanAsync(estate, both, Words, CancellationToken.None);
        var chosen = await scene.Announcer.PlanAsync(estate, both, Words, CancellationToken.None, field);
        var order = new AnnouncementOrder(both, Words, chosen.Fingerprint, Guid.NewGuid());
        var outdated = await scene.Announcer.AnnounceAsync(Operator, order, CancellationToken.None);
        var ticket = await scene.Announcer.AnnounceAsync(Operator, order with { Rather = field }, CancellationToken.None);

        Assert.Equal(["Desk", "Field"], usual.Choices.Select(c => c.Name));
        Assert.Equal(["Desk", "Desk"], usual.Going.Select(c => c.By!.Name));
        Assert.Equal(["Field", "Desk"], chosen.Going.Select(c => c.By!.Name));
        Assert.IsType<PlanOutdated>(outdated.Failure);
        Assert.Equal([field, scene.DeskNumber], (await scene.OperationAsync(ticket.Value!.OperationId)).Items.OrderBy(i => i.Sequence).Select(i => i.ConnectionId));
    }

    [Theory, DatabaseData]
    public async Task The_same_text_not_long_ago_is_told_and_another_text_is_not(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Community("Town", ("Choir", ["cid"])).SaveAsync();
        var first = await AnnounceAsync(scene, Words, "Harbor");
        var sentAt = scene.Time.GetUtcNow();

        Assert.Equal([("Harbor", ItemState.Planned)], (await EarlierAsync(scene, $"  {Words} ")).Select(e => (e.Community, e.State)));
        await scene.ChangeAsync(db => db.OperationItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ItemState.Unknown).SetProperty(i => i.SentAt, sentAt)));
        var unknown = Assert.Single(await EarlierAsync(scene, Words));
        Assert.Equal((ItemState.Unknown, sentAt, first.Value!.OperationId), (unknown.State, unknown.At, unknown.OperationId));
        await scene.ChangeAsync(db => db.OperationItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ItemState.Confirmed)));
        Assert.Single(await EarlierAsync(scene, Words));

        Assert.Empty(await EarlierAsync(scene, "Doors open at ten"));
        scene.Time.Advance(Announcer.RecentFor + TimeSpan.FromMinutes(1));
        Assert.Empty(await EarlierAsync(scene, Words));
    }

    [Theory]
    [DatabaseData("")]
    [DatabaseData(" \n\u200B ")]
    [DatabaseData("abc\u202Edef")]
    [DatabaseData("bell\u0007")]
    public async Task Refuses_texts_with_a_sentence_at_the_field(TestDatabase database, string words)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        Assert.Equal(GroupText.MessageField, (await AnnounceAsync(scene, words, "Harbor")).Failure?.Field);
        Assert.Equal(GroupText.MessageField, (await AnnounceAsync(scene, new string('x', GroupText.MessageLength + 1), "Harbor")).Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task Hostile_texts_that_are_texts_go_as_they_are(TestDatabase database)
    {
        const string Odd = "<script>alert(1)</script>\n=1+1\t👨‍👩‍👧 مرحبا *bold* {\"to\":\"x\"}";
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var result = await AnnounceAsync(scene, Odd, "Harbor");

        Assert.Equal(Odd, ItemPayload.Read<TextPayload>((await scene.OperationAsync(result.Value!.OperationId)).Items[0].Payload).Text);
    }

    [Theory, DatabaseData]
    public async Task Goes_at_a_set_time_that_lies_ahead(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();
        var order = await OrderAsync(scene, Words, "Harbor");
        var now = scene.Time.GetUtcNow();

        Assert.Equal("start", (await scene.Announcer.AnnounceAsync(Operator, order with { StartAt = now }, CancellationToken.None)).Failure?.Field);
        Assert.Equal("start", (await scene.Announcer.AnnounceAsync(Operator, order with { StartAt = now + TimeSpan.FromDays(61) }, CancellationToken.None)).Failure?.Field);
        var result = await scene.Announcer.AnnounceAsync(Operator, order with { StartAt = now + TimeSpan.FromHours(3) }, CancellationToken.None);

        Assert.Equal(now + TimeSpan.FromHours(3), (await scene.OperationAsync(result.Value!.OperationId)).StartAt);
    }

    [Theory, DatabaseData]
    public async Task Asks_permission_and_that_what_was_seen_is_what_happens(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Community("Town", ("Choir", ["cid"])).SaveAsync();
        var order = await OrderAsync(scene, Words, "Harbor", "Town");

        Assert.IsType<NotAllowed>((await scene.Announcer.AnnounceAsync(Viewer, order, CancellationToken.None)).Failure);
        var first = await scene.Announcer.AnnounceAsync(Operator, order, CancellationToken.None);
        var second = await scene.Announcer.AnnounceAsync(Operator, order, CancellationToken.None);
        Assert.Equal((first.Value!.OperationId, true), (second.Value!.OperationId, second.Value.AlreadySubmitted));
        Assert.Equal(2, (await scene.OperationAsync(first.Value.OperationId)).Items.Count);

        await scene.ChangeAsync(db => db.GroupConnections.Where(c => c.GroupId == Id("Town news")).ExecuteDeleteAsync());
        Assert.IsType<PlanOutdated>((await scene.Announcer.AnnounceAsync(Operator, order with { Intent = Guid.NewGuid() }, CancellationToken.None)).Failure);
    }

    private static async Task<IReadOnlyList<EarlierAnnouncement>> EarlierAsync(EstateScene scene, string words) =>
        (await scene.Announcer.PlanAsync(await scene.ReadAsync(), [Id("Harbor"), Id("Town")], words, CancellationToken.None)).Earlier;

    private static async Task<AnnouncementOrder> OrderAsync(EstateScene scene, string words, params string[] communities)
    {
        var ids = communities.Select(Id).ToList();
        var plan = await scene.Announcer.PlanAsync(await scene.ReadAsync(), ids, words, CancellationToken.None);
        return new AnnouncementOrder(ids, words, plan.Fingerprint, Guid.NewGuid());
    }

    private static async Task<Result<OperationTicket>> AnnounceAsync(EstateScene scene, string words, params string[] communities) =>
        await scene.Announcer.AnnounceAsync(Operator, await OrderAsync(scene, words, communities), CancellationToken.None);
}
