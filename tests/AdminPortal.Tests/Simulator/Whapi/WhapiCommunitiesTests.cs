using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

public sealed class WhapiCommunitiesTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly string _community;
    private readonly string _announcement;
    private readonly string _inside;

    public WhapiCommunitiesTests()
    {
        _desk = _builder.AddNumber("Desk", phone: "15550001111", vendor: Vendor.Whapi);
        (_community, _announcement) = _builder.AddCommunity("Old Town");
        _inside = _builder.AddGroup("Parking", _community);
    }

    [Fact]
    public async Task Lists_under_either_key()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var documented = await server.GetAsync("communities");
        server.Host.Whapi.ListsUnderCommunities = true;
        var live = await server.GetAsync("communities");

        Assert.Equal((_community, "1"), (documented.Text("groups.0.id"), documented.Text("total")));
        Assert.Null(live["groups"]);
        Assert.Equal(_community, live.Text("communities.0.id"));
    }

    [Fact]
    public async Task Binder_and_announcement_group_are_among_the_groups_with_or_without_marks()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var binder = await server.GetAsync("groups/" + _community);
        var announcement = await server.GetAsync("groups/" + _announcement);
        server.Host.Whapi.MarksCommunities = false;
        var older = await server.GetAsync("groups/" + _announcement);

        Assert.Equal("true", binder.Text("is_parent"));
        Assert.Equal(
            (_community, "true", "true", "true"),
            (
                announcement.Text("linkedParent"), announcement.Text("announcements"),
                announcement.Text("isCommunityAnnounce"), announcement.Text("is_default_subgroup")));
        Assert.Equal(
            ("Old Town", _community, null),
            (older.Text("name"), older.Text("linkedParent"), older["isCommunityAnnounce"]));
        Assert.Equal(3, (await server.GetAsync("groups")).Json["groups"]!.AsArray().Count);
    }

    [Fact]
    public async Task Creates_with_a_description_and_does_not_show_the_announcement_group()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var bare = await server.PostAsync("communities", new { subject = "Harbour" });
        var created = await server.PostAsync("communities", new { subject = "Harbour", description = "All" });
        server.Host.Faults.Of(_desk).Next(FaultKind.RejectCommunity);
        var rejected = await server.PostAsync("communities", new { subject = "Harbour", description = "All" });

        Assert.Equal(HttpStatusCode.BadRequest, bare.Status);
        Assert.Equal(
            (created.Text("id"), "All"),
            ((await server.GetAsync("communities/" + created.Text("id"))).Text("id"), created.Text("description")));
        Assert.Equal(HttpStatusCode.InternalServerError, rejected.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("communities/" + _inside)).Status);
    }

    [Fact]
    public async Task Subgroups_speak_differently_and_may_lack_the_announcement_group()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var full = await server.GetAsync($"communities/{_community}/subgroups");
        server.Host.Whapi.TellsAnnouncementGroup = false;
        var without = await server.GetAsync($"communities/{_community}/subgroups");

        Assert.Equal((_announcement, "Old Town"), (full.Text("announceGroupInfo.id"), full.Text("announceGroupInfo.title")));
        Assert.Equal(
            (_inside, "Parking", "false"),
            (
                full.Text("otherGroups.0.id"), full.Text("otherGroups.0.title"),
                full.Text("otherGroups.0.properties.general_chat")));
        Assert.Equal(System.Text.Json.JsonValueKind.String, full["otherGroups"]![0]!["creationTime"]!.GetValueKind());
        Assert.Equal(server.World.FindGroup(_announcement)!.InviteCode, full.Text("announceGroupInfo.inviteCode"));
        Assert.Null(without["announceGroupInfo"]);
    }

    [Fact]
    public async Task Links_and_unlinks_by_path_alone()
    {
        var loose = _builder.AddGroup("Market");
        var other = _builder.AddCommunity("Elsewhere").Id;
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal("true", (await server.PutAsync($"communities/{_community}/{loose}")).Text("success"));
        Assert.Equal(_community, server.World.FindGroup(loose)!.CommunityId);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PutAsync($"communities/{other}/{loose}")).Status);
        Assert.Equal("true", (await server.DeleteAsync($"communities/{_community}/{loose}")).Text("success"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.DeleteAsync($"communities/{_community}/{loose}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PutAsync($"communities/{_community}/{_announcement}")).Status);
    }

    [Fact]
    public async Task The_route_trap_an_odd_group_id_is_400_the_word_link_revokes_and_an_empty_one_deactivates()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        var code = server.World.FindGroup(_community)!.InviteCode;

        Assert.Equal(HttpStatusCode.BadRequest, (await server.DeleteAsync($"communities/{_community}/undefined")).Status);
        Assert.Equal("""{"success":true}""", (await server.DeleteAsync($"communities/{_community}/link")).Raw);
        Assert.NotEqual(code, server.World.FindGroup(_community)!.InviteCode);
        Assert.Equal(HttpStatusCode.OK, (await server.DeleteAsync($"communities/{_community}/")).Status);
        Assert.Equal(1, server.World.Count(WorldEventKind.CommunityDeactivated));
    }

    [Fact]
    public async Task Creates_subgroups_by_either_route_without_naming_the_refused()
    {
        var refused = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        await using var server = await WhapiServer.StartAsync(_builder);
        var body = new { subject = "Stalls", participants = new[] { refused.Phone }, isHidden = true };

        var created = await server.PostAsync("communities/" + _community, body);
        var again = await server.PostAsync($"communities/{_community}/createGroup", body);

        Assert.Equal((_community, null), (created.Text("linkedParent"), created["unprocessed_participants"]));
        Assert.True(server.World.FindGroup(created.Text("id")!)!.IsHidden);
        Assert.Equal(HttpStatusCode.OK, again.Status);
    }

    [Fact]
    public async Task Members_and_admins_of_a_community_come_with_lists_of_whom_it_worked_for()
    {
        var person = _builder.AddPerson();
        await using var server = await WhapiServer.StartAsync(_builder);
        var body = new { participants = new[] { person.Phone, "15559999999" } };

        foreach (var (method, verb) in new[] { ("POST", "participants"), ("PATCH", "admins"), ("DELETE", "admins"), ("DELETE", "participants") })
        {
            var answer = await server.SendAsync(method, $"communities/{_community}/{verb}", body);
            Assert.Equal([[person.Phone], ["15559999999"]], new[] { answer.Texts("processed"), answer.Texts("failed") });
        }

        Assert.False(server.World.IsMember(_announcement, person.Phone));
    }

    [Fact]
    public async Task Sets_policies_and_takes_name_description_picture_and_invitation_by_the_groups_routes()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        await server.PatchAsync($"communities/{_community}/settings", new { setting = "modify_groups", policy = "anyone" });
        await server.PatchAsync($"communities/{_community}/settings", new { setting = "member_add_mode", policy = "anyone" });
        await server.PutAsync("groups/" + _community, new { subject = "New Town" });
        await server.PutAsync($"groups/{_community}/icon", new { media = "https://cdn.example/a.jpg" });
        var invite = await server.GetAsync($"groups/{_community}/invite");

        var binder = server.World.FindGroup(_community)!;
        Assert.Equal(
            (false, false, "New Town"),
            (binder.Settings.AdminsOnlyAddGroups, binder.Settings.AdminsOnlyAdd, binder.Name));
        Assert.NotNull(binder.Picture);
        Assert.Equal(binder.InviteCode, invite.Text("invite_code"));
    }

    [Fact]
    public async Task Joins_a_subgroup_and_may_not_deactivate_what_is_not_its_own()
    {
        var owner = _builder.AddPerson();
        var foreign = _builder.AddCommunity("Foreign", owner.Phone).Id;
        var group = _builder.AddGroup("Choir", foreign, owner: owner.Phone);
        _builder.AddMember(foreign, _desk.Phone);
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal("true", (await server.PostAsync($"communities/{foreign}/{group}/join")).Text("success"));
        Assert.True(server.World.IsMember(group, _desk.Phone));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.DeleteAsync("communities/" + foreign)).Status);
    }
}
