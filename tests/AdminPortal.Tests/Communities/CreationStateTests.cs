using AdminPortal.Features.Communities;
using AdminPortal.Features.Communities.Founding;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using Microsoft.Extensions.Options;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Communities;

public sealed class CreationStateTests
{
    private static readonly EstateNumber s_poor = new(Guid.NewGuid(), "Field", Trouble: null, TestVendor.Without(Capability.ChangePicture, "cannot change the picture of a group"));
    private static readonly EstateNumber s_able = new(Guid.NewGuid(), "Night", Trouble: null, TestVendor.Everything);
    private static readonly EstateNumber s_down = new(Guid.NewGuid(), "Away", "Away is signed out; pair it again.", TestVendor.Everything);

    [Fact]
    public void The_number_that_can_do_most_is_proposed_and_a_choice_outlives_the_next_reading()
    {
        var (groups, communities) = (new CreateGroupState(Text), new CreateCommunityState(Text));
        groups.Show(EstateOf(s_poor, s_able, s_down), community: null);
        communities.Show(EstateOf(s_poor, s_able, s_down));
        Assert.Equal((s_able.ConnectionId, s_able.ConnectionId), (groups.ConnectionId, communities.ConnectionId));

        groups.ActThrough(s_poor.ConnectionId);
        groups.Show(EstateOf(s_poor, s_able), community: null);
        Assert.Equal(s_poor.ConnectionId, groups.ConnectionId);
        groups.Show(EstateOf(s_able), community: null);
        Assert.Equal(s_able.ConnectionId, groups.ConnectionId);
    }

    [Fact]
    public void What_the_number_cannot_do_does_not_reach_the_order()
    {
        var state = new CreateCommunityState(Text) { People = "4915110002000", Picture = [1], Fallback = InviteWay.Link, Welcome = "Hello" };
        state.Naming.Name = "Harbor";
        var blind = s_poor with { Capabilities = TestVendor.Without(Capability.ListSubgroups, "cannot list the groups of a community") };
        state.Show(EstateOf(blind));

        var order = state.ToOrder();
        Assert.Equal((null, "Hello", 1), (order.Participants, order.Welcome, order.Count));
        Assert.Equal("Field cannot list the groups of a community", state.WhyNoPeople);
        Assert.True(state.Check());

        state.Show(EstateOf(s_able));
        order = state.ToOrder();
        Assert.Equal(("4915110002000", InviteWay.Link), (order.Participants, order.Fallback!.Way));
    }

    [Fact]
    public void Nothing_is_wrong_before_somebody_wants_to_go_on()
    {
        var state = new CreateGroupState(Text) { People = "12" };
        state.Show(EstateOf(s_able), community: null);

        Assert.Null(state.PeopleProblem ?? state.Naming.NameProblem(state.Tried));
        Assert.False(state.Check());
        Assert.NotNull(state.Naming.NameProblem(state.Tried));
        Assert.Contains("“12” is no international phone number", state.PeopleProblem, StringComparison.Ordinal);
    }

    private static GroupText Text { get; } = new(Options.Create(new GroupLimitOptions()));

    private static Estate EstateOf(params EstateNumber[] numbers) => new([], [], [], [], numbers, new GroupLimitOptions());
}
