using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using static AdminPortal.Tests.Communities.EstateScene;

namespace AdminPortal.Tests.Communities;

public sealed class CommunityFounderTests
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Theory, DatabaseData]
    public async Task Creates_a_community_and_links_groups_once_it_is_there(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Group("Chess", ["dan"]).Group("Go", ["eve"]).SaveAsync();

        var result = await scene.Founder.CreateAsync(
            Operator, Order(scene, "  Harbor   friends ", groups: [Id("Chess"), Id("Go")]) with { Description = "All crews", ApprovalRequired = true, Picture = s_png }, CancellationToken.None);

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        var items = operation.Items.OrderBy(i => i.Sequence).ToList();
        Assert.Equal("Create community Harbor friends with 2 groups", operation.Title);
        Assert.Equal(
            [(ItemKind.CreateCommunity, null), (ItemKind.UpdateProfile, 1), (ItemKind.LinkGroup, 1), (ItemKind.LinkGroup, (int?)1)],
            items.Select(i => (i.Kind, i.DependsOn)));
        Assert.Equal("Harbor friends", items[0].Label);
        Assert.Equal([Id("Chess"), Id("Go")], items.Skip(2).Select(i => i.GroupId!));
        var payload = ItemPayload.Read<NewCommunityPayload>(items[0].Payload);
        Assert.Equal(("Harbor friends", "All crews", true), (payload.Name, payload.Description, payload.ApprovalRequired));
        var profile = ItemPayload.Read<ProfilePayload>(items[1].Payload);
        Assert.Equal(("All crews", "image/png"), (profile.Description, profile.PictureType));
    }

    [Theory]
    [DatabaseData("")]
    [DatabaseData("\u200B\u200B")]
    [DatabaseData("abc\u202Edef")]
    [DatabaseData("twenty-six characters long")]
    public async Task Refuses_names_with_a_sentence_at_the_field(TestDatabase database, string name)
    {
        using var scene = await new EstateScene(database).SaveAsync();

        var result = await scene.Founder.CreateAsync(Operator, Order(scene, name), CancellationToken.None);

        Assert.Equal(GroupText.NameField, result.Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task Hostile_names_that_are_names_go_as_they_are(TestDatabase database)
    {
        using var scene = await new EstateScene(database).SaveAsync();

        var result = await scene.Founder.CreateAsync(Operator, Order(scene, "<script>👨‍👩‍👧 =1+1"), CancellationToken.None);

        Assert.Equal("<script>👨‍👩‍👧 =1+1", (await scene.OperationAsync(result.Value!.OperationId)).Items[0].Label);
    }

    [Theory, DatabaseData]
    public async Task Refuses_a_picture_that_is_none_and_groups_that_cannot_be_linked(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Town", ("Choir", ["eve"]))
            .Group("Chess", ["dan"], role: MemberRole.Member)
            .SaveAsync();

        var picture = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor") with { Picture = [1, 2, 3, 4] }, CancellationToken.None);
        var member = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor", [Id("Chess")]), CancellationToken.None);
        var elsewhere = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor", [Id("Choir")]), CancellationToken.None);
        var gone = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor", [Id("Gone")]), CancellationToken.None);

        Assert.Equal(GroupPicture.Field, picture.Failure?.Field);
        Assert.Equal("Chess: Desk is no admin of it.", member.Failure?.Message);
        Assert.StartsWith("Choir: in Town", elsewhere.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(CommunityFounder.GroupsField, gone.Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task Asks_permission_capability_and_a_number_that_works(TestDatabase database)
    {
        using var scene = new EstateScene(database, TestVendor.Without(Capability.CreateCommunity, "cannot create communities"));
        var down = scene.AddNumber("Field", SessionState.SignedOut);
        await scene.SaveAsync();

        Assert.IsType<NotAllowed>((await scene.Founder.CreateAsync(Viewer, Order(scene, "Harbor"), CancellationToken.None)).Failure);
        Assert.Equal("Desk cannot create communities.", (await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor"), CancellationToken.None)).Failure?.Message);
        Assert.Equal("Field is signed out; pair it again.", (await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor") with { ConnectionId = down }, CancellationToken.None)).Failure?.Message);
        Assert.IsType<NotAllowed>((await scene.Founder.CreateAsync(Viewer, Group(scene, "Crew"), CancellationToken.None)).Failure);
    }

    [Theory, DatabaseData]
    public async Task The_same_intent_twice_is_one_operation(TestDatabase database)
    {
        using var scene = await new EstateScene(database).SaveAsync();
        var order = Order(scene, "Harbor");

        var first = await scene.Founder.CreateAsync(Operator, order, CancellationToken.None);
        var second = await scene.Founder.CreateAsync(Operator, order, CancellationToken.None);

        Assert.Equal(first.Value!.OperationId, second.Value!.OperationId);
        Assert.True(second.Value.AlreadySubmitted);
    }

    [Theory, DatabaseData]
    public async Task Creates_a_group_inside_with_first_members_and_settings(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var result = await scene.Founder.CreateAsync(
            Operator,
            Group(scene, "Anglers") with { CommunityId = Id("Harbor"), Participants = "+49 151 1000-2000, 4915110002001\n+49 151 10002000, 5511987654321, 551187654321", Settings = new GroupSettings(OnlyAdminsSend: true) },
            CancellationToken.None);

        var items = (await scene.OperationAsync(result.Value!.OperationId)).Items.OrderBy(i => i.Sequence).ToList();
        Assert.Equal((ItemKind.CreateSubgroup, Id("Harbor")), (items[0].Kind, items[0].CommunityId));
        Assert.Equal(["4915110002000@s.whatsapp.net", "4915110002001@s.whatsapp.net", "5511987654321@s.whatsapp.net"], ItemPayload.Read<NewGroupPayload>(items[0].Payload).Participants);
        Assert.Equal(new GroupSettings(OnlyAdminsSend: true), ItemPayload.Read<SettingsPayload>(items[1].Payload).Settings);
        Assert.Equal(["4915110002000@s.whatsapp.net", "4915110002001@s.whatsapp.net", "5511987654321@s.whatsapp.net"], items.Skip(2).Select(i => i.Participant));
        Assert.All(items.Skip(1), i => Assert.Equal(1, i.DependsOn));
    }

    [Theory, DatabaseData]
    public async Task A_series_is_laid_out_group_by_group_with_the_welcome_last(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var evening = scene.Time.GetUtcNow().AddHours(8);
        var order = Group(scene, "Team {00}") with
        {
            Count = 2, First = 9, CommunityId = Id("Harbor"), Participants = "4915110002000", Picture = s_png, Welcome = " Hello ", StartAt = evening,
        };

        var draft = scene.Founder.DraftOf(await scene.ReadAsync(), order).Value!;
        var result = await scene.Founder.CreateAsync(Operator, order, CancellationToken.None);

        // Who comes in with the creation is no call of its own.
        Assert.Equal((8, 6), (draft.Items.Count, CommunityFounder.CallsOf(draft).Count));
        var operation = await scene.OperationAsync(result.Value!.OperationId);
        Assert.Equal((draft.Title, evening), (operation.Title, operation.StartAt!.Value));
        Assert.Equal(("Create 2 groups: Team 09 to Team 10 in Harbor", false), (operation.Title, operation.Interactive));
        Assert.Equal(
            [
                (ItemKind.CreateSubgroup, "Team 09", null), (ItemKind.UpdateProfile, "Team 09", 1), (ItemKind.AddParticipant, "+4915110002000 to Team 09", 1), (ItemKind.SendGroupText, "Team 09", 1),
                (ItemKind.CreateSubgroup, "Team 10", null), (ItemKind.UpdateProfile, "Team 10", 5), (ItemKind.AddParticipant, "+4915110002000 to Team 10", 5), (ItemKind.SendGroupText, "Team 10", (int?)5),
            ],
            operation.Items.OrderBy(i => i.Sequence).Select(i => (i.Kind, i.Label, i.DependsOn)));
        Assert.Equal("Hello", ItemPayload.Read<TextPayload>(operation.Items.Single(i => i.Sequence == 4).Payload).Text);
    }

    [Theory, DatabaseData]
    public async Task First_people_of_a_community_are_added_one_by_one_after_its_groups_and_before_the_welcome(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Group("Chess", ["dan"]).SaveAsync();
        var order = Order(scene, "Harbor", [Id("Chess")]) with { Participants = "4915110002000\n4915110002001", Welcome = "Hello", Fallback = new InviteFallback(InviteWay.Link, InviteText.Suggested) };

        var preview = await scene.Founder.PreviewAsync(await scene.ReadAsync(), order, CancellationToken.None);
        var result = await scene.Founder.CreateAsync(Operator, order, CancellationToken.None);

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        Assert.Equal(
            [
                (ItemKind.CreateCommunity, "Harbor", null), (ItemKind.LinkGroup, "Chess to Harbor", 1), (ItemKind.AddParticipant, "+4915110002000", 1),
                (ItemKind.AddParticipant, "+4915110002001", 1), (ItemKind.SendGroupText, "Harbor", (int?)1),
            ],
            operation.Items.OrderBy(i => i.Sequence).Select(i => (i.Kind, i.Label, i.DependsOn)));
        Assert.NotNull(operation.Fallback);
        Assert.Contains("2 adds", preview.Value!.Pace, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task People_of_a_community_need_a_number_that_can_find_its_announcement_group(TestDatabase database)
    {
        using var scene = await new EstateScene(database, TestVendor.Without(Capability.ListSubgroups, "cannot list the groups of a community")).SaveAsync();

        var refused = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor") with { Participants = "4915110002000" }, CancellationToken.None);
        var wrong = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor") with { Participants = "hello" }, CancellationToken.None);
        var without = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor"), CancellationToken.None);

        Assert.Equal("Desk cannot list the groups of a community.", refused.Failure?.Message);
        Assert.Equal(CommunityFounder.ParticipantsField, wrong.Failure?.Field);
        Assert.True(without.Succeeded);
    }

    [Theory, DatabaseData]
    public async Task The_preview_names_all_groups_those_taken_and_the_honest_time(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Group("Team 02", []).SaveAsync();
        var order = Group(scene, "Team {00}") with { Count = 20, Participants = "4915110002000", Welcome = "Hello" };

        var preview = await scene.Founder.PreviewAsync(await scene.ReadAsync(), order, CancellationToken.None);

        Assert.Equal(("Team 01", "Team 20", 7), (preview.Value!.Names[0], preview.Value.Names[^1], preview.Value.Longest));
        Assert.Equal(["Team 02"], preview.Value.Taken);
        // Five an hour: the sixteenth to twentieth go in the fourth hour.
        Assert.InRange(preview.Value.Duration, TimeSpan.FromHours(3), TimeSpan.FromHours(4));
        Assert.Contains("20 new groups", preview.Value.Pace, StringComparison.Ordinal);
        Assert.DoesNotContain("add", preview.Value.Pace, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task What_the_number_cannot_do_is_refused_as_a_whole_before_anything_is_created(TestDatabase database)
    {
        using var scene = await new EstateScene(database, TestVendor.Without(Capability.ChangePicture, "cannot change the picture of a group")).SaveAsync();

        var group = await scene.Founder.CreateAsync(Operator, Group(scene, "Anglers") with { Picture = s_png }, CancellationToken.None);
        var community = await scene.Founder.CreateAsync(Operator, Order(scene, "Harbor") with { Picture = s_png }, CancellationToken.None);

        Assert.Equal("Desk cannot change the picture of a group.", group.Failure?.Message);
        Assert.Equal("Desk cannot change the picture of a group.", community.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task A_series_is_bounded_in_groups_pictures_and_places(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { Subgroups = 4 }).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();
        var large = s_png.Concat(new byte[2 * 1024 * 1024]).ToArray();

        var many = await scene.Founder.CreateAsync(Operator, Group(scene, "Team {00}") with { Count = 101 }, CancellationToken.None);
        var picture = await scene.Founder.CreateAsync(Operator, Group(scene, "Team {00}") with { Count = 20, Picture = large }, CancellationToken.None);
        var places = await scene.Founder.CreateAsync(Operator, Group(scene, "Team {00}") with { Count = 4, CommunityId = Id("Harbor") }, CancellationToken.None);
        var linked = await scene.Founder.CreateAsync(Operator, Order(scene, "Town {00}", [Id("Chess")]) with { Count = 2 }, CancellationToken.None);

        Assert.Equal(AdminPortal.Features.Communities.Founding.NamePattern.CountField, many.Failure?.Field);
        Assert.Equal("For 20 at once the picture has at most 1,024 KB.", picture.Failure?.Message);
        Assert.Equal("Harbor has 1 of 4 groups: 3 more fit, not 4.", places.Failure?.Message);
        Assert.Equal(CommunityFounder.GroupsField, linked.Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task Where_a_group_cannot_be_made_inside_it_is_made_beside_and_linked(TestDatabase database)
    {
        using var scene = await new EstateScene(database, TestVendor.Without(Capability.CreateSubgroup, "cannot create inside")).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var result = await scene.Founder.CreateAsync(Operator, Group(scene, "Anglers") with { CommunityId = Id("Harbor") }, CancellationToken.None);

        var items = (await scene.OperationAsync(result.Value!.OperationId)).Items.OrderBy(i => i.Sequence);
        Assert.Equal([(ItemKind.CreateGroup, null, null), (ItemKind.LinkGroup, Id("Harbor"), (int?)1)], items.Select(i => (i.Kind, i.CommunityId, i.DependsOn)));
    }

    [Theory, DatabaseData]
    public async Task Refuses_people_that_are_no_numbers_full_communities_and_foreign_ones(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { Subgroups = 1 })
            .Community("Harbor", ("Crew", ["ann"]))
            .Group("Town", [], kind: GroupKind.CommunityParent, role: MemberRole.Member)
            .SaveAsync();

        var people = await scene.Founder.CreateAsync(Operator, Group(scene, "Anglers") with { Participants = "+49 151 10002000\nhello" }, CancellationToken.None);
        var full = await scene.Founder.CreateAsync(Operator, Group(scene, "Anglers") with { CommunityId = Id("Harbor") }, CancellationToken.None);
        var foreign = await scene.Founder.CreateAsync(Operator, Group(scene, "Anglers") with { CommunityId = Id("Town") }, CancellationToken.None);

        Assert.Equal(CommunityFounder.ParticipantsField, people.Failure?.Field);
        Assert.Contains("hello", people.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal("Harbor is full: 1 of 1 groups.", full.Failure?.Message);
        Assert.Equal("Desk is no admin of Town.", foreign.Failure?.Message);
    }

    private static NewCommunityOrder Order(EstateScene scene, string name, IReadOnlyList<string>? groups = null) =>
        new(scene.DeskNumber, name, Description: null, ApprovalRequired: false, groups ?? [], Picture: null, Guid.NewGuid());

    private static NewGroupOrder Group(EstateScene scene, string name) =>
        new(scene.DeskNumber, CommunityId: null, name, Description: null, Participants: null, new GroupSettings(), Guid.NewGuid());
}
