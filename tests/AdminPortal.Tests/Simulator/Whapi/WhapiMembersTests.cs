using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

public sealed class WhapiMembersTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;

    public WhapiMembersTests()
    {
        _desk = _builder.AddNumber("Desk", phone: "15550001111", vendor: Vendor.Whapi);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Harbour", settings: new GroupSettings(ApprovalRequired: true));
    }

    [Fact]
    public async Task Adds_are_processed_or_failed_without_a_reason_and_some_processed_are_missing()
    {
        var refused = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        var silent = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.Closed });
        var blocker = _builder.AddPerson(shape: person => person with { Blocks = [_desk.Phone] });
        await using var server = await WhapiServer.StartAsync(_builder);

        var answer = await ParticipantsAsync(server, "POST", _person.Phone, refused.PhoneJid, silent.Phone, blocker.Phone);

        Assert.Equal([_person.Phone, silent.Phone, blocker.Phone], answer.Texts("processed"));
        Assert.Equal([refused.PhoneJid], answer.Texts("failed"));
        Assert.Equal(["success", "processed", "failed"], answer.Json.AsObject().Select(field => field.Key));
        Assert.Equal(2, server.World.FindGroup(_group)!.MemberCount);
    }

    [Fact]
    public async Task Adding_only_members_is_409_only_strangers_404_and_what_is_no_number_400()
    {
        _builder.AddMember(_group, _person.Phone);
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal(HttpStatusCode.Conflict, (await ParticipantsAsync(server, "POST", _person.Phone)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ParticipantsAsync(server, "POST", "15559999999")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ParticipantsAsync(server, "POST", "+1 555")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ParticipantsAsync(server, "POST")).Status);
    }

    [Fact]
    public async Task Adds_can_be_dropped_silently()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        server.Host.Faults.Of(_desk).Always(FaultKind.SilentlyDropAdds);

        Assert.Equal([_person.Phone], (await ParticipantsAsync(server, "POST", _person.Phone)).Texts("processed"));
        Assert.False(server.World.IsMember(_group, _person.Phone));
    }

    [Fact]
    public async Task Removal_has_a_body_on_DELETE()
    {
        _builder.AddMember(_group, _person.Phone);
        await using var server = await WhapiServer.StartAsync(_builder);

        var answer = await ParticipantsAsync(server, "DELETE", _person.Phone, "15559999999");

        Assert.Equal([[_person.Phone], ["15559999999"]], new[] { answer.Texts("processed"), answer.Texts("failed") });
        Assert.False(server.World.IsMember(_group, _person.Phone));
    }

    [Fact]
    public async Task Promoting_says_success_whether_it_worked_or_not()
    {
        _builder.AddMember(_group, _person.Phone);
        await using var server = await WhapiServer.StartAsync(_builder);

        var promoted = await server.PatchAsync($"groups/{_group}/admins", new { participants = new[] { _person.Phone } });
        var stranger = await server.PatchAsync($"groups/{_group}/admins", new { participants = new[] { "15559999999" } });
        var creator = await server.DeleteAsync($"groups/{_group}/admins", new { participants = new[] { _desk.Phone } });
        var demoted = await server.DeleteAsync($"groups/{_group}/admins", new { participants = new[] { _person.Phone } });

        Assert.All([promoted, stranger, creator, demoted], answer => Assert.Equal("""{"success":true}""", answer.Raw));
        Assert.Equal((1, 1), (server.World.Count(WorldEventKind.Promoted), server.World.Count(WorldEventKind.Demoted)));
    }

    [Fact]
    public async Task A_plain_member_may_do_none_of_it()
    {
        var foreign = _builder.AddGroup("Foreign", owner: _person.Phone, members: [_desk.Phone]);
        await using var server = await WhapiServer.StartAsync(_builder);
        var body = new { participants = new[] { _person.Phone } };

        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync($"groups/{foreign}/participants", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.DeleteAsync($"groups/{foreign}/admins", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync($"groups/{foreign}/applications")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync($"groups/{foreign}/invite")).Status);
    }

    [Fact]
    public async Task Applications_are_decided_one_by_one_and_200_does_not_mean_approved()
    {
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        Ask(_person, RequestMethod.InviteLink);
        Ask(hidden, RequestMethod.LinkedGroupJoin);
        await using var server = await WhapiServer.StartAsync(_builder);

        var listed = await server.GetAsync($"groups/{_group}/applications?count=1&offset=1");
        var approved = await server.PostAsync($"groups/{_group}/applications", new { application = hidden.LidJid });
        var gone = await server.PostAsync($"groups/{_group}/applications", new { application = hidden.LidJid });
        var rejected = await server.DeleteAsync($"groups/{_group}/applications", new { application = _person.PhoneJid });
        var plural = await server.PostAsync($"groups/{_group}/applications", new { applications = new[] { _person.PhoneJid } });
        var bare = await server.PostAsync($"groups/{_group}/applications", new { application = _person.Phone });

        Assert.Equal(
            (hidden.LidJid, "linked_group_join", "2"),
            (listed.Text("applications.0.chatId"), listed.Text("applications.0.request_method"), listed.Text("total")));
        Assert.Equal($$"""[{"chatId":"{{hidden.LidJid}}","success":true}]""", approved.Raw);
        Assert.Equal((HttpStatusCode.OK, "false"), (gone.Status, gone.Text("0.success")));
        Assert.NotNull(gone.Json[0]!["error"]);
        Assert.Equal("true", rejected.Text("0.success"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (plural.Status, bare.Status));
    }

    private void Ask(Person person, RequestMethod method) =>
        _builder.AddRequest(_group, new MembershipRequest(person.Phone, method, DateTimeOffset.UnixEpoch));

    private Task<DialectAnswer> ParticipantsAsync(DialectServer server, string method, params string[] participants) =>
        server.SendAsync(method, $"groups/{_group}/participants", new { participants });
}
