using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wadial;

public sealed class WadialCommunitiesTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _community;
    private readonly string _announcement;
    private readonly string _inside;

    public WadialCommunitiesTests()
    {
        _desk = _builder.AddNumber("Ops line", vendor: Vendor.Wadial);
        _person = _builder.AddPerson();
        (_community, _announcement) = _builder.AddCommunity("Harbor");
        _inside = _builder.AddGroup("Crew", _community, [_person.Phone]);
    }

    [Fact]
    public async Task A_community_without_a_mode_is_closed()
    {
        await using var server = await WadialServer.StartAsync(_builder);

        var silent = await server.PostAsync("communities", new { subject = "One" });
        var open = await server.PostAsync("communities", new { subject = "Two", description = "All", membershipApprovalMode = "open" });
        var closed = await server.PostAsync("communities", new { subject = "Three", membershipApprovalMode = "request_required" });
        server.Host.Faults.Of(_desk).Next(FaultKind.RejectCommunity);
        var rejected = await server.PostAsync("communities", new { subject = "Four", membershipApprovalMode = "open" });

        Assert.Equal(
            ["true", "false", "true"],
            new[] { silent, open, closed }.Select(answer => answer.Text("data.membershipApprovalEnabled")));
        Assert.Equal(("true", "All"), (open.Text("data.isParentGroup"), open.Text("data.desc")));
        Assert.Equal(HttpStatusCode.BadGateway, rejected.Status);
    }

    [Fact]
    public async Task Members_of_an_announcement_group_are_lids_with_their_number_beside_it()
    {
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        _builder.AddMember(_inside, hidden.Phone);
        await using var server = await WadialServer.StartAsync(_builder);

        var byLid = await server.GetAsync("groups/" + _announcement);
        server.Host.Wadial.ListsAnnouncementByLid = false;
        var byNumber = await server.GetAsync("groups/" + _announcement);

        Assert.Equal(
            ("true", _community, "lid"),
            (byLid.Text("data.defaultSubgroup"), byLid.Text("data.linkedParentJid"), byLid.Text("data.addressingMode")));
        Assert.Equal(
            (_person.LidJid, _person.PhoneJid),
            (byLid.Text("data.participants.1.jid"), byLid.Text("data.participants.1.phoneNumber")));
        Assert.Equal(
            (hidden.LidJid, null),
            (byLid.Text("data.participants.2.jid"), byLid.Text("data.participants.2.phoneNumber")));
        Assert.Equal(_person.PhoneJid, byNumber.Text("data.participants.1.jid"));
    }

    [Fact]
    public async Task Links_in_part_with_2xx()
    {
        var loose = _builder.AddGroup("Loose");
        var foreign = _builder.AddGroup("Foreign", owner: _person.Phone, members: [_desk.Phone]);
        await using var server = await WadialServer.StartAsync(_builder);

        var linked = await RelateAsync(server, "link", loose, foreign, _inside, "120363999999999999@g.us");

        Assert.Equal(HttpStatusCode.OK, linked.Status);
        Assert.Equal(loose, linked.Text("data.linkedJids.0"));
        Assert.Equal(
            [(foreign, 403), (_inside, 409), ("120363999999999999@g.us", 404)],
            linked["data"]!["failed"]!.AsArray().Select(item => (item!["jid"]!.GetValue<string>(), item["error"]!.GetValue<int>())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unlinking_leaves_orphans_in_the_announcement_group_unless_the_engine_evicts_them(bool evicts)
    {
        _builder.AddGroup("Second", _community);
        await using var server = await WadialServer.StartAsync(_builder);
        server.Host.Wadial.EvictsOrphans = evicts;

        var unlinked = await RelateAsync(server, "unlink", _inside);

        Assert.Equal(_inside, unlinked.Text("data.unlinkedJids.0"));
        Assert.Equal(!evicts, server.World.IsMember(_announcement, _person.Phone));
    }

    [Fact]
    public async Task Joins_one_group_at_a_time()
    {
        var foreign = _builder.AddGroup("Foreign", _community, owner: _person.Phone);
        await using var server = await WadialServer.StartAsync(_builder);

        var two = await RelateAsync(server, "join", foreign, _inside);
        var one = await RelateAsync(server, "join", foreign);
        var wrongKey = await server.PostAsync($"communities/{_community}/subgroups", new { action = "link", subgroupJids = new[] { foreign } });

        Assert.Equal(
            (HttpStatusCode.BadRequest, """{"data":{}}""", HttpStatusCode.BadRequest),
            (two.Status, one.Raw, wrongKey.Status));
        Assert.True(server.World.IsMember(foreign, _desk.Phone));
    }

    [Fact]
    public async Task The_prose_routes_list_subgroups_members_and_suggestions()
    {
        _builder.AddRequest(_inside, new MembershipRequest(_builder.AddPerson().Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch));
        await using var server = await WadialServer.StartAsync(_builder);
        server.World.SuggestGroup(_person.Phone, _community, "Choir", "Sing");

        var subgroups = await server.GetAsync($"communities/{_community}/subgroups");
        var members = await server.GetAsync($"communities/{_community}/participants");
        var suggestions = await server.GetAsync($"communities/{_community}/subgroup-suggestions?hintSubgroupJid={_inside}");
        var withoutHint = await server.GetAsync($"communities/{_community}/subgroup-suggestions");

        Assert.Equal(
            (_announcement, "true"),
            (subgroups.Text("data.announcementGroup.jid"), subgroups.Text("data.announcementGroup.defaultSubgroup")));
        Assert.Equal(
            (_inside, "1"),
            (subgroups.Text("data.subGroups.0.jid"), subgroups.Text("data.subGroups.0.pendingMembershipRequests")));
        Assert.Equal(2, members["data"]!.AsArray().Count);
        Assert.Equal(
            ("Choir", _person.PhoneJid, "false"),
            (suggestions.Text("data.0.subject"), suggestions.Text("data.0.creator"), suggestions.Text("data.0.isExistingGroup")));
        Assert.Equal(HttpStatusCode.BadRequest, withoutHint.Status);
    }

    [Fact]
    public async Task The_prose_routes_transfer_and_deactivate()
    {
        var second = _builder.AddCommunity("Second").Id;
        await using var server = await WadialServer.StartAsync(_builder);

        Assert.Equal(
            HttpStatusCode.OK,
            (await server.PostAsync($"communities/{_community}/transfer-ownership", new { newOwnerJid = _person.PhoneJid })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync($"communities/{_community}/deactivate")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"communities/{second}/deactivate")).Status);
        Assert.Equal(
            (1, 1),
            (server.World.Count(WorldEventKind.OwnershipTransferred), server.World.Count(WorldEventKind.CommunityDeactivated)));
    }

    [Fact]
    public async Task The_prose_routes_may_be_missing_and_are_no_unknown_routes_for_that()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        server.Host.Wadial.HasProseRoutes = false;

        foreach (var (method, tail) in new[]
        {
            ("GET", "subgroups"), ("GET", "participants"), ("POST", "transfer-ownership"), ("GET", "subgroup-suggestions"), ("POST", "deactivate"),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync(method, $"communities/{_community}/{tail}")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await RelateAsync(server, "link", _builder.AddGroup("Loose"))).Status);
        Assert.Empty(server.Host.Requests.Unmatched);
    }

    private Task<DialectAnswer> RelateAsync(DialectServer server, string action, params string[] groups) =>
        server.PostAsync($"communities/{_community}/subgroups", new { action, subGroupJids = groups });
}
