using AdminPortal.Features.Approvals;
using AdminPortal.Features.Operations;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using Microsoft.EntityFrameworkCore;
using GatewayGroupSettings = AdminPortal.Gateways.Model.GroupSettings;
using WorldRequest = AdminPortal.Simulator.World.MembershipRequest;

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
        var town = new Town();
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
        await town.RequestsFollowAsync(world, operation);
    }

    private sealed class Town
    {
        private string _community = "", _crew = "", _dock = "", _yard = "", _door = "";
        private IReadOnlyList<Person> _people = [];

        public void Furnish(WorldBuilder builder)
        {
            _people = builder.AddPeople(6);
            (_community, _) = builder.AddCommunity("Harbour");
            _crew = builder.AddGroup("Crew", _people.Take(3), _community);
            _dock = builder.AddGroup("Dock", _people.Take(2), _community);
            _yard = builder.AddGroup("Yard", null, _people.Take(4).Select(p => p.Phone), [_people[3].Phone]);
            _door = builder.AddGroup("Door", settings: new GroupSettings(ApprovalRequired: true));
            builder.AddRequest(_door, new WorldRequest(_people[5].Phone, RequestMethod.InviteLink, TimeProvider.System.GetUtcNow()));
        }

        /// <summary>Sync has read the town, so that the console knows where everything stood before.</summary>
        public async Task SeenAsync(RunnerWorld world) => await world.UntilAsync(async db =>
            await db.MembershipRequests.AnyAsync() && await db.Groups.CountAsync(g => g.CommunityId == _community) >= 2 && await db.Memberships.AnyAsync(m => m.GroupId == _yard));

        public async Task<ItemDraft> ItemAsync(RunnerWorld world, ItemKind kind) => kind switch
        {
            ItemKind.LinkGroup => world.Item(kind, _yard, community: _community),
            ItemKind.UnlinkGroup => world.Item(kind, _crew, community: _community),
            ItemKind.PromoteParticipant => world.Item(kind, _yard, _people[0]),
            ItemKind.DemoteParticipant => world.Item(kind, _yard, _people[3]),
            ItemKind.RemoveParticipant => world.Item(kind, _yard, _people[1]),
            ItemKind.ApproveRequest or ItemKind.RejectRequest => await DecisionAsync(world, kind),
            ItemKind.UpdateProfile => world.Item(kind, _yard, payload: ItemPayload.Write(new ProfilePayload("Pier", "Notes"))),
            ItemKind.UpdateSettings => world.Item(kind, _yard, payload: ItemPayload.Write(new SettingsPayload(new GatewayGroupSettings(OnlyAdminsSend: true)))),
            ItemKind.CreateGroup => world.Item(kind, null, payload: NewGroup),
            ItemKind.CreateSubgroup => world.Item(kind, null, community: _community, payload: NewGroup),
            ItemKind.Leave => world.Item(kind, _dock),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };

        public async Task RequestsFollowAsync(RunnerWorld world, Operation operation)
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

        private static string NewGroup => ItemPayload.Write(new NewGroupPayload("Quay", null, [], new GatewayGroupSettings(ApprovalRequired: true)));

        private async Task<ItemDraft> DecisionAsync(RunnerWorld world, ItemKind kind)
        {
            await using var db = await world.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
            var request = await db.MembershipRequests.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
            return world.Item(kind, _door) with { Participant = request.ListedId, RequestId = request.Id };
        }
    }
}
