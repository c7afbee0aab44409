using System.Net;
using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

public sealed class RyzeParticipantsTests
{
    private readonly WorldBuilder _builder = new();
    private readonly string _group;

    public RyzeParticipantsTests()
    {
        _builder.AddNumber("Desk", phone: "15550001000");
        _group = _builder.AddGroup("Harbour Crew", settings: new GroupSettings(ApprovalRequired: true));
    }

    [Fact]
    public async Task Adds_people_and_reports_each_one_with_200()
    {
        var open = _builder.AddPerson();
        var walled = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await ChangeAsync(server, "add", open.Phone, walled.LidJid, "15559999999");

        Assert.Equal((HttpStatusCode.OK, true, _group), (answer.Status, answer.Success, answer.Body["groupJid"]!.GetValue<string>()));
        Assert.Equal(
            [(open.PhoneJid, true, null), (walled.LidJid, false, "privacy settings block add"), ("15559999999@s.whatsapp.net", false, "number is not on WhatsApp")],
            Entries(answer));
        Assert.Equal(1, server.World.Count(WorldEventKind.MemberAdded, _group, open.Phone));
        Assert.False(server.World.IsMember(_group, walled.Phone));
    }

    [Fact]
    public async Task Total_failure_of_adds_is_200_too()
    {
        var member = _builder.AddPerson();
        _builder.AddMember(_group, member.Phone);
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await ChangeAsync(server, "add", member.Phone);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal([(member.PhoneJid, false, "already a member of the group")], Entries(answer));
    }

    [Fact]
    public async Task Promoting_needs_more_than_an_admin()
    {
        var owner = _builder.AddPerson();
        var member = _builder.AddPerson();
        var foreign = _builder.AddGroup("Foreign", owner: owner.Phone, members: [member.Phone], admins: ["15550001000"]);
        await using var server = await RyzeServer.StartAsync(_builder);

        var refused = await server.PostAsync(
            "group/participants/desk", new { action = "promote", identifier = foreign, participants = new[] { member.Phone } });
        server.World.Demote(owner.Phone, foreign, ["15550001000"]);
        server.World.Promote(owner.Phone, foreign, ["15550001000"]);
        var allowed = await server.PostAsync(
            "group/participants/desk", new { action = "promote", identifier = foreign, participants = new[] { member.Phone, owner.Phone } });

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal([(member.PhoneJid, true, null), (owner.PhoneJid, false, "already an admin")], Entries(allowed));
    }

    [Fact]
    public async Task The_creator_is_neither_demoted_nor_removed()
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        Assert.Equal("cannot change the group creator", Entries(await ChangeAsync(server, "demote", "15550001000"))[0].Error);
        Assert.Equal("cannot change the group creator", Entries(await ChangeAsync(server, "remove", "15550001000"))[0].Error);
    }

    [Fact]
    public async Task Requests_are_listed_by_lid_with_a_phone_number_or_null_and_decided_by_lid()
    {
        var shown = _builder.AddPerson();
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        var code = _builder.World.InviteCode("15550001000", _group).Value;
        _builder.World.Join(shown.Phone, code);
        _builder.World.Join(hidden.Phone, code);
        await using var server = await RyzeServer.StartAsync(_builder);

        var listed = await server.GetAsync($"group/requests/desk?identifier={_group}");
        var approved = await ChangeAsync(server, "approve", shown.LidJid);
        var rejected = await ChangeAsync(server, "reject", hidden.LidJid, shown.LidJid, "999@lid");

        Assert.Equal("2 pending requests found", listed.Message);
        var requests = listed.Body["requests"]!.AsArray();
        Assert.Equal([shown.LidJid, hidden.LidJid], requests.Select(request => request!["jid"]!.GetValue<string>()));
        Assert.Equal([shown.PhoneJid, null], requests.Select(request => request!["phoneNumber"]?.GetValue<string>()));
        Assert.True(requests[1]!.AsObject().ContainsKey("phoneNumber"));
        Assert.Equal(2, listed.Body["meta"]!["total"]!.GetValue<int>());
        Assert.Equal([(shown.LidJid, true, null)], Entries(approved));
        Assert.Equal(
            [(hidden.LidJid, true, null), (shown.LidJid, false, "already a member of the group"), ("999@lid", false, "request not found")],
            Entries(rejected));
        Assert.Equal(1, server.Host.Requests.Count(RouteKind.Approve));
        Assert.Equal(1, server.Host.Requests.Count(RouteKind.Reject));
    }

    [Fact]
    public async Task Requests_are_for_admins()
    {
        var owner = _builder.AddPerson();
        var foreign = _builder.AddGroup("Foreign", owner: owner.Phone, members: ["15550001000"]);
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.GetAsync($"group/requests/desk?identifier={foreign}");

        Assert.Equal((HttpStatusCode.Forbidden, "Not authorized to view group requests (must be admin)"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task What_is_no_action_or_names_nobody_is_400()
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(server, "invite", "15550009999")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(server, "add")).Status);
        Assert.Equal("Identifier is required", (await server.PostAsync("group/participants/desk", new { action = "add" })).Error);
    }

    private Task<RyzeServer.Answer> ChangeAsync(RyzeServer server, string action, params string[] participants) =>
        server.PostAsync("group/participants/desk", new { action, identifier = _group, participants });

    private static (string Jid, bool Success, string? Error)[] Entries(RyzeServer.Answer answer) =>
    [
        .. answer.Body["participants"]!.AsArray().OfType<JsonObject>().Select(entry =>
            (entry["jid"]!.GetValue<string>(), entry["success"]!.GetValue<bool>(), entry["error"]?.GetValue<string>())),
    ];
}
