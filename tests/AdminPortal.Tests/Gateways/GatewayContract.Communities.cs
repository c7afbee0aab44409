using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways;

public abstract partial class GatewayContract
{
    private const string NoCommunities = "This gateway has no communities.";

    [Fact(Timeout = 60_000)]
    public async Task Linking_is_verified_group_by_group()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.LinkGroup), NoCommunities);
        var elsewhere = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Elsewhere", null, false, [Group(Site.Door)]), Cancel));
        GroupId[] groups = [Group(Site.Yard), Group(Site.Crew), Group(Site.Door), Group(Site.Foreign)];

        var outcomes = Value(await Gateway.LinkAsync(Community(Site.Community), groups, Cancel));

        Assert.NotNull(elsewhere.Community);
        Assert.Equal(groups, outcomes.Select(o => o.Target));
        // Not every vendor tells a group that was linked before from one that it linked now.
        Assert.Contains(outcomes[1].Verdict, new[] { TargetVerdict.AlreadySo, TargetVerdict.Verified });
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused, TargetVerdict.Refused], outcomes.Where((_, i) => i != 1).Select(o => o.Verdict));
        Assert.Equal(RefusalReason.LinkedElsewhere, outcomes[2].Reason);
        Assert.Equal(Site.Community, World.FindGroup(Site.Yard)!.CommunityId);
    }

    [Fact(Timeout = 60_000)]
    public async Task Linking_of_none_is_told_group_by_group_too()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.LinkGroup), NoCommunities);

        var outcomes = Value(await Gateway.LinkAsync(Community(Site.Community), [Group(Site.Announcement), Group(Site.Foreign)], Cancel));

        Assert.All(outcomes, o => Assert.Equal(TargetVerdict.Refused, o.Verdict));
        Assert.Equal(RefusalReason.AnnouncementGroup, outcomes[0].Reason);
    }

    [Fact(Timeout = 60_000)]
    public async Task Unlinking_is_verified_group_by_group()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.UnlinkGroup), NoCommunities);
        GroupId[] groups = [Group(Site.Crew), Group(Site.Announcement), Group(Site.Yard)];

        var outcomes = Value(await Gateway.UnlinkAsync(Community(Site.Community), groups, Cancel));

        Assert.Equal(groups, outcomes.Select(o => o.Target));
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused, TargetVerdict.AlreadySo], outcomes.Select(o => o.Verdict));
        Assert.Equal(RefusalReason.AnnouncementGroup, outcomes[1].Reason);
        Assert.Null(World.FindGroup(Site.Crew)!.CommunityId);
    }

    [Fact(Timeout = 60_000)]
    public async Task Groups_beyond_the_limit_are_found_missing()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.LinkGroup), NoCommunities);
        for (var i = 0; i < 47; i++)
        {
            Assert.True(World.CreateGroup(Site.Desk.Phone, FormattableString.Invariant($"Filler {i}"), [], Site.Community).IsDone);
        }

        // 49 are linked: one fits, the other does not.
        var outcomes = Value(await Gateway.LinkAsync(Community(Site.Community), [Group(Site.Yard), Group(Site.Door)], Cancel));

        Assert.Equal(TargetVerdict.Verified, outcomes[0].Verdict);
        Assert.False(outcomes[1].InWantedState);
        Assert.Equal(RefusalReason.SubgroupLimit, outcomes[1].Reason);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_community_takes_its_groups_along()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.CreateCommunity), NoCommunities);

        var created = Value(await Gateway.CreateCommunityAsync(
            new NewCommunity("Old town", "All shops", ApprovalRequired: true, [Group(Site.Yard), Group(Site.Crew)]), Cancel));

        Assert.NotNull(created.Community);
        Assert.Null(created.LeftoverGroup);
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused], created.Links.Select(o => o.Verdict));
        Assert.Equal(RefusalReason.LinkedElsewhere, created.Links[1].Reason);
        var community = World.FindGroup(created.Community.Value.Value)!;
        Assert.Equal(("Old town", "All shops", true), (community.Name, community.Description, community.Settings.ApprovalRequired));
    }

    [Fact(Timeout = 60_000)]
    public async Task Approval_of_a_new_community_is_never_left_to_the_vendor()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.CreateCommunity), NoCommunities);

        var open = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Open", null, ApprovalRequired: false, []), Cancel));
        var closed = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Closed", null, ApprovalRequired: true, []), Cancel));

        Assert.False(World.FindGroup(open.Community!.Value.Value)!.Settings.ApprovalRequired);
        Assert.True(World.FindGroup(closed.Community!.Value.Value)!.Settings.ApprovalRequired);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_announcement_group_and_the_community_itself_can_be_renamed()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.DetectCommunities), NoCommunities);

        Value(await Gateway.UpdateProfileAsync(Group(Site.Announcement), new ProfileChange(Name: "News"), Cancel));
        Value(await Gateway.UpdateProfileAsync(Group(Site.Community), new ProfileChange(Name: "Port"), Cancel));

        Assert.Equal(("News", "Port"), (World.FindGroup(Site.Announcement)!.Name, World.FindGroup(Site.Community)!.Name));
    }
}
