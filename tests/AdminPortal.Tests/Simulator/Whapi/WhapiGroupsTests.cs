using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

public sealed class WhapiGroupsTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;

    public WhapiGroupsTests() => _desk = _builder.AddNumber("Desk", phone: "15550001111", vendor: Vendor.Whapi);

    [Fact]
    public async Task Lists_in_pages_of_at_most_500()
    {
        var ids = Enumerable.Range(1, 5).Select(number => _builder.AddGroup("Group " + number)).ToArray();
        await using var server = await WhapiServer.StartAsync(_builder);

        var page = await server.GetAsync("groups?count=2&offset=3");

        Assert.Equal(ids[3..], page["groups"]!.AsArray().Select(group => group!["id"]!.GetValue<string>()));
        Assert.Equal(("2", "5", "3"), (page.Text("count"), page.Text("total"), page.Text("offset")));
        Assert.Equal("100", (await server.GetAsync("groups")).Text("count"));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("groups?count=501")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("groups?offset=-1")).Status);
    }

    [Fact]
    public async Task A_group_leaves_out_what_is_false_and_never_tells_whether_approval_is_on()
    {
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        var group = _builder.AddGroup(
            "Harbour", members: [hidden.Phone], settings: new GroupSettings(AdminsOnlyEdit: true, AdminsOnlyAdd: false, ApprovalRequired: true));
        await using var server = await WhapiServer.StartAsync(_builder);

        var shape = (await server.GetAsync("groups/" + group)).Json.AsObject();

        Assert.Equal(
            ("Harbour", "group", 2),
            (Text(shape, "name"), Text(shape, "type"), shape["participants_count"]!.GetValue<int>()));
        Assert.True(shape["restricted"]!.GetValue<bool>());
        Assert.False(shape.ContainsKey("announcements"));
        Assert.False(shape.ContainsKey("adminAddMemberMode"));
        Assert.DoesNotContain(shape, field => field.Key.Contains("appro", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ("15550001111", "creator"),
            (Text(shape["participants"]![0]!, "id"), Text(shape["participants"]![0]!, "rank")));
        Assert.Equal(
            (hidden.LidJid, "member"),
            (Text(shape["participants"]![1]!, "id"), Text(shape["participants"]![1]!, "rank")));
    }

    [Fact]
    public async Task Participants_can_come_by_lid_with_their_phone_or_not_at_all()
    {
        var person = _builder.AddPerson();
        var group = _builder.AddGroup("Harbour", members: [person.Phone]);
        await using var server = await WhapiServer.StartAsync(_builder);
        server.Host.Whapi.ListsParticipantsByLid = true;

        var byLid = await server.GetAsync("groups/" + group);
        server.Host.Faults.Of(_desk).Next(FaultKind.PartialParticipantList);
        var partial = await server.GetAsync("groups/" + group);

        Assert.Equal((person.LidJid, person.Phone), (byLid.Text("participants.1.id"), byLid.Text("participants.1.phone")));
        Assert.Equal(("2", 0), (partial.Text("participants_count"), partial["participants"]!.AsArray().Count));
    }

    [Fact]
    public async Task Creating_names_the_refused_and_keeps_silent_about_some()
    {
        var plain = _builder.AddPerson();
        var refused = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        var silent = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.Closed });
        var nobody = _builder.AddPerson(shape: person => person with { IsOnWhatsApp = false });
        await using var server = await WhapiServer.StartAsync(_builder);

        var created = await server.PostAsync("groups", new { subject = "Crew", participants = new[] { plain.Phone, refused.Phone, silent.Phone } });
        var empty = await server.PostAsync("groups", new { subject = "Crew", participants = Array.Empty<string>() });
        var unknown = await server.PostAsync("groups", new { subject = "Crew", participants = new[] { nobody.Phone } });

        Assert.Equal([refused.Phone], created.Texts("unprocessed_participants"));
        Assert.Equal(["15550001111", plain.Phone], created["participants"]!.AsArray().Select(item => Text(item!, "id")));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (empty.Status, unknown.Status));
        Assert.Equal(1, server.World.Count(WorldEventKind.GroupCreated));
    }

    [Fact]
    public async Task Changes_name_description_settings_and_how_long_messages_stay()
    {
        var group = _builder.AddGroup("Harbour", description: "Old");
        await using var server = await WhapiServer.StartAsync(_builder);

        await server.PutAsync("groups/" + group, new { subject = "Pier", description = "" });
        foreach (var setting in new[] { "send_messages", "edit_group_info", "approve_participants" })
        {
            Assert.Equal(
                "true",
                (await server.PatchAsync("groups/" + group, new { setting, policy = "admins" })).Text("success"));
        }

        await server.PatchAsync("groups/" + group, new { setting = "add_participants", policy = "anyone" });
        await server.PatchAsync("chats/" + group, new { ephemeral = "week" });
        var wrong = await server.PatchAsync("groups/" + group, new { setting = "subject", policy = "admins" });

        var view = server.World.FindGroup(group)!;
        Assert.Equal(("Pier", ""), (view.Name, view.Description));
        Assert.Equal(
            new GroupSettings(true, true, AdminsOnlyAdd: false, ApprovalRequired: true, EphemeralSeconds: 604_800),
            view.Settings);
        Assert.Equal("604800", (await server.GetAsync("groups/" + group)).Text("ephemeral"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PutAsync("groups/" + group, new { name = "Wrong key" })).Status);
    }

    [Fact]
    public async Task A_plain_member_of_a_locked_group_is_403_and_a_stranger_404()
    {
        var owner = _builder.AddPerson();
        var locked = _builder.AddGroup("Locked", owner: owner.Phone, members: [_desk.Phone], settings: new GroupSettings(AdminsOnlyEdit: true));
        var strange = _builder.AddGroup("Strange", owner: owner.Phone);
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal(HttpStatusCode.Forbidden, (await server.PutAsync("groups/" + locked, new { subject = "Mine" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("groups/" + strange)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("groups/12345")).Status);
    }

    [Fact]
    public async Task A_picture_is_set_in_three_ways_and_read_as_bytes()
    {
        var group = _builder.AddGroup("Harbour");
        await using var server = await WhapiServer.StartAsync(_builder);
        using var bytes = new ByteArrayContent([1, 2, 3]);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");

        Assert.Equal(HttpStatusCode.NoContent, (await server.GetAsync($"groups/{group}/icon")).Status);
        Assert.Equal(
            "true",
            (await server.PutAsync($"groups/{group}/icon", new { media = "https://cdn.example/a.jpg" })).Text("success"));
        Assert.Equal("image/png", (await server.GetAsync($"groups/{group}/icon")).MediaType);
        await server.PutAsync($"groups/{group}/icon", bytes);
        Assert.Equal([1, 2, 3], (await server.GetAsync($"groups/{group}/icon")).Bytes);
        Assert.Equal("true", (await server.DeleteAsync($"groups/{group}/icon")).Text("success"));
        Assert.Null(server.World.FindGroup(group)!.Picture);
    }

    [Fact]
    public async Task Revoking_does_not_tell_the_new_code()
    {
        var group = _builder.AddGroup("Harbour");
        await using var server = await WhapiServer.StartAsync(_builder);

        var before = (await server.GetAsync($"groups/{group}/invite")).Text("invite_code");
        var revoked = await server.DeleteAsync($"groups/{group}/invite");
        var after = (await server.GetAsync($"groups/{group}/invite")).Text("invite_code");

        Assert.Equal("""{"success":true}""", revoked.Raw);
        Assert.NotEqual(before, after);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("groups/link/" + before)).Status);
        Assert.Equal("1", (await server.GetAsync("groups/link/" + after)).Text("participantsCount"));
    }

    [Fact]
    public async Task Joins_by_code_leaves_and_sends_a_card()
    {
        var owner = _builder.AddPerson();
        var group = _builder.AddGroup("Foreign", owner: owner.Phone);
        var code = _builder.World.InviteCode(owner.Phone, group).Value;
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal(group, (await server.PutAsync("groups", new { invite_code = code })).Text("group_id"));
        Assert.Equal(HttpStatusCode.Conflict, (await server.PutAsync("groups", new { invite_code = code })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.PutAsync("groups", new { invite_code = "AAAAAAAAAAAAAAAA" })).Status);
        var card = await server.PostAsync("groups/link/" + code, new { to = owner.Phone, body = "Come in: %URL%" });
        Assert.Equal("true", (await server.DeleteAsync("groups/" + group)).Text("success"));

        Assert.Equal("true", card.Text("sent"));
        Assert.Equal("Come in: https://chat.whatsapp.com/" + code, Assert.Single(server.World.Messages).Text);
        Assert.False(server.World.IsMember(group, _desk.Phone));
    }

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();
}
