using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Wadial;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wadial;

public sealed class WadialGroupsTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;

    public WadialGroupsTests()
    {
        _desk = _builder.AddNumber("Ops line", phone: "4915110003000", vendor: Vendor.Wadial);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Harbor Crew", settings: new GroupSettings(ApprovalRequired: true));
    }

    [Fact]
    public async Task Lists_directly_or_wrapped_and_reads_one_with_an_escaped_id()
    {
        await using var server = await WadialServer.StartAsync(_builder);

        var list = await server.GetAsync("groups");
        server.Host.Wadial.WrapsGroups = true;
        var wrapped = await server.GetAsync("groups");
        var one = await server.GetAsync("groups/" + Uri.EscapeDataString(_group));

        Assert.Equal(
            (_group, _group, _group),
            (list.Text("data.0.jid"), wrapped.Text("data.groups.0.jid"), one.Text("data.jid")));
        Assert.Equal(
            ("Harbor Crew", "4915110003000@s.whatsapp.net", "pn", "1"),
            (one.Text("data.subject"), one.Text("data.owner"), one.Text("data.addressingMode"), one.Text("data.size")));
        Assert.Equal(
            ("true", "admin_add", "admin_link", "admin_share"),
            (
                one.Text("data.membershipApprovalEnabled"), one.Text("data.memberAddMode"), one.Text("data.memberLinkMode"),
                one.Text("data.memberShareGroupHistoryMode")));
        Assert.Equal(
            ("superadmin", "true"),
            (one.Text("data.participants.0.type"), one.Text("data.participants.0.isSuperAdmin")));
        Assert.EndsWith("@lid", one.Text("data.participants.0.lid"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creating_leaves_the_blocked_out_and_wants_full_ids_but_not_its_own()
    {
        var blocked = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        await using var server = await WadialServer.StartAsync(_builder);

        var created = await server.PostAsync(
            "groups", new { subject = "Night", participants = new[] { _person.PhoneJid, blocked.PhoneJid }, description = "Notes" });
        var bare = await server.PostAsync("groups", new { subject = "Night", participants = new[] { _person.Phone } });
        var own = await server.PostAsync("groups", new { subject = "Night", participants = new[] { "4915110003000@s.whatsapp.net" } });

        Assert.Equal(
            ["4915110003000@s.whatsapp.net", _person.PhoneJid],
            created["data"]!["participants"]!.AsArray().Select(item => item!["jid"]!.GetValue<string>()));
        Assert.Equal("Notes", created.Text("data.desc"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (bare.Status, own.Status));
    }

    [Fact]
    public async Task Changes_name_and_description_and_one_kind_of_setting_per_call()
    {
        await using var server = await WadialServer.StartAsync(_builder);

        await server.PatchAsync($"groups/{_group}/profile", new { subject = "Pier", description = "New" });
        await server.PatchAsync($"groups/{_group}/profile", new { description = "" });
        object[] bodies =
        [
            new { setting = "announcement", enabled = true }, new { setting = "restrict", enabled = true },
            new { setting = "membership_approval_mode", enabled = false }, new { memberAddMode = "all_member_add" },
            new { memberLinkMode = "all_member_link" }, new { memberShareGroupHistoryMode = "all_member_share" },
            new { ephemeralDurationSeconds = 604_800 },
        ];
        foreach (var body in bodies)
        {
            Assert.Equal("""{"data":{}}""", (await server.PatchAsync($"groups/{_group}/settings", body)).Raw);
        }

        var two = await server.PatchAsync($"groups/{_group}/settings", new { memberAddMode = "admin_add", memberLinkMode = "admin_link" });
        var unknown = await server.PatchAsync($"groups/{_group}/settings", new { setting = "locked", enabled = true });
        var wrongTime = await server.PatchAsync($"groups/{_group}/settings", new { ephemeralDurationSeconds = 5 });

        var view = server.World.FindGroup(_group)!;
        Assert.Equal(("Pier", ""), (view.Name, view.Description));
        Assert.Equal(new GroupSettings(true, true, false, false, false, 604_800, AdminsOnlyShareHistory: false), view.Settings);
        Assert.All([two, unknown, wrongTime], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
    }

    [Fact]
    public async Task Changes_of_members_answer_per_member_in_three_forms()
    {
        var blocked = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly });
        await using var server = await WadialServer.StartAsync(_builder);

        var list = await ChangeAsync(server, "add", _person.PhoneJid, blocked.PhoneJid);
        server.Host.Wadial.Results = WadialResultShape.Wrapped;
        var wrapped = await ChangeAsync(server, "promote", _person.PhoneJid);
        server.Host.Wadial.Results = WadialResultShape.Empty;
        var empty = await ChangeAsync(server, "demote", _person.LidJid);
        await ChangeAsync(server, "remove", _person.PhoneJid);

        Assert.Equal(
            ("ok", "200", "error", "403"),
            (list.Text("data.0.status"), list.Text("data.0.code"), list.Text("data.1.status"), list.Text("data.1.code")));
        Assert.Equal("200", wrapped.Text("data.participants.0.code"));
        Assert.Equal("""{"data":{}}""", empty.Raw);
        Assert.Equal(
            (1, 1, 1),
            (
                server.World.Count(WorldEventKind.Promoted), server.World.Count(WorldEventKind.Demoted),
                server.World.Count(WorldEventKind.MemberRemoved)));
        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(server, "kick", _person.PhoneJid)).Status);
    }

    [Fact]
    public async Task Adds_can_be_dropped_silently_and_lists_cut_short()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        server.Host.Faults.Of(_desk).Always(FaultKind.SilentlyDropAdds).Always(FaultKind.PartialParticipantList);

        Assert.Equal("ok", (await ChangeAsync(server, "add", _person.PhoneJid)).Text("data.0.status"));
        Assert.False(server.World.IsMember(_group, _person.Phone));
        Assert.Empty((await server.GetAsync("groups/" + _group))["data"]!["participants"]!.AsArray());
    }

    [Fact]
    public async Task Requests_are_listed_by_lid_and_decisions_say_nothing()
    {
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        var adder = _builder.AddPerson();
        var third = _builder.AddPerson();
        _builder.AddRequest(_group, new MembershipRequest(_person.Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch.AddSeconds(1_777_000_000)));
        _builder.AddRequest(_group, new MembershipRequest(hidden.Phone, RequestMethod.InviteLink, DateTimeOffset.UnixEpoch));
        _builder.AddRequest(_group, new MembershipRequest(third.Phone, RequestMethod.NonAdminAdd, DateTimeOffset.UnixEpoch, RequestedBy: adder.Phone));
        await using var server = await WadialServer.StartAsync(_builder);

        var listed = await server.GetAsync($"groups/{_group}/membership-requests");
        var approved = await DecideAsync(server, "approve", _person.LidJid, hidden.LidJid);
        var rejected = await DecideAsync(server, "reject", third.LidJid, "15559999999@s.whatsapp.net");

        Assert.Equal(
            (_person.LidJid, _person.PhoneJid, "1777000000", "invite_link"),
            (
                listed.Text("data.0.jid"), listed.Text("data.0.requestorPhone"), listed.Text("data.0.requestTime"),
                listed.Text("data.0.requestMethod")));
        Assert.Equal((hidden.LidJid, null), (listed.Text("data.1.jid"), listed.Text("data.1.requestorPhone")));
        Assert.Equal((adder.LidJid, null), (listed.Text("data.2.requestor"), listed.Text("data.2.requestorPhone")));
        Assert.Equal(("""{"data":null}""", """{"data":null}"""), (approved.Raw, rejected.Raw));
        Assert.Empty((await server.GetAsync($"groups/{_group}/membership-requests"))["data"]!.AsArray());
        Assert.Equal(
            (2, 1),
            (server.World.Count(WorldEventKind.RequestApproved), server.World.Count(WorldEventKind.RequestRejected)));
    }

    [Fact]
    public async Task Codes_are_read_rotated_previewed_and_joined()
    {
        var owner = _builder.AddPerson();
        var foreign = _builder.AddGroup("Foreign", _builder.AddPeople(6));
        var other = _builder.AddGroup("Other", owner: owner.Phone);
        var code = _builder.World.InviteCode(owner.Phone, other).Value;
        await using var server = await WadialServer.StartAsync(_builder);

        var read = await server.GetAsync($"groups/{foreign}/invite-code");
        var revoked = await server.PostAsync($"groups/{foreign}/invite/revoke");
        server.Host.Wadial.AnswersCodesBare = true;
        var bare = await server.GetAsync($"groups/{foreign}/invite-code");
        var preview = await server.PostAsync("groups/invite/preview", new { code = revoked.Text("data.code") });
        var dead = await server.PostAsync("groups/join", new { code = read.Text("data.code") });
        var joined = await server.PostAsync("groups/join", new { code });
        var again = await server.PostAsync("groups/join", new { code });

        Assert.Empty(revoked["data"]!["affectedParticipants"]!.AsArray());
        Assert.Equal(revoked.Text("data.code"), bare.Text("data"));
        Assert.Equal(("7", 4), (preview.Text("data.size"), preview["data"]!["participants"]!.AsArray().Count));
        Assert.Equal((HttpStatusCode.Gone, other, HttpStatusCode.Conflict), (dead.Status, joined.Text("data.jid"), again.Status));
    }

    [Fact]
    public async Task A_plain_member_is_403()
    {
        var foreign = _builder.AddGroup("Foreign", owner: _person.Phone, members: [_desk.Phone], settings: new GroupSettings(AdminsOnlyEdit: true));
        await using var server = await WadialServer.StartAsync(_builder);

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await server.PatchAsync($"groups/{foreign}/profile", new { subject = "Mine" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync($"groups/{foreign}/membership-requests")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync($"groups/{foreign}/invite-code")).Status);
    }

    private Task<DialectAnswer> ChangeAsync(DialectServer server, string action, params string[] participants) =>
        server.PostAsync($"groups/{_group}/participants", new { action, participants });

    private Task<DialectAnswer> DecideAsync(DialectServer server, string action, params string[] participants) =>
        server.PostAsync($"groups/{_group}/membership-requests", new { action, participants });
}
