using AdminPortal.Features.Approvals;
using AdminPortal.Features.Operations;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using GatewayGroupSettings = AdminPortal.Gateways.Model.GroupSettings;
using WorldRequest = AdminPortal.Simulator.World.MembershipRequest;
using WorldSettings = AdminPortal.Simulator.World.GroupSettings;

namespace AdminPortal.Tests.Operations;

/// <summary>A group is deleted, or our number thrown out of it, between the last read and the sending.</summary>
public sealed class DeletedGroupTests
{
    [Theory, DatabaseData]
    public async Task Its_items_say_so_the_others_go_on_and_the_next_list_buries_it(TestDatabase database)
    {
        string gone = "", dock = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(
            b =>
            {
                gone = b.AddGroup("Yard", settings: new WorldSettings { ApprovalRequired = true });
                dock = b.AddGroup("Dock");
                people = b.AddPeople(3, "New");
                b.AddRequest(gone, new WorldRequest(people[2].Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch, null, null));
            },
            database,
            ("Sync:TickEvery", "00:00:01"),
            ("Sync:ListEvery", "00:00:01"),
            ("Sync:RequestsEvery", "00:00:01"));
        await world.UntilAsync(db => db.MembershipRequests.AnyAsync(r => r.GroupId == gone, TestContext.Current.CancellationToken));
        await using var before = await world.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var request = await before.MembershipRequests.SingleAsync(TestContext.Current.CancellationToken);
        var approve = world.Item(ItemKind.ApproveRequest, gone, people[2]) with { RequestId = request.Id, Participant = request.ListedId };

        Assert.True(world.World.Leave(world.Desk.Phone, gone).IsDone);
        var id = await world.SubmitAsync(OperationKind.AddParticipants,
        [
            world.Item(ItemKind.AddParticipant, gone, people[0]),
            world.Item(ItemKind.UpdateSettings, gone, payload: ItemPayload.Write(new SettingsPayload(new GatewayGroupSettings(OnlyAdminsSend: true)))),
            approve,
            .. world.Adds(dock, people.Take(2)),
        ]);
        var operation = await world.FinishedAsync(id);

        Assert.Equal(OperationState.CompletedWithFailures, operation.State);
        Assert.All(operation.Items.Take(3), i =>
        {
            Assert.Equal(ItemState.Refused, i.State);
            Assert.Contains("Group not found", i.Detail, StringComparison.Ordinal);
        });
        Assert.All(operation.Items.Skip(3), i => Assert.Equal(ItemState.Confirmed, i.State));

        await world.UntilAsync(db => db.Groups.AnyAsync(g => g.Id == gone && g.GoneAt != null, TestContext.Current.CancellationToken));
        await using var db = await world.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Null((await db.Groups.SingleAsync(g => g.Id == dock, TestContext.Current.CancellationToken)).GoneAt);
        Assert.Equal(0, await ApprovalInbox.WaitingIn(db).CountAsync(TestContext.Current.CancellationToken));
    }
}
