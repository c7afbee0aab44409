using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways.RyzeApi;

public sealed class RyzeApiContractTests : GatewayContract
{
    protected override GatewayKind Kind => GatewayKind.RyzeApi;

    protected override Uri AddressOf(SimulatorHost host) => host.RyzeApiAddress;

    protected override IReadOnlyDictionary<string, string> CredentialsOf(WorldNumber number) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = number.Handle, ["token"] = number.Token };

    [Fact(Timeout = 60_000)]
    public async Task A_community_that_became_a_plain_group_is_told_with_the_group_that_is_left()
    {
        Site.Host.Faults.Everyone.Next(FaultKind.RejectCommunity);

        var created = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Old town", null, true, [Group(Site.Yard)]), Cancel));

        Assert.Null(created.Community);
        Assert.Equal("Old town", World.FindGroup(created.LeftoverGroup!.Value.Value)!.Name);
        Assert.Equal(TargetVerdict.NotApplied, Assert.Single(created.Links).Verdict);
        Assert.NotEmpty(created.Warnings);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dropped_leave_is_not_repeated_although_it_has_no_body()
    {
        // A connection that was used before is what a handler would silently replace and send again on.
        Value(await Gateway.ListGroupsAsync(Cancel));
        Site.Host.Faults.Everyone.Next(FaultKind.DropAfterEffect, 1, RouteKind.Leave);

        Assert.Equal(GatewayFailureKind.OutcomeUnknown, Failure(await Gateway.LeaveAsync(Group(Site.Yard), Cancel)).Kind);

        Assert.Equal(1, Site.Host.Requests.Count(RouteKind.Leave));
        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.LeaveAsync(Group(Site.Yard), Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_account_token_works_and_finds_its_instance_among_others()
    {
        World.AddNumber("Other", handle: "ops-2", phone: "4915110002888");
        using var gateways = new TestGateways();
        var gateway = gateways.Connect(new GatewaySettings(Kind, AddressOf(Site.Host), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["instance"] = Site.Desk.Handle,
            ["token"] = World.AccountToken,
        }));

        Assert.Equal(Site.Desk.Phone, Value(await gateway.GetSessionAsync(Cancel)).Number?.Digits);
        Assert.NotEmpty(Value(await gateway.ListGroupsAsync(Cancel)));
    }
}
