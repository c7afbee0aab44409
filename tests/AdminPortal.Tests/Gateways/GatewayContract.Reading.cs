using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator.World;
using GroupKind = AdminPortal.Gateways.Model.GroupKind;
using MemberRole = AdminPortal.Gateways.Model.MemberRole;
using SessionState = AdminPortal.Gateways.Model.SessionState;

namespace AdminPortal.Tests.Gateways;

public abstract partial class GatewayContract
{
    [Fact(Timeout = 60_000)]
    public async Task Tells_whether_the_number_is_connected()
    {
        var session = Value(await Gateway.GetSessionAsync(Cancel));
        Assert.Equal(SessionState.Connected, session.State);
        Assert.Equal(ParticipantId.FromPhone(Site.Desk.Phone), session.Number);

        World.SetSession(Site.Desk.Phone, AdminPortal.Simulator.World.SessionState.LoggedOut);
        Assert.Equal(SessionState.SignedOut, Value(await Gateway.GetSessionAsync(Cancel)).State);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_every_group_of_the_number_once()
    {
        var listed = Value(await Gateway.ListGroupsAsync(Cancel));

        Assert.Equal(World.Groups(Site.Desk.Phone).Value.Select(g => g.Id).Order(), listed.Select(g => g.Id.Value).Order());
        var yard = Assert.Single(listed, g => g.Id.Value == Site.Yard);
        Assert.Equal("Yard", yard.Name);
        Assert.Equal(World.FindGroup(Site.Yard)!.MemberCount, yard.MemberCount);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_more_groups_than_fit_on_a_page()
    {
        for (var i = 0; i < 230; i++)
        {
            Assert.True(World.CreateGroup(Site.Desk.Phone, FormattableString.Invariant($"Filler {i}"), []).IsDone);
        }

        var listed = Value(await Gateway.ListGroupsAsync(Cancel));

        Assert.Equal(World.Groups(Site.Desk.Phone).Value.Select(g => g.Id).Order(), listed.Select(g => g.Id.Value).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_row_that_carries_everything_says_what_a_read_of_its_own_says()
    {
        var details = Value(await Gateway.ListGroupsAsync(Cancel)).Select(l => l.Detail).OfType<AdminPortal.Gateways.Model.GroupDetail>();

        foreach (var detail in details)
        {
            var read = Value(await Gateway.GetGroupAsync(detail.Id, includeMembers: true, Cancel));
            Assert.Equal(read with { Members = null, Picture = null, Invite = null }, detail with { Members = null, Picture = null, Invite = null });
            Assert.Equal(read.Members, detail.Members);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Reads_a_group_as_it_is()
    {
        World.ChangeDescription(Site.Desk.Phone, Site.Yard, "Bring gloves 🧤");
        World.ChangeSettings(Site.Desk.Phone, Site.Yard, new SettingsChange(AdminsOnlySend: true, AdminsOnlyEdit: false));

        var read = Value(await Gateway.GetGroupAsync(Group(Site.Yard), includeMembers: true, Cancel));

        Assert.Equal((Site.Yard, "Yard", "Bring gloves 🧤"), (read.Id.Value, read.Name, read.Description));
        Assert.True(read.Settings.OnlyAdminsSend);
        Assert.False(read.Settings.OnlyAdminsEdit);
        Assert.NotNull(read.Members);
        Assert.Equal(read.MemberCount, read.Members.Count);
        Assert.Equal(
            World.FindGroup(Site.Yard)!.MemberCount, read.Members.DistinctBy(m => m.Id).Count());
        Assert.Equal(MemberRole.SuperAdmin, Assert.Single(read.Members, m => (m.Phone ?? m.Id) == ParticipantId.FromPhone(Site.Desk.Phone)).Role);
        Assert.All(Site.Hands.Take(3), hand => Assert.Contains(read.Members, m => (m.Phone ?? m.Id) == Phone(hand) && m.Role == MemberRole.Member));
        Assert.Contains(read.Members, m => (m.Phone ?? m.Id) == Phone(Site.Hands[3]) && m.Role == MemberRole.Admin);
    }

    [Fact(Timeout = 60_000)]
    public async Task Reads_a_group_without_its_members_when_told()
    {
        var read = Value(await Gateway.GetGroupAsync(Group(Site.Yard), includeMembers: false, Cancel));

        Assert.Equal("Yard", read.Name);
        Assert.Null(read.Members);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_the_number_is_not_in_is_not_found()
    {
        var failure = Failure(await Gateway.GetGroupAsync(Group(Site.Foreign), includeMembers: true, Cancel));

        Assert.Contains(failure.Kind, new[] { GatewayFailureKind.NotFound, GatewayFailureKind.Forbidden });
    }

    [Fact(Timeout = 60_000)]
    public async Task Tells_the_parts_of_a_community_apart()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.DetectCommunities), "This gateway knows no communities.");

        var announcement = Value(await Gateway.GetGroupAsync(Group(Site.Announcement), includeMembers: false, Cancel));
        var crew = Value(await Gateway.GetGroupAsync(Group(Site.Crew), includeMembers: false, Cancel));
        var yard = Value(await Gateway.GetGroupAsync(Group(Site.Yard), includeMembers: false, Cancel));

        Assert.Equal((GroupKind.Announcement, Community(Site.Community)), (announcement.Kind, announcement.Community));
        Assert.Equal((GroupKind.Subgroup, Community(Site.Community)), (crew.Kind, crew.Community));
        Assert.Contains(yard.Kind, new[] { GroupKind.Unknown, GroupKind.Standalone });
        Assert.Null(yard.Community);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_the_subgroups_and_names_the_announcement_group()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.ListSubgroups), "This gateway lists no subgroups.");

        var listed = Value(await Gateway.ListSubgroupsAsync(Community(Site.Community), Cancel));

        Assert.Equal(new[] { Site.Announcement, Site.Crew, Site.Dock }.Order(), listed.Select(s => s.Id.Value).Order());
        Assert.Equal(Site.Announcement, Assert.Single(listed, s => s.IsAnnouncement).Id.Value);
        Assert.Empty(Value(await Gateway.ListSubgroupsAsync(Community(Site.Yard), Cancel)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_everybody_in_a_community_once()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.ListCommunityMembers), "This gateway lists no members of communities.");

        var listed = Value(await Gateway.ListCommunityMembersAsync(Community(Site.Community), Cancel));

        var expected = World.MergedMembers(Site.Desk.Phone, Site.Community).Value.Select(m => m.Person.Phone).Order();
        Assert.Equal(expected, listed.Select(m => (m.Phone ?? m.Id).Digits).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_who_is_waiting_in_the_form_that_goes_back()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.ListMembershipRequests), "This gateway lists no requests.");

        var listed = Value(await Gateway.ListRequestsAsync(Group(Site.Door), Cancel));

        Assert.Equal(Site.Waiting.Count, listed.Count);
        Assert.All(Site.Waiting, person => Assert.Contains(
            listed, r => r.Id == Phone(person) || r.Id == ParticipantId.Parse(person.LidJid)));
        Assert.All(listed, r => Assert.NotNull(r.RequestedAt));
    }

    [Fact(Timeout = 60_000)]
    public async Task Shows_a_group_by_its_invite_before_joining()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.PreviewInvite), "This gateway shows no previews.");
        var code = InviteCode.TryParse(World.FindGroup(Site.Foreign)!.InviteCode, out var parsed) ? parsed : default;

        var preview = Value(await Gateway.PreviewInviteAsync(code, Cancel));

        Assert.Equal((Site.Foreign, "Foreign"), (preview.Id.Value, preview.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_passes_the_gate_and_reports_before_it_answers()
    {
        var result = await Gateway.ListGroupsAsync(Cancel);

        Assert.Equal(["read", "seen"], Gate.Passed);
        var exchange = Assert.Single(result.Exchanges);
        Assert.Same(exchange, Assert.Single(Gate.Observed));
        Assert.Equal(200, exchange.Status);
    }
}
