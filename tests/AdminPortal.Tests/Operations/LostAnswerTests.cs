using AdminPortal.Features.Approvals;
using AdminPortal.Features.Operations;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>The answer to a change is lost: what the console says in the end is what the world says, and nothing is sent twice.</summary>
public sealed class LostAnswerTests
{
    public static TheoryData<ItemKind, RouteKind, FaultKind> Cases()
    {
        var cases = new TheoryData<ItemKind, RouteKind, FaultKind>();
        foreach (var (kind, route) in ((ItemKind, RouteKind)[])
        [
            (ItemKind.LinkGroup, RouteKind.Link),
            (ItemKind.UnlinkGroup, RouteKind.Unlink),
            (ItemKind.PromoteParticipant, RouteKind.Promote),
            (ItemKind.DemoteParticipant, RouteKind.Demote),
            (ItemKind.RemoveParticipant, RouteKind.Remove),
            (ItemKind.ApproveRequest, RouteKind.Approve),
            (ItemKind.RejectRequest, RouteKind.Reject),
            (ItemKind.UpdateProfile, RouteKind.Profile),
            (ItemKind.UpdateSettings, RouteKind.Settings),
            (ItemKind.CreateGroup, RouteKind.CreateGroup),
            (ItemKind.CreateSubgroup, RouteKind.CreateGroup),
            (ItemKind.Leave, RouteKind.Leave),
        ])
        {
            cases.Add(kind, route, FaultKind.DropAfterEffect);
            cases.Add(kind, route, FaultKind.DropBeforeEffect);
            cases.Add(kind, route, FaultKind.MalformedJson);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_outcome_is_what_the_world_shows(ItemKind kind, RouteKind route, FaultKind fault)
    {
        var town = new FaultTown();
        await using var world = await RunnerWorld.StartAsync(town.Furnish, database: null, ("Sync:TickEvery", "00:00:01"), ("Sync:RequestsEvery", "00:00:01"));
        await town.SeenAsync(world);
        var before = world.World.Journal().Count;
        world.Faults.Next(fault, 1, route);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.ChangeGroup, [await town.ItemAsync(world, kind)]));

        // What certainly did not happen is sent again, except what might end up there twice.
        var again = fault == FaultKind.DropBeforeEffect && kind is not (ItemKind.CreateGroup or ItemKind.CreateSubgroup);
        var happened = world.World.Journal().Skip(before).Any(e => e.Actor == world.Desk.Phone);
        Assert.Equal(fault != FaultKind.DropBeforeEffect || again, happened);
        Assert.True(
            operation.Items[0].State == (happened ? ItemState.Confirmed : ItemState.NotApplied),
            $"{operation.Items[0].State}: {operation.Items[0].Detail}");
        Assert.Equal(again ? 2 : 1, world.Far.Requests.Count(route));
        await RequestsFollowAsync(world, operation);
    }

    [Fact]
    public async Task A_lost_approval_is_not_denied_while_the_members_cannot_be_read()
    {
        var town = new FaultTown();
        await using var world = await RunnerWorld.StartAsync(town.Furnish, database: null, ("Sync:TickEvery", "00:00:01"), ("Sync:RequestsEvery", "00:00:01"));
        await town.SeenAsync(world);
        var approval = await town.ItemAsync(world, ItemKind.ApproveRequest);
        world.Faults.Next(FaultKind.DropAfterEffect, 1, RouteKind.Approve).Next(FaultKind.DropBeforeEffect, 12, RouteKind.GroupDetail);

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.DecideRequests, [approval]));

        Assert.Equal(ItemState.Confirmed, operation.Items[0].State);
        Assert.Equal(1, world.Far.Requests.Count(RouteKind.Approve));
    }

    private static async Task RequestsFollowAsync(RunnerWorld world, Operation operation)
    {
        if (operation.Items[0].RequestId is not { } id)
        {
            return;
        }

        await using var db = await world.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var request = await db.MembershipRequests.SingleAsync(r => r.Id == id, TestContext.Current.CancellationToken);
        Assert.Equal(
            (operation.Items[0].State, operation.Items[0].Kind) switch
            {
                (ItemState.Confirmed, ItemKind.ApproveRequest) => RequestState.Approved,
                (ItemState.Confirmed, _) => RequestState.Rejected,
                _ => RequestState.Waiting,
            },
            request.State);
    }
}
