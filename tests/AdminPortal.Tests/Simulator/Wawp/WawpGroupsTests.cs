using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Wawp;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wawp;

public sealed class WawpGroupsTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;

    public WawpGroupsTests()
    {
        _desk = _builder.AddNumber("Desk", phone: "15550009999", vendor: Vendor.Wawp);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Rota-7", [_person]);
    }

    [Fact]
    public async Task Lists_without_a_total_as_an_array_or_by_id()
    {
        var second = _builder.AddGroup("Another");
        await using var server = await WawpServer.StartAsync(_builder);

        var list = await server.GetAsync("groups");
        var page = await server.GetAsync("groups?limit=1&offset=1&sortBy=subject&sortOrder=ASC&exclude=participants");
        var down = await server.GetAsync("groups?sortBy=id&sortOrder=DESC");
        server.Host.Wawp.ListsGroupsById = true;
        var keyed = await server.GetAsync("groups");

        Assert.Equal((_group, "Rota-7"), (list.Text("0.id"), list.Text("0.subject")));
        Assert.Equal(
            (_person.Phone + "@c.us", _person.Phone + "@c.us", "participant"),
            (list.Text("0.participants.1.id"), list.Text("0.participants.1.pn"), list.Text("0.participants.1.role")));
        Assert.Equal(
            ("false", "true", "false"),
            (
                list.Text("0.membersCanAddNewMember"), list.Text("0.membersCanSendMessages"),
                list.Text("0.newMembersApprovalRequired")));
        Assert.Equal(
            (_group, null),
            (Assert.Single(page.Json.AsArray())!["id"]!.GetValue<string>(), page.Json[0]!["participants"]));
        Assert.Equal(second, down.Text("0.id"));
        Assert.Equal("Another", keyed.Json[second]!["subject"]!.GetValue<string>());
        Assert.Equal(
            ("2", "true"),
            ((await server.GetAsync("groups/count")).Text("count"), (await server.PostAsync("groups/refresh")).Text("success")));
    }

    [Fact]
    public async Task Community_groups_look_like_plain_groups_and_announcement_members_are_lids()
    {
        var (community, announcement) = _builder.AddCommunity("Harbour");
        var inside = _builder.AddGroup("Choir", community, [_person.Phone]);
        await using var server = await WawpServer.StartAsync(_builder);

        foreach (var id in new[] { community, announcement, inside })
        {
            var shape = (await server.GetAsync("groups/" + id)).Json.AsObject();
            Assert.DoesNotContain(
                shape,
                field => field.Key.Contains("arent", StringComparison.Ordinal) || field.Key.Contains("ommunity", StringComparison.Ordinal));
        }

        var members = await server.GetAsync($"groups/{announcement}/participants");
        Assert.All(members.Json.AsArray(), member => Assert.EndsWith("@lid", member!["id"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Null((await server.GetAsync("groups/" + announcement)).Json["participants"]![1]!["pn"]);
        Assert.Equal(
            "true",
            (await server.GetAsync($"groups/{announcement}/settings/security/messages-admin-only")).Text("adminsOnly"));
    }

    [Fact]
    public async Task There_is_nothing_about_communities_requests_or_ownership()
    {
        await using var server = await WawpServer.StartAsync(_builder);

        foreach (var path in new[] { "communities", $"groups/{_group}/applications", $"groups/{_group}/settings/security/join-approval" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(path)).Status);
        }

        Assert.Equal(3, server.Host.Requests.Unmatched.Count);
    }

    [Fact]
    public async Task Creating_succeeds_whoever_was_dropped_and_sends_cards_by_itself()
    {
        var walled = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        var closed = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.Closed });
        var blocker = _builder.AddPerson(shape: person => person with { Blocks = [_desk.Phone] });
        await using var server = await WawpServer.StartAsync(_builder);

        var created = await server.PostAsync("groups", Body("Evening crew", _person, walled, closed, blocker));
        server.Host.Wawp.CreatesPlain = true;
        var plain = await server.PostAsync("groups", Body("Night crew", _person));
        var bareTexts = await server.PostAsync("groups", new { name = "Crew", participants = new[] { _person.Phone + "@c.us" } });

        var people = created["participants"]!.AsObject();
        Assert.Equal("Evening crew", created.Text("title"));
        Assert.Equal(created.Text("gid._serialized"), created.Text("gid.user") + "@g.us");
        Assert.Equal((200, false), Entry(people[_person.Phone + "@c.us"]!));
        Assert.Equal((403, true), Entry(people[walled.Phone + "@c.us"]!));
        Assert.Equal((403, false), Entry(people[closed.Phone + "@c.us"]!));
        Assert.False(people.ContainsKey(blocker.Phone + "@c.us"));
        Assert.Equal(walled.PhoneJid, Assert.Single(server.World.Messages).ChatJid);
        Assert.Equal(("Night crew", 2), (plain.Text("subject"), plain["participants"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.BadRequest, bareTexts.Status);

        static (int Code, bool IsCardSent) Entry(System.Text.Json.Nodes.JsonNode node) =>
            (node["statusCode"]!.GetValue<int>(), node["isInviteV4Sent"]!.GetValue<bool>());
    }

    [Fact]
    public async Task First_members_can_be_dropped_silently()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Faults.Of(_desk).Next(FaultKind.SilentlyDropAdds);

        var created = await server.PostAsync("groups", Body("Evening crew", _person));

        Assert.Equal(200, created["participants"]![_person.Phone + "@c.us"]!["statusCode"]!.GetValue<int>());
        Assert.False(server.World.IsMember(created.Text("gid._serialized")!, _person.Phone));
    }

    [Fact]
    public async Task Profile_writes_answer_true_and_false_with_200_when_there_is_no_right()
    {
        var foreign = _builder.AddGroup("Foreign", owner: _person.Phone, members: [_desk.Phone], settings: new GroupSettings(AdminsOnlyEdit: true));
        await using var server = await WawpServer.StartAsync(_builder);

        Assert.Equal("true", (await server.PutAsync($"groups/{_group}/subject", new { subject = "Night" })).Raw);
        Assert.Equal("true", (await server.PutAsync($"groups/{_group}/description", new { description = "" })).Raw);
        var refused = await server.PutAsync($"groups/{foreign}/subject", new { subject = "Mine" });
        server.Host.Wawp.WrapsResults = true;
        var wrapped = await server.PutAsync($"groups/{foreign}/description", new { description = "Mine" });

        Assert.Equal((HttpStatusCode.OK, "false"), (refused.Status, refused.Raw));
        Assert.Equal((HttpStatusCode.OK, """{"success":false}"""), (wrapped.Status, wrapped.Raw));
        Assert.Equal(("Night", "Foreign"), (server.World.FindGroup(_group)!.Name, server.World.FindGroup(foreign)!.Name));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await server.PutAsync("groups/120363999999999999@g.us/subject", new { subject = "X" })).Status);
    }

    [Fact]
    public async Task A_picture_is_a_file_with_an_address_or_data()
    {
        await using var server = await WawpServer.StartAsync(_builder);

        Assert.Null((await server.GetAsync($"groups/{_group}/picture?refresh=false")).Text("url"));
        var file = new { url = "https://cdn.example/p.jpg", filename = "p.jpg", mimetype = "image/jpeg" };
        var set = await server.PutAsync($"groups/{_group}/picture", new { file });
        Assert.Equal("""{"success":true}""", set.Raw);
        Assert.NotNull((await server.GetAsync($"groups/{_group}/picture")).Text("url"));
        Assert.Equal("""{"success":true}""", (await server.DeleteAsync($"groups/{_group}/picture")).Raw);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await server.PutAsync($"groups/{_group}/picture", new { media = "https://cdn.example/p.jpg" })).Status);
    }

    [Fact]
    public async Task Settings_are_read_from_query_or_body_and_one_build_reads_only_one_of_them()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        var messages = $"groups/{_group}/settings/security/messages-admin-only";
        var info = $"groups/{_group}/settings/security/info-admin-only";

        Assert.Equal("true", (await server.PutAsync(messages, new { adminsOnly = true })).Raw);
        Assert.Equal("true", (await server.PutAsync(info + "?adminsOnly=true")).Raw);
        Assert.Equal(
            ("true", "true"),
            ((await server.GetAsync(messages)).Text("adminsOnly"), (await server.GetAsync(info)).Text("adminsOnly")));
        server.Host.Wawp.SettingsFrom = WawpSettingSource.Query;
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PutAsync(info, new { adminsOnly = false })).Status);
        server.Host.Wawp.SettingsFrom = WawpSettingSource.Body;
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PutAsync(info + "?adminsOnly=false")).Status);
        Assert.Equal("true", (await server.PutAsync(info + "?adminsOnly=false", new { adminsOnly = false })).Raw);
        Assert.Equal(new GroupSettings(AdminsOnlySend: true), server.World.FindGroup(_group)!.Settings);
    }

    [Theory]
    [InlineData(WawpCodeShape.Bare, null, "")]
    [InlineData(WawpCodeShape.Link, null, "https://chat.whatsapp.com/")]
    [InlineData(WawpCodeShape.Code, "code", "")]
    [InlineData(WawpCodeShape.InviteCode, "inviteCode", "")]
    [InlineData(WawpCodeShape.InviteCodeInSnakeCase, "invite_code", "")]
    public async Task Codes_come_in_many_forms(WawpCodeShape shape, string? key, string head)
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.Codes = shape;

        var revoked = await server.PostAsync($"groups/{_group}/invite-code/revoke");
        var read = await server.GetAsync($"groups/{_group}/invite-code");

        Assert.Equal(revoked.Raw, read.Raw);
        Assert.Equal(
            head + server.World.FindGroup(_group)!.InviteCode,
            key is null ? read.Json.GetValue<string>() : read.Text(key));
    }

    [Fact]
    public async Task Previews_joins_by_code_or_link_and_leaves()
    {
        var foreign = _builder.AddGroup("Foreign", owner: _person.Phone);
        var link = "https://chat.whatsapp.com/" + _builder.World.InviteCode(_person.Phone, foreign).Value;
        await using var server = await WawpServer.StartAsync(_builder);

        var preview = await server.GetAsync("groups/join-info?code=" + Uri.EscapeDataString(link));
        var wrongKey = await server.PostAsync("groups/join", new { url = link });
        var joined = await server.PostAsync("groups/join", new { code = link });
        var again = await server.PostAsync("groups/join", new { code = link });
        var left = await server.PostAsync($"groups/{foreign}/leave");

        Assert.Equal(("Foreign", "1"), (preview.Text("subject"), preview.Text("size")));
        Assert.Equal(
            (HttpStatusCode.BadRequest, foreign, foreign, "true"),
            (wrongKey.Status, joined.Text("id"), again.Text("id"), left.Raw));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("groups/join", new { code = "nonsense" })).Status);
    }

    private static object Body(string name, params Person[] people) =>
        new { name, participants = people.Select(person => new { id = person.Phone + "@c.us" }) };
}
