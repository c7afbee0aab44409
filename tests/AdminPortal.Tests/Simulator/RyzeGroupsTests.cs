using System.Net;
using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

public sealed class RyzeGroupsTests
{
    private readonly WorldBuilder _builder = new();

    public RyzeGroupsTests() => _builder.AddNumber("Desk", phone: "15550001000");

    [Fact]
    public async Task Lists_groups_keyed_by_groupJid_binder_and_announcements_included()
    {
        var group = _builder.AddGroup("Harbour Crew", _builder.AddPeople(3));
        var (id, announcementId) = _builder.AddCommunity("Harbour");
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.GetAsync("group/list/desk");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("3 groups found", answer.Message);
        var groups = answer.Body["groups"]!.AsArray();
        Assert.Equal([group, id, announcementId], groups.Select(item => item!["groupJid"]!.GetValue<string>()));
        Assert.Equal([4, 1, 1], groups.Select(item => item!["memberCount"]!.GetValue<int>()));
        Assert.All(groups, item => Assert.Equal(3, item!.AsObject().Count));
    }

    [Fact]
    public async Task Details_carry_lids_turned_settings_and_the_parent()
    {
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        var (community, _) = _builder.AddCommunity("Harbour");
        var group = _builder.AddGroup(
            "Harbour Crew",
            community,
            [hidden.Phone],
            settings: new GroupSettings(AdminsOnlySend: true, AdminsOnlyEdit: false, AdminsOnlyAdd: true, ApprovalRequired: true, EphemeralSeconds: 86_400));
        await using var server = await RyzeServer.StartAsync(_builder);

        var detail = (await server.GetAsync($"group/info/desk?identifier={group}")).Body["group"]!;

        Assert.Equal(group, detail["jid"]!.GetValue<string>());
        Assert.Equal(community, detail["linkedParentJid"]!.GetValue<string>());
        Assert.Equal(
            """{"membersCanEditInfo":true,"membersCanSendMessages":false,"membersCanAddOthers":false,"requireAdminApproval":true}""",
            detail["groupSettings"]!.ToJsonString());
        Assert.True(detail["isEphemeral"]!.GetValue<bool>());
        Assert.False(detail["isDefaultSubGroup"]!.GetValue<bool>());
        Assert.Equal("https://chat.whatsapp.com/" + detail["inviteCode"]!.GetValue<string>(), detail["inviteLink"]!.GetValue<string>());
        Assert.Equal(2, detail["participantCount"]!.GetValue<int>());
        var participants = detail["participants"]!.AsArray();
        Assert.Equal((hidden.LidJid, hidden.LidJid), (Text(participants[1], "jid"), Text(participants[1], "lid")));
        Assert.True(participants[0]!["isSuperAdmin"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Details_leave_participants_out_when_told_to()
    {
        var group = _builder.AddGroup("Harbour Crew");
        await using var server = await RyzeServer.StartAsync(_builder);

        var detail = (await server.GetAsync($"group/info/desk?identifier={group}&participants=false")).Body["group"]!.AsObject();

        Assert.False(detail.ContainsKey("participants"));
        Assert.False(detail.ContainsKey("linkedParentJid"));
        Assert.Equal(1, detail["participantCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_plain_member_sees_announcements_incognito_and_no_invite()
    {
        var owner = _builder.AddPerson();
        var (_, announcement) = _builder.AddCommunity("Foreign", owner: owner.Phone);
        foreach (var person in _builder.AddPeople(4))
        {
            _builder.AddMember(announcement, person.Phone);
        }

        _builder.AddMember(announcement, _builder.World.Numbers[0].Phone);
        await using var server = await RyzeServer.StartAsync(_builder);

        var detail = (await server.GetAsync($"group/info/desk?identifier={announcement}")).Body["group"]!;

        Assert.True(detail["isIncognito"]!.GetValue<bool>());
        Assert.True(detail["isDefaultSubGroup"]!.GetValue<bool>());
        Assert.Equal(6, detail["participantCount"]!.GetValue<int>());
        Assert.Equal(owner.PhoneJid, Text(Assert.Single(detail["participants"]!.AsArray()), "jid"));
        Assert.Equal("", Text(detail, "inviteLink"));
    }

    [Fact]
    public async Task A_code_or_link_previews_a_group_to_a_stranger_and_its_jid_does_not()
    {
        var owner = _builder.AddPerson();
        var group = _builder.AddGroup("Foreign", owner: owner.Phone);
        var code = _builder.World.InviteCode(owner.Phone, group).Value;
        await using var server = await RyzeServer.StartAsync(_builder);

        var preview = await server.GetAsync($"group/info/desk?identifier={Uri.EscapeDataString("https://chat.whatsapp.com/" + code)}");
        var byJid = await server.GetAsync($"group/info/desk?identifier={group}");
        var missing = await server.GetAsync("group/info/desk");

        Assert.Equal(group, Text(preview.Body["group"], "jid"));
        Assert.Empty(preview.Body["group"]!["participants"]!.AsArray());
        Assert.Equal((HttpStatusCode.NotFound, "Group not found or you are not a member of this group"), (byJid.Status, byJid.Error));
        Assert.Equal((HttpStatusCode.BadRequest, "Identifier is required"), (missing.Status, missing.Error));
        Assert.Equal(1, server.Host.Requests.Count(RouteKind.Preview));
    }

    [Fact]
    public async Task Creates_without_those_whom_privacy_blocks_and_says_nothing()
    {
        var open = _builder.AddPerson();
        var walled = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        var community = _builder.AddCommunity("Harbour").Id;
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync("group/create/desk", new
        {
            name = "Harbour Crew",
            participants = new[] { open.Phone, walled.Phone },
            description = "Shift notes",
            communityJid = community,
            groupSettings = new { requireAdminApproval = true },
        });

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var group = answer.Body["group"]!;
        Assert.Equal(["15550001000@s.whatsapp.net", open.PhoneJid], group["participants"]!.AsArray().Select(item => Text(item, "jid")));
        Assert.Equal("Shift notes", Text(group, "description"));
        Assert.True(group["groupSettings"]!["requireAdminApproval"]!.GetValue<bool>());
        Assert.Equal(community, server.World.FindGroup(Text(group, "jid"))!.CommunityId);
    }

    [Fact]
    public async Task An_update_names_what_it_really_changed()
    {
        var announcement = _builder.AddCommunity("Harbour").AnnouncementId;
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await UpdateAsync(server, new { identifier = announcement, name = "News", groupSettings = new { membersCanSendMessages = true } });
        var nothing = await UpdateAsync(server, new { identifier = announcement });

        Assert.Equal((HttpStatusCode.OK, "Group updated successfully: name"), (answer.Status, answer.Message));
        Assert.False(answer.Body["group"]!["groupSettings"]!["membersCanSendMessages"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.BadRequest, nothing.Status);
    }

    [Fact]
    public async Task An_update_changes_partial_settings_clears_the_description_and_removes_the_picture()
    {
        var group = _builder.AddGroup("Harbour Crew", description: "Old");
        await using var server = await RyzeServer.StartAsync(_builder);
        await UpdateAsync(server, new { identifier = group, image = "https://example.org/a.jpg" });

        var answer = await UpdateAsync(
            server,
            new { identifier = group, description = "", image = "x", removeImage = true, groupSettings = new { membersCanSendMessages = false } });

        var view = server.World.FindGroup(group)!;
        Assert.Equal("Group updated successfully: description, image, groupSettings", answer.Message);
        Assert.Equal(("", null), (view.Description, view.Picture));
        Assert.Equal(new GroupSettings(AdminsOnlySend: true), view.Settings);
    }

    [Fact]
    public async Task An_update_by_a_plain_member_of_a_locked_group_is_403()
    {
        var owner = _builder.AddPerson();
        var group = _builder.AddGroup(
            "Foreign", owner: owner.Phone, members: ["15550001000"], settings: new GroupSettings(AdminsOnlyEdit: true));
        await using var server = await RyzeServer.StartAsync(_builder);

        Assert.Equal(HttpStatusCode.Forbidden, (await UpdateAsync(server, new { identifier = group, name = "Mine" })).Status);
    }

    [Fact]
    public async Task Joins_resets_and_leaves()
    {
        var owner = _builder.AddPerson();
        var group = _builder.AddGroup("Foreign", owner: owner.Phone);
        var own = _builder.AddGroup("Own");
        var code = _builder.World.InviteCode(owner.Phone, group).Value;
        await using var server = await RyzeServer.StartAsync(_builder);

        var byJid = await server.PostAsync("group/join/desk", new { identifier = group });
        var joined = await server.PostAsync("group/join/desk", new { identifier = "https://chat.whatsapp.com/" + code });
        var again = await server.PostAsync("group/join/desk", new { identifier = code });
        var notAllowed = await server.PostAsync("group/resetLink/desk", new { identifier = group });
        var reset = await server.PostAsync("group/resetLink/desk", new { identifier = own });
        var left = await server.SendAsync(HttpMethod.Delete, $"group/leave/desk?identifier={group}", body: null);
        var leftTwice = await server.SendAsync(HttpMethod.Delete, $"group/leave/desk?identifier={group}", body: null);

        Assert.Equal(HttpStatusCode.BadRequest, byJid.Status);
        Assert.Equal((group, false), (Text(joined.Body, "groupJid"), joined.Body["requiresApproval"]!.GetValue<bool>()));
        Assert.Equal(group, Text(again.Body, "groupJid"));
        Assert.Equal("Not authorized to reset group invite link (must be admin)", notAllowed.Error);
        Assert.Equal(server.World.FindGroup(own)!.InviteCode, Text(reset.Body, "inviteCode"));
        Assert.Equal("Successfully left the group", left.Message);
        Assert.Equal(HttpStatusCode.NotFound, leftTwice.Status);
        Assert.Equal(1, server.World.Count(WorldEventKind.MemberJoined, group));
    }

    [Fact]
    public async Task A_dead_link_says_so_and_one_with_approval_waits()
    {
        var owner = _builder.AddPerson();
        var group = _builder.AddGroup("Foreign", owner: owner.Phone, settings: new GroupSettings(ApprovalRequired: true));
        var old = _builder.World.InviteCode(owner.Phone, group).Value;
        var fresh = _builder.World.ResetInvite(owner.Phone, group).Value;
        await using var server = await RyzeServer.StartAsync(_builder);

        Assert.Equal("Invite link has been revoked or expired", (await server.PostAsync("group/join/desk", new { identifier = old })).Error);
        Assert.True((await server.PostAsync("group/join/desk", new { identifier = fresh })).Body["requiresApproval"]!.GetValue<bool>());
    }

    private static Task<RyzeServer.Answer> UpdateAsync(RyzeServer server, object body) => server.SendAsync(HttpMethod.Put, "group/update/desk", body);

    private static string Text(JsonNode? node, string key) => node![key]!.GetValue<string>();
}
