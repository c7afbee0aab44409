using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Wawp;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wawp;

public sealed class WawpMembersTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;

    public WawpMembersTests()
    {
        _desk = _builder.AddNumber("Desk", phone: "15550009999", vendor: Vendor.Wawp);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Rota-7");
    }

    [Fact]
    public async Task Adds_answer_a_map_with_codes_and_send_cards_by_themselves()
    {
        var walled = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        var linkOnly = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.LinkOnly });
        var blocker = _builder.AddPerson(shape: person => person with { Blocks = [_desk.Phone] });
        await using var server = await WawpServer.StartAsync(_builder);

        var answer = (await AddAsync(server, _group, Id(_person), Id(walled), Id(linkOnly), Id(blocker), "15559999999@c.us")).Json.AsObject();

        Assert.Equal([200, 403, 417, 200, 404], answer.Select(entry => entry.Value!["code"]!.GetValue<int>()));
        Assert.Equal(
            [false, true, false, false, false],
            answer.Select(entry => entry.Value!["isInviteV4Sent"]!.GetValue<bool>()));
        Assert.Equal(walled.PhoneJid, Assert.Single(server.World.Messages).ChatJid);
        Assert.False(server.World.IsMember(_group, blocker.Phone));
    }

    [Fact]
    public async Task Adds_can_answer_a_list_that_sends_no_cards()
    {
        var walled = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.AddResults = WawpAddResults.List;

        var answer = await AddAsync(server, _group, Id(_person), Id(walled));

        Assert.Equal(("200", "403", Id(walled)), (answer.Text("0.status"), answer.Text("1.status"), answer.Text("1.jid")));
        Assert.Equal(System.Text.Json.JsonValueKind.String, answer.Json[0]!["status"]!.GetValueKind());
        Assert.Empty(server.World.Messages);
    }

    [Fact]
    public async Task Who_is_no_admin_gets_403_or_a_plain_text_with_200()
    {
        var foreign = _builder.AddGroup("Foreign", owner: _person.Phone, members: [_desk.Phone]);
        await using var server = await WawpServer.StartAsync(_builder);

        var refused = await AddAsync(server, foreign, Id(_builder.AddPerson()));
        server.Host.Wawp.AddResults = WawpAddResults.TextOnRefusal;
        var text = await AddAsync(server, foreign, Id(_builder.AddPerson()));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(HttpStatusCode.OK, text.Status);
        Assert.StartsWith("AddParticipantsError", text.Json.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Participants_are_objects_and_adds_can_be_dropped_silently()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Faults.Of(_desk).Always(FaultKind.SilentlyDropAdds);

        var bare = await server.PostAsync($"groups/{_group}/participants/add", new { participants = new[] { Id(_person) } });
        var dropped = await AddAsync(server, _group, Id(_person));

        Assert.Equal(HttpStatusCode.BadRequest, bare.Status);
        Assert.Equal(200, dropped.Json[Id(_person)]!["code"]!.GetValue<int>());
        Assert.False(server.World.IsMember(_group, _person.Phone));
    }

    [Fact]
    public async Task Other_changes_answer_for_the_whole_batch_whatever_happened()
    {
        _builder.AddMember(_group, _person.Phone);
        await using var server = await WawpServer.StartAsync(_builder);

        foreach (var verb in new[] { "admin/promote", "admin/demote", "participants/remove" })
        {
            var answer = await server.PostAsync(
                $"groups/{_group}/{verb}", new { participants = new[] { new { id = Id(_person) }, new { id = "15550009999@c.us" } } });
            Assert.Equal("""{"status":200}""", answer.Raw);
        }

        Assert.Equal(
            (1, 1, 1),
            (
                server.World.Count(WorldEventKind.Promoted), server.World.Count(WorldEventKind.Demoted),
                server.World.Count(WorldEventKind.MemberRemoved)));
        Assert.Equal(MemberRole.SuperAdmin, Assert.Single(server.World.FindGroup(_group)!.Members).Role);
    }

    [Fact]
    public async Task Members_come_as_texts_or_objects_in_arrays_or_by_index()
    {
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        _builder.AddMember(_group, hidden.Phone);
        await using var server = await WawpServer.StartAsync(_builder);
        var path = $"groups/{_group}/participants";

        var plain = await server.GetAsync(path);
        server.Host.Wawp.NestsIds = true;
        server.Host.Wawp.IndexesLists = true;
        var odd = await server.GetAsync(path);
        server.Host.Faults.Of(_desk).Next(FaultKind.PartialParticipantList);
        var partial = await server.GetAsync(path);

        Assert.Equal(
            ("15550009999@c.us", "true", "true", hidden.LidJid),
            (plain.Text("0.id"), plain.Text("0.isAdmin"), plain.Text("0.isSuperAdmin"), plain.Text("1.id")));
        Assert.Equal(
            ("15550009999@c.us", "c.us", hidden.LidJid),
            (odd.Text("0.id._serialized"), odd.Text("0.id.server"), odd.Text("1.id._serialized")));
        Assert.Equal("{}", partial.Raw);
    }

    private static string Id(Person person) => person.Phone + "@c.us";

    private static Task<DialectAnswer> AddAsync(DialectServer server, string group, params string[] ids) =>
        server.PostAsync($"groups/{group}/participants/add", new { participants = ids.Select(id => new { id }) });
}
