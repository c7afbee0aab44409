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

        var result = await scene.Founder.CreateCommunityAsync(
            Operator, Order(scene, "  Harbor   friends ", groups: [Id("Chess"), Id("Go")]) with { Description = "All crews", ApprovalRequired = true, Picture = s_png }, CancellationToken.None);

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        var items = operation.Items.OrderBy(i => i.Sequence).ToList();
        Assert.Equal("Create community Harbor friends with 2 groups", operation.Title);
        Assert.Equal([(ItemKind.CreateCommunity, null), (ItemKind.LinkGroup, 1), (ItemKind.LinkGroup, (int?)1)], items.Select(i => (i.Kind, i.DependsOn)));
        Assert.Equal("Harbor friends", items[0].Label);
        Assert.Equal([Id("Chess"), Id("Go")], items.Skip(1).Select(i => i.GroupId!));
        var payload = ItemPayload.Read<NewCommunityPayload>(items[0].Payload);
        Assert.Equal(("Harbor friends", "All crews", true, "image/png"), (payload.Name, payload.Description, payload.ApprovalRequired, payload.PictureType));
    }

    [Theory]
    [DatabaseData("")]
    [DatabaseData("\u200B\u200B")]
    [DatabaseData("abc\u202Edef")]
    [DatabaseData("twenty-six characters long")]
    public async Task Refuses_names_with_a_sentence_at_the_field(TestDatabase database, string name)
    {
        using var scene = await new EstateScene(database).SaveAsync();

        var result = await scene.Founder.CreateCommunityAsync(Operator, Order(scene, name), CancellationToken.None);

        Assert.Equal(GroupText.NameField, result.Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task Hostile_names_that_are_names_go_as_they_are(TestDatabase database)
    {
        using var scene = await new EstateScene(database).SaveAsync();

        var result = await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "<script>👨‍👩‍👧 =1+1"), CancellationToken.None);

        Assert.Equal("<script>👨‍👩‍👧 =1+1", (await scene.OperationAsync(result.Value!.OperationId)).Items[0].Label);
    }

    [Theory, DatabaseData]
    public async Task Refuses_a_picture_that_is_none_and_groups_that_cannot_be_linked(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Town", ("Choir", ["eve"]))
            .Group("Chess", ["dan"], role: MemberRole.Member)
            .SaveAsync();

        var picture = await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "Harbor") with { Picture = [1, 2, 3, 4] }, CancellationToken.None);
        var member = await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "Harbor", [Id("Chess")]), CancellationToken.None);
        var elsewhere = await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "Harbor", [Id("Choir")]), CancellationToken.None);
        var gone = await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "Harbor", [Id("Gone")]), CancellationToken.None);

        Assert.Equal(GroupPicture.Field, picture.Failure?.Field);
        Assert.Equal("Chess: Desk is no admin of it.", member.Failure?.Message);
        Assert.StartsWith("Choir: in Town", elsewhere.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(CommunityFounder.GroupsField, gone.Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task Asks_permission_capability_and_a_number_that_works(TestDatabase database)
    {
        using var scene = new EstateScene(database, Without(Capability.CreateCommunity, "cannot create communities"));
        var down = scene.AddNumber("Field", SessionState.SignedOut);
        await scene.SaveAsync();

        Assert.IsType<NotAllowed>((await scene.Founder.CreateCommunityAsync(Viewer, Order(scene, "Harbor"), CancellationToken.None)).Failure);
        Assert.Equal("Desk cannot create communities.", (await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "Harbor"), CancellationToken.None)).Failure?.Message);
        Assert.Equal("Field is signed out; pair it again.", (await scene.Founder.CreateCommunityAsync(Operator, Order(scene, "Harbor") with { ConnectionId = down }, CancellationToken.None)).Failure?.Message);
        Assert.IsType<NotAllowed>((await scene.Founder.CreateGroupAsync(Viewer, Group(scene, "Crew"), CancellationToken.None)).Failure);
    }

    [Theory, DatabaseData]
    public async Task The_same_intent_twice_is_one_operation(TestDatabase database)
    {
        using var scene = await new EstateScene(database).SaveAsync();
        var order = Order(scene, "Harbor");

        var first = await scene.Founder.CreateCommunityAsync(Operator, order, CancellationToken.None);
        var second = await scene.Founder.CreateCommunityAsync(Operator, order, CancellationToken.None);

        Assert.Equal(first.Value!.OperationId, second.Value!.OperationId);
        Assert.True(second.Value.AlreadySubmitted);
    }

    [Theory, DatabaseData]
    public async Task Creates_a_group_inside_with_first_members_and_settings(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var result = await scene.Founder.CreateGroupAsync(
            Operator,
            Group(scene, "Anglers") with { CommunityId = Id("Harbor"), Participants = "+49 151 1000-2000, 4915110002001\n+49 151 10002000", Settings = new GroupSettings(OnlyAdminsSend: true) },
            CancellationToken.None);

        var item = Assert.Single((await scene.OperationAsync(result.Value!.OperationId)).Items);
        Assert.Equal((ItemKind.CreateSubgroup, Id("Harbor")), (item.Kind, item.CommunityId));
        var payload = ItemPayload.Read<NewGroupPayload>(item.Payload);
        Assert.Equal(["4915110002000@s.whatsapp.net", "4915110002001@s.whatsapp.net"], payload.Participants);
        Assert.True(payload.Settings.OnlyAdminsSend);
    }

    [Theory, DatabaseData]
    public async Task Where_a_group_cannot_be_made_inside_it_is_made_beside_and_linked(TestDatabase database)
    {
        using var scene = await new EstateScene(database, Without(Capability.CreateSubgroup, "cannot create inside")).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var result = await scene.Founder.CreateGroupAsync(Operator, Group(scene, "Anglers") with { CommunityId = Id("Harbor") }, CancellationToken.None);

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

        var people = await scene.Founder.CreateGroupAsync(Operator, Group(scene, "Anglers") with { Participants = "+49 151 10002000\nhello" }, CancellationToken.None);
        var full = await scene.Founder.CreateGroupAsync(Operator, Group(scene, "Anglers") with { CommunityId = Id("Harbor") }, CancellationToken.None);
        var foreign = await scene.Founder.CreateGroupAsync(Operator, Group(scene, "Anglers") with { CommunityId = Id("Town") }, CancellationToken.None);

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
