using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;
using SessionState = AdminPortal.Gateways.Model.SessionState;

namespace AdminPortal.Tests.FollowUp;

/// <summary>Invitations in place of adds, against the simulator over HTTP.</summary>
public sealed class InvitationTests
{
    private static readonly InviteFallback ByLink = new(InviteWay.Link, "Come to {group}: {link}");

    /// <summary>Tests do not wait between two messages to people.</summary>
    private static readonly (string Key, string Value)[] s_quick = [("Pacing:MessageSpacing", "00:00:00"), ("Pacing:MessagesPerMinute", "1000")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Who_cannot_be_added_gets_the_link_once_and_is_followed_until_they_join(TestDatabase database)
    {
        var group = "";
        Person open = null!, shy = null!, strict = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            open = b.AddPerson("Open");
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
            strict = b.AddPerson("Strict", p => p with { Privacy = PrivacyWall.LinkOnly });
        }, database, s_quick);
        await ReadAsync(world, group);

        var first = await world.FinishedAsync(await AddAsync(world, group, [open, shy, strict]));
        Assert.Equal(
            [(ItemKind.AddParticipant, ItemState.Confirmed), (ItemKind.AddParticipant, ItemState.Refused), (ItemKind.AddParticipant, ItemState.Refused),
             (ItemKind.SendInviteLink, ItemState.Confirmed), (ItemKind.SendInviteLink, ItemState.Confirmed)],
            first.Items.Select(i => (i.Kind, i.State)));
        await FollowedAsync(world, (open, WantedState.Joined), (shy, WantedState.LinkSent), (strict, WantedState.LinkSent));

        // Another operation for the same people refuses again and writes to nobody.
        var second = await world.FinishedAsync(await AddAsync(world, group, [shy, strict]));
        Assert.All(second.Items, i => Assert.Equal(ItemKind.AddParticipant, i.Kind));
        Assert.EndsWith("nobody is invited twice.", second.Items[0].Detail, StringComparison.Ordinal);
        var message = Assert.Single(world.World.Messages, m => m.ChatJid == shy.PhoneJid);
        var code = world.World.InviteCode(world.Desk.Phone, group).Value;
        Assert.Equal($"Come to Yard: https://chat.whatsapp.com/{code}", message.Text);

        Assert.True(world.World.Join(shy.Phone, code).IsDone);
        await ReadAsync(world, group);
        await FollowedAsync(world, (shy, WantedState.Joined), (strict, WantedState.LinkSent));
    }

    [Fact]
    public async Task Three_tabs_at_the_same_moment_write_to_a_person_once()
    {
        var group = "";
        List<Person> shy = [];
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            shy.AddRange(Enumerable.Range(1, 2).Select(n => b.AddPerson($"Shy {n}", p => p with { Privacy = PrivacyWall.Closed })));
        }, database: null, s_quick);

        var tickets = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AskAsync(world, group, world.Adds(group, shy))));
        var stored = Assert.Single(tickets, t => t.Succeeded).Value!.OperationId;
        Assert.All(tickets.Where(t => !t.Succeeded), t => Assert.Equal(stored, t.Failure!.OperationId));
        await world.FinishedAsync(stored);

        Assert.All(shy, p => Assert.Single(world.World.Messages, m => m.ChatJid == p.PhoneJid));
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_left_to_a_person_and_not_sent_again()
    {
        var group = "";
        Person shy = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
        }, database: null, s_quick);
        world.Faults.Next(FaultKind.DropAfterEffect, 1, RouteKind.SendText);

        var operation = await world.ReachedAsync(await AddAsync(world, group, [shy]), OperationState.NeedsAttention);

        Assert.Equal(ItemState.Unknown, operation.Items[1].State);
        Assert.Single(world.World.Messages, m => m.ChatJid == shy.PhoneJid);
    }

    [Fact]
    public async Task A_link_that_could_not_be_read_at_first_is_read_again()
    {
        var group = "";
        Person shy = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            group = b.AddGroup("Yard");
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
        }, database: null, s_quick);
        world.Faults.Next(FaultKind.DropBeforeEffect, 1, RouteKind.InviteGet);

        // A lost read is no lost message: it is asked again.
        var operation = await world.FinishedAsync(await AddAsync(world, group, [shy]));

        Assert.Equal(ItemState.Confirmed, operation.Items[1].State);
        Assert.Equal(0, await world.WithAsync((OperationRetry retry) => retry.CountAsync(operation.Id, Token)));
    }

    [Fact]
    public async Task Whom_a_gateway_drops_without_a_word_is_invited_by_its_card()
    {
        var group = "";
        WorldNumber whapi = null!;
        Person refused = null!, dropped = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            whapi = b.AddNumber("Second", vendor: Vendor.Whapi);
            group = b.AddGroup("Yard", admins: [whapi.Phone]);
            refused = b.AddPerson("Refused", p => p with { Privacy = PrivacyWall.LinkOnly });
            dropped = b.AddPerson("Dropped", p => p with { Privacy = PrivacyWall.Closed });
        }, database: null, s_quick);
        var number = await ConnectAsync(world, whapi, GatewayKind.Whapi, world.Far.WhapiAddress, new Dictionary<string, string> { ["token"] = whapi.Token });
        ItemDraft[] adds = [.. new[] { refused, dropped }.Select(p => new ItemDraft(ItemKind.AddParticipant, number, p.Name) { GroupId = group, Participant = p.PhoneJid })];

        var operation = await world.FinishedAsync(await SubmitAsync(world, group, adds, new InviteFallback(InviteWay.Card, InviteText.Suggested)));

        Assert.Equal(
            [ItemState.Refused, ItemState.NotApplied, ItemState.Confirmed, ItemState.Confirmed],
            operation.Items.Select(i => i.State));
        Assert.All(operation.Items.Skip(2), i => Assert.Equal(ItemKind.SendInviteCard, i.Kind));
        Assert.Single(world.World.Messages, m => m.ChatJid == refused.PhoneJid);
        Assert.Single(world.World.Messages, m => m.ChatJid == dropped.PhoneJid);
        await FollowedAsync(world, (refused, WantedState.Invited), (dropped, WantedState.Invited));
    }

    [Fact]
    public async Task An_invitation_that_the_gateway_sent_on_its_own_is_kept_and_not_doubled()
    {
        var group = "";
        WorldNumber wawp = null!;
        Person shy = null!;
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            wawp = b.AddNumber("Second", vendor: Vendor.Wawp);
            group = b.AddGroup("Yard", admins: [wawp.Phone]);
            shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.InvitationOnly });
        }, database: null, s_quick);
        var number = await ConnectAsync(
            world, wawp, GatewayKind.Wawp, world.Far.WawpAddress, new Dictionary<string, string> { ["instance"] = wawp.Handle, ["token"] = wawp.Token });
        var add = new ItemDraft(ItemKind.AddParticipant, number, shy.Name) { GroupId = group, Participant = shy.PhoneJid };

        var operation = await world.FinishedAsync(await SubmitAsync(world, group, [add]));

        var item = Assert.Single(operation.Items);
        Assert.True(item.InvitationSent);
        Assert.Single(world.World.Messages, m => m.ChatJid == shy.PhoneJid);
        await FollowedAsync(world, (shy, WantedState.Invited));
    }

    private static Task<Guid> AddAsync(RunnerWorld world, string group, IEnumerable<Person> people) => SubmitAsync(world, group, world.Adds(group, people));

    private static async Task<Guid> SubmitAsync(RunnerWorld world, string group, IReadOnlyList<ItemDraft> items, InviteFallback? fallback = null)
    {
        var ticket = await AskAsync(world, group, items, fallback);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value.OperationId;
    }

    private static Task<Result<OperationTicket>> AskAsync(RunnerWorld world, string group, IReadOnlyList<ItemDraft> items, InviteFallback? fallback = null) =>
        world.WithAsync((OperationDesk desk) => desk.SubmitAsync(
            RunnerWorld.Operator,
            new OperationDraft(OperationKind.AddParticipants, $"Add {items.Count} people", Guid.NewGuid().ToString("N"), false, items, group, Fallback: fallback ?? ByLink),
            Token));

    private static async Task ReadAsync(RunnerWorld world, string group)
    {
        var outcome = await world.Get<GroupReader>().ReadGroupAsync(world.ConnectionId, GroupId.Parse(group), Lane.Interactive, ReadingOrigin.Detail, Token);
        Assert.IsType<ReadOutcome.Stored>(outcome);
    }

    private static Task FollowedAsync(RunnerWorld world, params (Person Person, WantedState State)[] wanted) => world.UntilAsync(async db =>
    {
        var states = await db.WantedMembers.ToDictionaryAsync(w => w.Participant, w => w.State, Token);
        return wanted.All(w => states.TryGetValue(w.Person.PhoneJid, out var state) && state == w.State);
    });

    private static async Task<Guid> ConnectAsync(RunnerWorld world, WorldNumber number, GatewayKind kind, Uri address, Dictionary<string, string> credentials)
    {
        var connection = new Connection
        {
            Name = number.Handle,
            Kind = kind,
            BaseAddress = address.ToString(),
            ProtectedCredentials = world.Get<SecretProtector>().Protect(credentials),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Session = SessionState.Connected,
        };
        await using var db = await world.Contexts.CreateDbContextAsync(Token);
        db.Connections.Add(connection);
        await db.SaveChangesAsync(Token);
        world.Get<ChangeFeed>().Publish(ChangeTopic.Connections, connection.Id.ToString());
        return connection.Id;
    }
}
