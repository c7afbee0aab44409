using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways;

public abstract partial class GatewayContract
{
    /// <summary>Abilities that are no call of their own: seen in what a group read shows, or in what is sent to us.</summary>
    private static readonly Capability[] WithoutCall =
        [Capability.DetectCommunities, Capability.ReadApproval, Capability.GroupEvents, Capability.RequestEvents, Capability.RepeatMessages,
        Capability.CreateEmptyGroup];

    public static TheoryData<Capability> EveryCall => [.. ContractCall.All.Keys];

    [Fact]
    public void Every_ability_has_a_call_that_proves_it() =>
        Assert.Equal(Enum.GetValues<Capability>().Except(WithoutCall).Order(), ContractCall.All.Keys.Order());

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(EveryCall))]
    public async Task Does_what_it_declares_and_nothing_else(Capability capability)
    {
        var call = ContractCall.All[capability];

        var failure = await call.Act(Gateway, Site);

        if (Gateway.Capabilities.Can(capability))
        {
            Assert.Null(failure);
            Assert.True(call.Shows?.Invoke(Site) ?? true, "The call succeeded, but the world does not show it.");
        }
        else
        {
            Assert.Equal(GatewayFailureKind.NotSupported, failure?.Kind);
            Assert.Empty(Site.Host.Requests.All);
            Assert.Empty(Gate.Passed);
        }
    }

    [Fact]
    public void Every_ability_that_is_limited_or_missing_says_why() =>
        Assert.All(
            Gateway.Capabilities.Where(s => s.Level != CapabilityLevel.Supported),
            s => Assert.Matches("^[a-z][^.]*[^.]$", s.Reason));

    [Fact(Timeout = 60_000)]
    public async Task A_change_of_several_things_of_which_one_is_missing_changes_nothing()
    {
        Assert.SkipWhen(Gateway.Capabilities.Can(Capability.SetDisappearingMessages), "This gateway can change everything a group has.");

        var failure = Failure(await Gateway.UpdateSettingsAsync(
            Group(Site.Yard), new GroupSettings(OnlyAdminsSend: true, DisappearingAfter: TimeSpan.FromDays(1)), Cancel));

        Assert.Equal(GatewayFailureKind.NotSupported, failure.Kind);
        Assert.Empty(Site.Host.Requests.All);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_with_nobody_else_is_created_only_where_that_is_declared()
    {
        var created = await Gateway.CreateGroupAsync(new NewGroup("Lonely", null, [], new GroupSettings()), Cancel);

        Assert.Equal(Gateway.Capabilities.Can(Capability.CreateEmptyGroup), created.Succeeded);
        Assert.Equal(created.Succeeded, World.AllGroups().Any(g => g.Name == "Lonely"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_repeated_under_its_key_goes_out_once_where_that_is_declared()
    {
        Value(await Gateway.SendGroupTextAsync(Group(Site.Announcement), "News", "key-1", Cancel));
        Value(await Gateway.SendGroupTextAsync(Group(Site.Announcement), "News", "key-1", Cancel));

        Assert.Equal(Gateway.Capabilities.Can(Capability.RepeatMessages) ? 1 : 2, World.Messages.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_to_a_group_that_we_may_not_write_to_is_refused()
    {
        var failure = Failure(await Gateway.SendGroupTextAsync(Group(Site.Foreign), "News", "key-1", Cancel));

        Assert.Contains(failure.Kind, (GatewayFailureKind[])[GatewayFailureKind.Forbidden, GatewayFailureKind.NotFound, GatewayFailureKind.Rejected]);
        Assert.Empty(World.Messages);
    }

    [Fact(Timeout = 60_000)]
    public async Task Shows_whether_approval_is_on()
    {
        var read = Value(await Gateway.GetGroupAsync(Group(Site.Door), includeMembers: false, Cancel));

        Assert.Equal(Gateway.Capabilities.Can(Capability.ReadApproval) ? true : null, read.Settings.ApprovalRequired);
    }
}
