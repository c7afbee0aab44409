using AdminPortal.Features.Communities;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Operations;

/// <summary>Groups and communities with all that belongs to them, behind every gateway: made once, and everything made sure of.</summary>
public sealed class CreationTests
{
    private const string Hello = "Welcome, *all*!";

    public static TheoryData<Vendor> Vendors => [.. Enum.GetValues<Vendor>()];

    public static TheoryData<Vendor> WithCommunities => [Vendor.RyzeApi, Vendor.Wadial, Vendor.Whapi];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Everybody_wanted_has_an_outcome_and_the_welcome_goes_out_last(Vendor vendor)
    {
        IReadOnlyList<Person> people = [];
        Person shy = null!;
        await using var world = await RunnerWorld.StartAsync(vendor, b =>
        {
            people = b.AddPeople(6);
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
        });

        var operation = await CreateAsync(world, order => order with
        {
            Participants = string.Join('\n', people.Take(2).Append(shy).Concat(people.Skip(2)).Select(p => "+" + p.Phone)),
            Settings = new GroupSettings(OnlyAdminsSend: true),
            Description = "Nets and lines",
            Welcome = Hello,
        });

        var group = Assert.Single(world.World.AllGroups(), g => g.Name == "Anglers");
        Assert.Equal(ItemState.Confirmed, operation.Items[0].State);
        Assert.True(group.Settings.AdminsOnlySend);
        Assert.Equal("Nets and lines", group.Description);
        Assert.All(people, p => Assert.True(world.World.IsMember(group.Id, p.Phone)));
        var adds = operation.Items.Where(i => i.Kind == ItemKind.AddParticipant).ToList();
        Assert.Equal(7, adds.Count);
        Assert.All(adds.Where(a => !a.Label.Contains(shy.Phone, StringComparison.Ordinal)), a => Assert.True(a.State == ItemState.Confirmed, $"{a.Label}: {a.State} {a.Detail}"));
        Assert.Contains(adds.Single(a => a.Label.Contains(shy.Phone, StringComparison.Ordinal)).State, (ItemState[])[ItemState.Refused, ItemState.NotApplied]);
        Assert.False(world.World.IsMember(group.Id, shy.Phone));

        // Once each, and the welcome after the last of them.
        Assert.All(people, p => Assert.True(world.Effects(WorldEventKind.MemberAdded, group.Id, p) <= 1));
        Assert.Single(world.World.Messages, m => m.Text == Hello && m.ChatJid == group.Id);
        Assert.Equal(WorldEventKind.MessageSent, world.World.Journal().Last(e => e.GroupId == group.Id || e.Kind == WorldEventKind.MessageSent).Kind);
    }

    [Theory, DatabaseData]
    public async Task Who_came_in_with_the_group_is_not_added_once_more(TestDatabase database)
    {
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => people = b.AddPeople(4), database);

        var operation = await CreateAsync(world, order => order with { Participants = string.Join(',', people.Select(p => p.Phone)) });

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.All(operation.Items.Skip(1), i => Assert.Contains("Came in when the group was created", i.Detail, StringComparison.Ordinal));
        Assert.Equal(0, world.Far.Requests.Count(RouteKind.Add));
    }

    [Fact]
    public async Task Who_comes_in_with_the_group_is_an_add_and_stays_out_while_there_is_no_room_for_more()
    {
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => people = b.AddPeople(4), database: null, ("Pacing:AddsPerHour", "2"));

        var id = await SubmitAsync(world, order => order with { Participants = string.Join(',', people.Select(p => p.Phone)) });
        var operation = await world.UntilAsync(id, o => o.Items.Count(i => i is { Kind: ItemKind.AddParticipant, State: ItemState.Confirmed }) == 2);

        var group = Assert.Single(world.World.AllGroups(), g => g.Name == "Anglers");
        Assert.Equal(2, people.Count(p => world.World.IsMember(group.Id, p.Phone)));
        Assert.All(operation.Items.Where(i => i is { Kind: ItemKind.AddParticipant, State: ItemState.Confirmed }), i => Assert.Equal(operation.Items[0].SentAt, i.SentAt));
        var slot = await world.Get<PacingGovernor>().NextSlotAsync(world.ConnectionId, ItemKind.AddParticipant, TestContext.Current.CancellationToken);
        Assert.StartsWith("at most 2 adds in 60 min", slot.Reason, StringComparison.Ordinal);
        Assert.Equal(0, world.Far.Requests.Count(RouteKind.Add));
    }

    [Theory]
    [InlineData(FaultKind.DropAfterEffect)]
    [InlineData(FaultKind.MalformedJson)]
    public async Task A_creation_whose_answer_was_lost_is_found_and_goes_on(FaultKind fault)
    {
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => people = b.AddPeople(5));
        world.Faults.Next(fault, 1, RouteKind.CreateGroup);

        var operation = await CreateAsync(world, order => order with { Participants = string.Join(',', people.Select(p => p.Phone)), Welcome = Hello });

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.Single(world.World.AllGroups(), g => g.Name == "Anglers");
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.CreateGroup));
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.Add));
        Assert.Single(world.World.Messages);
    }

    [Fact]
    public async Task A_series_waits_for_the_hourly_budget_and_the_groups_that_are_there_are_finished_meanwhile()
    {
        await using var world = await RunnerWorld.StartAsync(b => b.AddPeople(1), database: null, ("Pacing:CreationsPerHour", "2"));

        var id = await SubmitAsync(world, order => order with { Name = "Team {00}", Count = 3, Settings = new GroupSettings(OnlyAdminsSend: true), Welcome = Hello });
        var operation = await world.UntilAsync(id, o => o.Items.Count(i => i.State == ItemState.Confirmed) == 6);

        Assert.Equal(["Team 01", "Team 02"], world.World.AllGroups().Select(g => g.Name).Order());
        Assert.Equal(2, world.World.Messages.Count);
        Assert.All(operation.Items.Skip(6), i => Assert.Equal(ItemState.Planned, i.State));
    }

    [Theory]
    [MemberData(nameof(WithCommunities))]
    public async Task A_community_gets_its_welcome_in_the_announcement_group(Vendor vendor)
    {
        var crew = "";
        await using var world = await RunnerWorld.StartAsync(vendor, b => crew = b.AddGroup("Crew", b.AddPeople(3)));
        await world.UntilAsync(db => db.GroupConnections.AnyAsync(c => c.GroupId == crew && c.Role != null));

        var operation = await FoundCommunityAsync(world, order => order with { ApprovalRequired = true, Groups = [crew], Welcome = Hello });

        Assert.True(operation.State == OperationState.Completed, string.Join("\n", operation.Items.Select(i => $"{i.Kind} {i.State} {i.Detail}")));
        var community = world.World.FindGroup(crew)!.CommunityId!;
        Assert.Equal("All of us", world.World.FindGroup(community)!.Description);
        var message = Assert.Single(world.World.Messages);
        Assert.Equal((Hello, community), (message.Text, world.World.FindGroup(message.ChatJid)!.CommunityId));
        Assert.NotEqual(crew, message.ChatJid);
    }

    [Theory]
    [MemberData(nameof(WithCommunities))]
    public async Task People_come_into_the_announcement_group_and_who_does_not_is_named_with_the_fallback(Vendor vendor)
    {
        IReadOnlyList<Person> people = [];
        Person shy = null!;
        await using var world = await RunnerWorld.StartAsync(vendor, b =>
        {
            people = b.AddPeople(5);
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
        });

        var operation = await FoundCommunityAsync(world, order => order with
        {
            Participants = string.Join('\n', people.Take(2).Append(shy).Concat(people.Skip(2)).Select(p => "+" + p.Phone)),
            Welcome = Hello,
            Fallback = new InviteFallback(InviteWay.Link, InviteText.Suggested),
        });

        var welcome = Assert.Single(world.World.Messages, m => m.Text == Hello);
        var announcement = world.World.FindGroup(welcome.ChatJid)!;
        Assert.Equal(operation.Items[0].CommunityId, announcement.CommunityId);
        Assert.All(people, p => Assert.True(world.World.IsMember(announcement.Id, p.Phone)));
        Assert.All(people, p => Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, announcement.Id, p)));
        var adds = operation.Items.Where(i => i.Kind == ItemKind.AddParticipant).ToList();
        Assert.All(adds, a => Assert.Equal(announcement.Id, a.GroupId));
        var missing = adds.Single(a => a.Label.Contains(shy.Phone, StringComparison.Ordinal));
        Assert.Contains(missing.State, (ItemState[])[ItemState.Refused, ItemState.NotApplied]);
        Assert.All(adds.Except([missing]), a => Assert.True(a.State == ItemState.Confirmed, $"{a.Label}: {a.State} {a.Detail}"));

        // The fallback, once, with the way into the announcement group.
        var invitation = Assert.Single(world.World.Messages, m => m.ChatJid == shy.PhoneJid);
        Assert.Contains(announcement.InviteCode, invitation.Text, StringComparison.Ordinal);
        Assert.Equal("Harbour", ItemPayload.Read<InvitationPayload>(operation.Items.Single(i => i.Kind == ItemKind.SendInviteLink).Payload).Group);
        await world.UntilAsync(db => db.WantedMembers.AnyAsync(w => w.GroupId == announcement.Id && w.Label == "+" + shy.Phone && w.OfferSentAt != null));
    }

    [Theory]
    [InlineData(FaultKind.DropAfterEffect)]
    [InlineData(FaultKind.MalformedJson)]
    public async Task A_community_whose_answer_was_lost_is_found_and_gets_its_people(FaultKind fault)
    {
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => people = b.AddPeople(2));
        world.Faults.Next(fault, 1, RouteKind.CreateCommunity);

        var operation = await FoundCommunityAsync(world, order => order with { Participants = string.Join(',', people.Select(p => p.Phone)), Welcome = Hello });

        Assert.True(operation.State == OperationState.Completed, string.Join("\n", operation.Items.Select(i => $"{i.Kind} {i.State} {i.Detail}")));
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.CreateCommunity));
        var announcement = Assert.Single(world.World.Messages).ChatJid;
        Assert.All(people, p => Assert.True(world.World.IsMember(announcement, p.Phone)));
    }

    [Fact]
    public async Task Where_the_announcement_group_never_shows_nobody_is_sent_anywhere_and_that_is_said()
    {
        await using var world = await RunnerWorld.StartAsync(Vendor.Whapi, b => b.AddPeople(1));
        world.Far.Whapi.TellsAnnouncementGroup = false;
        // A list that is read meanwhile would show it, too.
        await world.UntilAsync(db => db.Connections.AnyAsync(c => c.ListedAt != null));

        var operation = await FoundCommunityAsync(world, order => order with { Participants = world.World.People.Last().Phone, Welcome = Hello });

        Assert.Equal(ItemState.Confirmed, operation.Items[0].State);
        var add = operation.Items.Single(i => i.Kind == ItemKind.AddParticipant);
        Assert.Equal(ItemState.Skipped, add.State);
        Assert.Contains("announcement group does not show", add.Detail, StringComparison.Ordinal);
        Assert.Equal(0, world.Far.Requests.Count(RouteKind.Add));
        Assert.Empty(world.World.Messages);
    }

    [Fact]
    public async Task Communities_wait_for_the_hourly_budget_and_the_welcome_of_those_there_follows_their_people()
    {
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => people = b.AddPeople(2), database: null, ("Pacing:CreationsPerHour", "2"));

        var ticket = await FoundAsync(world, Community(world) with { Name = "Town {0}", Count = 3, Participants = string.Join(',', people.Select(p => p.Phone)), Welcome = Hello });
        var operation = await world.UntilAsync(ticket.Value!.OperationId, o => o.Items.Count(i => i.State == ItemState.Confirmed) == 10);

        Assert.All(operation.Items.Skip(10), i => Assert.Equal(ItemState.Planned, i.State));
        foreach (var welcome in operation.Items.Where(i => i.Kind == ItemKind.SendGroupText).Take(2))
        {
            var mine = operation.Items.Where(i => i.DependsOn == welcome.DependsOn && i != welcome);
            Assert.All(mine, i => Assert.True(i.SentAt <= welcome.SentAt, $"{i.Label} left after the welcome."));
        }
    }

    [Theory]
    [MemberData(nameof(WithCommunities))]
    public async Task A_community_that_was_refused_is_said_and_nothing_follows(Vendor vendor)
    {
        await using var world = await RunnerWorld.StartAsync(vendor, b => b.AddPeople(1));
        world.Faults.Next(FaultKind.RejectCommunity, 1, RouteKind.CreateCommunity);

        var operation = await FoundCommunityAsync(world, order => order with { Participants = "4915110002000", Welcome = Hello });

        Assert.Equal(ItemState.NotApplied, operation.Items[0].State);
        if (vendor == Vendor.RyzeApi)
        {
            // It makes a plain group instead, which stays.
            Assert.Contains("ordinary group", operation.Items[0].Detail, StringComparison.Ordinal);
            Assert.Equal("Harbour", world.World.FindGroup(operation.Items[0].GroupId!)!.Name);
        }

        Assert.All(operation.Items.Skip(1), i => Assert.Equal(ItemState.Skipped, i.State));
        Assert.Empty(world.World.Messages);
    }

    [Fact]
    public async Task Where_a_group_needs_people_that_is_said_before_anything_is_sent()
    {
        await using var world = await RunnerWorld.StartAsync(Vendor.Whapi, b => b.AddPeople(1));

        var refused = await FoundAsync(world, order => order);

        Assert.Equal(CommunityFounder.ParticipantsField, refused.Failure?.Field);
        Assert.Equal("Desk creates a group only with at least one other participant: name at least one person.", refused.Failure?.Message);
    }

    [Fact]
    public async Task Who_cannot_be_added_gets_the_link_when_that_was_chosen()
    {
        Person shy = null!;
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            people = b.AddPeople(1);
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
        });

        var operation = await CreateAsync(world, order => order with
        {
            Participants = $"{people[0].Phone},{shy.Phone}",
            Fallback = new InviteFallback(InviteWay.Link, InviteText.Suggested),
        });

        var refused = operation.Items.Single(i => i.State == ItemState.Refused);
        Assert.Equal((ItemKind.AddParticipant, RefusalReason.PrivacyBlocked), (refused.Kind, refused.Reason));
        var message = Assert.Single(world.World.Messages);
        Assert.Equal(shy.PhoneJid, message.ChatJid);
        Assert.Contains("https://chat.whatsapp.com/", message.Text, StringComparison.Ordinal);
    }

    private static async Task<Operation> CreateAsync(RunnerWorld world, Func<NewGroupOrder, NewGroupOrder> shape) =>
        await world.FinishedAsync(await SubmitAsync(world, shape));

    private static async Task<Guid> SubmitAsync(RunnerWorld world, Func<NewGroupOrder, NewGroupOrder> shape)
    {
        var ticket = await FoundAsync(world, shape);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value.OperationId;
    }

    private static NewCommunityOrder Community(RunnerWorld world) =>
        new(world.ConnectionId, "Harbour", "All of us", ApprovalRequired: false, [], Picture: null, Guid.NewGuid());

    private static async Task<Operation> FoundCommunityAsync(RunnerWorld world, Func<NewCommunityOrder, NewCommunityOrder> shape)
    {
        var ticket = await FoundAsync(world, shape(Community(world)));
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return await world.FinishedAsync(ticket.Value.OperationId);
    }

    private static Task<Result<OperationTicket>> FoundAsync(RunnerWorld world, Func<NewGroupOrder, NewGroupOrder> shape) =>
        FoundAsync(world, shape(new NewGroupOrder(world.ConnectionId, CommunityId: null, "Anglers", Description: null, Participants: null, new GroupSettings(), Guid.NewGuid())));

    private static Task<Result<OperationTicket>> FoundAsync(RunnerWorld world, CreationOrder order) =>
        world.WithAsync((CommunityFounder founder) => founder.CreateAsync(RunnerWorld.Operator, order, TestContext.Current.CancellationToken));
}
