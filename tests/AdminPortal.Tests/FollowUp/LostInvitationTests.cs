using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.FollowUp;

/// <summary>Invitations whose answer was lost, against the simulator over HTTP: a person decides, and nothing goes out twice by itself.</summary>
public sealed class LostInvitationTests
{
    private static readonly (string Key, string Value)[] s_quick = [("Pacing:MessageSpacing", "00:00:00"), ("Pacing:MessagesPerMinute", "1000")];
    private static readonly Actor s_otto = new(Guid.NewGuid(), "Otto", OperatorRole.Operator);

    private string _group = "";
    private Person _shy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Waits_for_a_person_who_says_that_it_arrived(TestDatabase database)
    {
        await using var world = await LoseAsync(FaultKind.DropAfterEffect, database);
        var row = await RowAsync(world, WantedState.MayBeInvited);

        var lost = (await world.WithAsync((LostInvitations l) => l.FindAsync(RunnerWorld.Operator, row.Id, Token))).Value!;
        Assert.Equal(("Shy", "Yard", InviteWay.Link, "Come to Yard: {link}", "Desk", null), (lost.Label, lost.GroupName, lost.Way, lost.Text, lost.Through, lost.WhyNotAgain));
        var refused = await world.WithAsync((InvitationSender s) => s.SubmitAsync(RunnerWorld.Operator, [row.Id], InviteWay.Link, InviteText.Suggested, Guid.NewGuid(), Token));
        Assert.Equal("1 person may have been invited: say first whether they got it.", refused.Failure?.Message);
        Assert.IsType<NotAllowed>((await world.WithAsync((LostInvitations l) => l.GotItAsync(new Actor(Guid.NewGuid(), "Vera", OperatorRole.Viewer), row.Id, Token))).Failure);

        Assert.True((await world.WithAsync((LostInvitations l) => l.GotItAsync(RunnerWorld.Operator, row.Id, Token))).Succeeded);

        await RowAsync(world, WantedState.LinkSent);
        await world.FinishedAsync(row.OfferOperationId!.Value);
        Assert.Equal(1, Messages(world));
    }

    [Fact]
    public async Task Is_sent_again_only_knowingly_and_the_trail_says_so()
    {
        await using var world = await LoseAsync(FaultKind.DropAfterEffect);
        var row = await RowAsync(world, WantedState.MayBeInvited);

        var ticket = await world.WithAsync((LostInvitations l) => l.SendAgainAsync(RunnerWorld.Operator, row.Id, Guid.NewGuid(), Token));

        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        await world.FinishedAsync(ticket.Value.OperationId);
        await RowAsync(world, WantedState.LinkSent);
        // The first had gone out, as nobody could know; the operator had been told that it may.
        Assert.Equal(2, Messages(world));
        await using var db = await world.Contexts.CreateDbContextAsync(Token);
        var line = await db.AuditEntries.Where(e => e.Action == "operation.item.decided").SingleAsync(Token);
        Assert.EndsWith("Olga sends it again, knowing that it may have gone out.", line.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_operators_who_press_at_the_same_moment_send_it_once_more()
    {
        await using var world = await LoseAsync(FaultKind.DropBeforeEffect);
        var row = await RowAsync(world, WantedState.MayBeInvited);

        var tickets = await Task.WhenAll(new[] { RunnerWorld.Operator, s_otto, RunnerWorld.Operator }.Select(actor => Task.Run(
            () => world.WithAsync((LostInvitations l) => l.SendAgainAsync(actor, row.Id, Guid.NewGuid(), Token)), Token)));

        var sent = Assert.Single(tickets, t => t.Succeeded);
        await world.FinishedAsync(sent.Value!.OperationId);
        Assert.Equal(1, Messages(world));
        Assert.IsType<NobodyToFollowUp>((await AgainAsync(world, await RowAsync(world, WantedState.LinkSent))).Failure);
    }

    [Theory]
    [InlineData(true, "They are in the group by now: whether it went out does not matter any more.")]
    [InlineData(false, "Olga closed the follow-up: whether it went out does not matter any more.")]
    public async Task Calls_nobody_any_more_when_they_are_in_or_somebody_gave_up(bool joins, string why)
    {
        await using var world = await LoseAsync(FaultKind.DropAfterEffect);
        var row = await RowAsync(world, WantedState.MayBeInvited);

        if (joins)
        {
            Assert.True(world.World.Join(_shy.Phone, world.World.InviteCode(world.Desk.Phone, _group).Value!).IsDone);
            Assert.IsType<ReadOutcome.Stored>(
                await world.Get<GroupReader>().ReadGroupAsync(world.ConnectionId, GroupId.Parse(_group), Lane.Interactive, ReadingOrigin.Detail, Token));
        }
        else
        {
            Assert.True((await world.WithAsync((FollowUpDesk desk) => desk.CloseAsync(RunnerWorld.Operator, [row.Id], "moved away", Token))).Succeeded);
            world.Get<ChangeFeed>().Publish(ChangeTopic.Groups, _group);
        }

        var operation = await world.FinishedAsync(row.OfferOperationId!.Value);
        Assert.Equal((ItemState.Confirmed, why), (operation.Items[1].State, operation.Items[1].Detail));
        Assert.Equal(1, Messages(world));
    }

    private static Task<Result<OperationTicket>> AgainAsync(RunnerWorld world, WantedMember row) =>
        world.WithAsync((LostInvitations l) => l.SendAgainAsync(s_otto, row.Id, Guid.NewGuid(), Token));

    private async Task<RunnerWorld> LoseAsync(FaultKind fault, TestDatabase? database = null)
    {
        var world = await RunnerWorld.StartAsync(
            b =>
            {
                _group = b.AddGroup("Yard");
                _shy = b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed });
            },
            database,
            s_quick);
        world.Faults.Next(fault, 1, RouteKind.SendText);
        var ticket = await world.WithAsync((OperationDesk desk) => desk.SubmitAsync(
            RunnerWorld.Operator,
            new OperationDraft(
                OperationKind.AddParticipants, "Add Shy", "lose", Interactive: false, world.Adds(_group, [_shy]), _group, Fallback: new InviteFallback(InviteWay.Link, "Come to {group}: {link}")),
            Token));
        await world.ReachedAsync(ticket.Value!.OperationId, OperationState.NeedsAttention);
        return world;
    }

    private int Messages(RunnerWorld world) => world.World.Messages.Count(m => m.ChatJid == _shy.PhoneJid);

    private static async Task<WantedMember> RowAsync(RunnerWorld world, WantedState state)
    {
        WantedMember? row = null;
        await world.UntilAsync(async db => (row = await db.WantedMembers.AsNoTracking().SingleOrDefaultAsync(Token))?.State == state);
        return row!;
    }
}
