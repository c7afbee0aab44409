using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Gateways.Wawp;

/// <summary>What Wawp is documented to answer, or the engines behind it do, and what leaves us.</summary>
public sealed class WawpPayloadTests : VendorTests
{
    private const string Credentials = "instance_id=AB12CD34EF56&access_token=token-of-the-account-1";

    protected override GatewaySettings Settings => Stub.Wawp();

    [Fact(Timeout = 60_000)]
    public async Task Both_credentials_travel_in_the_query_and_are_shown_nowhere()
    {
        Stub.On("GET /v2/groups", 200, "[]").On("/leave", 200, """{"status":200}""");
        var gate = new CountingGate();
        var gateway = Gateways.Connect(Settings, gate);

        Value(await gateway.ListGroupsAsync(Cancel));
        Value(await gateway.LeaveAsync(Crew, Cancel));

        Assert.Equal(["?" + Credentials + "&limit=50&offset=0", "?" + Credentials], Stub.Requests.Select(r => r.Query));
        Assert.Equal(
            ["GET /v2/groups?instance_id=***&access_token=***&limit=50&offset=0", "POST /v2/groups/120363000000000021%40g.us/leave?instance_id=***&access_token=***"],
            gate.Observed.Select(e => e.Request));
        Assert.DoesNotContain(Gateways.Logs, l => l.Contains("access_token", StringComparison.Ordinal) || l.Contains("AB12CD34EF56", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Credentials_with_signs_of_their_own_arrive_whole_and_stay_masked()
    {
        const string Token = "t&k=n ~(1)!é+/?";
        string? arrived = null;
        Stub.On("GET /v2/groups", context =>
        {
            arrived = context.Request.Query["access_token"];
            return context.Response.WriteAsync("[]", Cancel);
        });
        var gate = new CountingGate();

        Value(await Gateways.Connect(Stub.Wawp(token: Token), gate).ListGroupsAsync(Cancel));

        Assert.Equal(Token, arrived);
        Assert.Equal("GET /v2/groups?instance_id=***&access_token=***&limit=50&offset=0", Assert.Single(gate.Observed).Request);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_is_not_there_does_not_bring_the_query_to_light()
    {
        Stub.On("/", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var failure = Failure(await Gateway.LeaveAsync(Crew, Cancel));

        Assert.Equal(GatewayFailureKind.OutcomeUnknown, failure.Kind);
        Assert.DoesNotContain("token-of", failure.Message + string.Concat(Gateways.Logs), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_session_is_read()
    {
        Stub.On("/v2/session/info", 200, Payload("Wawp", "session.json"));

        var session = Value(await Gateway.GetSessionAsync(Cancel));

        Assert.Equal((SessionState.Connected, "15550009999", "Desk", "WORKING"), (session.State, session.Number?.Digits, session.DisplayName, session.Detail));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_is_read_in_the_portable_shape()
    {
        var group = Payload("Wawp", "groups-portable.json").Trim()[1..^1];
        Stub.On("groups/1", 200, group).On("info-admin-only", 200, """{"adminsOnly":true}""");

        var read = Value(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel));

        Assert.Equal((Crew, "Rota-7", "House rules", 2, GroupKind.Unknown), (read.Id, read.Name, read.Description, read.MemberCount, read.Kind));
        Assert.Equal(new GroupSettings(true, true, false, false), read.Settings);
        Assert.Equal(Code, read.Invite);
        Assert.Equal(
            [("1111@lid", MemberRole.SuperAdmin, "15550001111"), ("15550002222@c.us", MemberRole.Member, "15550002222")],
            read.Members!.Select(m => (m.Id.Value, m.Role, m.Phone?.Digits)));
        // Only the setting that the group does not show is asked for.
        Assert.Equal(0, Stub.Count("messages-admin-only"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_is_read_in_the_shape_of_its_engine()
    {
        Stub.On("GET /v2/groups", 200, Payload("Wawp", "groups-engine.json"));

        var read = Assert.Single(Value(await Gateway.ListGroupsAsync(Cancel)));

        Assert.Equal((Crew, "Rota-7", 2), (read.Id, read.Name, read.MemberCount));
        Assert.Equal(new GroupSettings(true, false), read.Detail!.Settings);
        Assert.Equal(("House rules", "15550001111", DateTimeOffset.FromUnixTimeSeconds(1760000000)), (read.Detail.Description, read.Detail.CreatedBy?.Digits, read.Detail.CreatedAt));
        Assert.Equal([("15550001111@c.us", MemberRole.SuperAdmin), ("1112@lid", MemberRole.Admin)], read.Detail.Members!.Select(m => (m.Id.Value, m.Role)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"adminsOnly":true}""", true)]
    [InlineData("true", true)]
    [InlineData("""{"adminsOnly":"false"}""", false)]
    [InlineData("""{"hello":"world"}""", null)]
    [InlineData("<html/>", null)]
    public async Task A_group_that_shows_neither_members_nor_settings_is_put_together(string setting, bool? value)
    {
        Stub.On("groups/1", 200, $$"""{"id":"{{Crew}}","subject":"Rota-7"}""").On("-admin-only", 200, setting).On("/participants", 200, Payload("Wawp", "participants.json"));

        var read = Value(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel));

        Assert.Equal(new GroupSettings(value, value), read.Settings);
        Assert.Equal(("15550009999@c.us", 3), (read.Members![0].Id.Value, read.MemberCount));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_list_is_read_until_a_page_is_not_full()
    {
        Stub.On("GET /v2/groups", PageAsync(120, ignoresPaging: false));

        Assert.Equal(120, Value(await Gateway.ListGroupsAsync(Cancel)).Count);
        Assert.Equal(3, Stub.Requests.Count);
        // Rows without members are no details.
        Assert.All(Value(await Gateway.ListGroupsAsync(Cancel)), l => Assert.Null(l.Detail));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"count":50}""", true)]
    [InlineData("50", true)]
    [InlineData("""{"count":51}""", false)]
    [InlineData("""{"hello":"world"}""", false)]
    public async Task An_engine_that_repeats_its_first_page_is_believed_only_when_the_count_agrees(string count, bool isBelieved)
    {
        Stub.On("GET /v2/groups", PageAsync(50, ignoresPaging: true)).On("GET /v2/groups/count", 200, count);

        var listed = await Gateway.ListGroupsAsync(Cancel);

        Assert.Equal(isBelieved ? 50 : null, listed.Value?.Count);
        Assert.Equal(isBelieved ? null : GatewayFailureKind.Unreadable, listed.Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_creation_is_compared_with_the_members_and_through_the_map_of_hidden_ids()
    {
        Stub.On("POST /v2/groups", 200, Payload("Wawp", "created-engine.json"))
            .On("PUT /v2/groups/", 200, "true")
            .On("GET /participants", 200, Payload("Wawp", "participants.json"))
            .On("/v2/lids/pn/15550003333", 200, """{"lid":"999@lid","number":"15550003333"}""")
            .On("/v2/lids/pn/15550004444", 200, """{"lid":"1000@lid","number":"15550004444"}""");

        var created = Value(await Gateway.CreateGroupAsync(
            new NewGroup(
                "Rota-7 | Evening crew",
                "House rules",
                [Person("15550001111"), Person("15550002222@s.whatsapp.net"), Person("15550003333"), Person("15550004444")],
                new GroupSettings(OnlyAdminsSend: true, OnlyAdminsEdit: false)),
            Cancel));

        Assert.Equal(Crew, created.Group);
        Assert.Equal(
            [TargetVerdict.Verified, TargetVerdict.Refused, TargetVerdict.Verified, TargetVerdict.NotApplied], created.Participants.Select(p => p.Verdict));
        Assert.Equal((RefusalReason.PrivacyBlocked, true), (created.Participants[1].Reason, created.Participants[1].InvitationSent));
        Assert.Contains("no second one", created.Participants[1].Detail, StringComparison.Ordinal);
        Assert.Equal("15550003333", created.Participants[2].Target.Value);
        Assert.Empty(created.Warnings);
        AssertJson(
            """{"name":"Rota-7 | Evening crew","participants":[{"id":"15550001111@c.us"},{"id":"15550002222@c.us"},{"id":"15550003333@c.us"},{"id":"15550004444@c.us"}]}""",
            Stub.Single("POST /v2/groups").Body);
        AssertJson("""{"description":"House rules"}""", Stub.Single("/description").Body);
        // A new group is open: only what is closed is set.
        AssertJson("""{"adminsOnly":true}""", Stub.Single("PUT /messages-admin-only").Body);
        Assert.Equal(0, Stub.Count("PUT /info-admin-only"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"id":"120363000000000021@g.us","subject":"A","participants":[]}""")]
    [InlineData("""{"id":{"_serialized":"120363000000000021@g.us"}}""")]
    [InlineData("""{"gid":"120363000000000021@g.us"}""")]
    [InlineData("""{"JID":"120363000000000021@g.us"}""")]
    [InlineData("""{"data":{"id":"120363000000000021@g.us"}}""")]
    [InlineData("\"120363000000000021@g.us\"")]
    public async Task The_id_of_a_new_group_is_found_wherever_it_stands(string body)
    {
        Stub.On("POST /v2/groups", 201, body).On("GET /participants", 200, Payload("Wawp", "participants.json"));

        var created = Value(await Gateway.CreateGroupAsync(new NewGroup("A", null, [Person("15550001111")], new GroupSettings()), Cancel));

        Assert.Equal((Crew, TargetVerdict.Verified), (created.Group, Assert.Single(created.Participants).Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task Profile_and_settings_go_out_one_by_one_with_the_flag_twice()
    {
        Stub.On("PUT /v2/groups/", 200, """{"success":true}""").On("DELETE /v2/groups/", 200, "true");

        Value(await Gateway.UpdateProfileAsync(Crew, new ProfileChange("Rota-8", "", new Picture([1, 2, 3], "image/png")), Cancel));
        Value(await Gateway.UpdateProfileAsync(Crew, new ProfileChange(RemovePicture: true), Cancel));
        Value(await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(OnlyAdminsSend: false, OnlyAdminsEdit: true), Cancel));

        AssertJson("""{"subject":"Rota-8"}""", Stub.Single("/subject").Body);
        AssertJson("""{"description":""}""", Stub.Single("/description").Body);
        AssertJson("""{"file":{"data":"AQID","filename":"picture.png","mimetype":"image/png"}}""", Stub.Single("PUT /picture").Body);
        Assert.Equal("", Stub.Single("DELETE /picture").Body);
        AssertJson("""{"adminsOnly":false}""", Stub.Single("/settings/security/messages-admin-only").Body);
        Assert.Equal("?" + Credentials + "&adminsOnly=true", Stub.Single("/settings/security/info-admin-only").Query);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("\"AbCdEfGhIjKlMnOpQrStUv\"")]
    [InlineData("\"https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv\"")]
    [InlineData("""{"code":"AbCdEfGhIjKlMnOpQrStUv"}""")]
    [InlineData("""{"inviteCode":"AbCdEfGhIjKlMnOpQrStUv"}""")]
    [InlineData("""{"invite_code":"AbCdEfGhIjKlMnOpQrStUv"}""")]
    public async Task A_code_is_read_in_every_shape(string body)
    {
        Stub.On("/invite-code", 200, body);

        Assert.Equal(Code, Value(await Gateway.GetInviteAsync(Crew, Cancel)));
        Assert.Equal(Code, Value(await Gateway.ResetInviteAsync(Crew, Cancel)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reset_that_only_says_yes_is_read_again()
    {
        Stub.On("/invite-code/revoke", 200, "true").On("GET /invite-code", 200, "\"AbCdEfGhIjKlMnOpQrStUv\"");
        Assert.Equal(Code, Value(await Gateway.ResetInviteAsync(Crew, Cancel)));

        Stub.On("GET /invite-code", 500, """{"message":"x"}""");
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, Failure(await Gateway.ResetInviteAsync(Crew, Cancel)).Kind);

        Stub.On("/invite-code/revoke", 200, "false");
        Assert.Equal(GatewayFailureKind.Forbidden, Failure(await Gateway.ResetInviteAsync(Crew, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task Joining_sends_the_link_and_tells_who_waits()
    {
        Stub.On("/v2/groups/join-info", 200, $$"""{"id":"{{Crew}}","subject":"Rota-7","description":"House rules","size":41}""")
            .On("POST /v2/groups/join", 200, $$"""{"id":"{{Crew}}"}""")
            .On("GET /v2/groups/1203", 404, """{"status":404,"message":"Group not found"}""");

        Assert.Equal(new InvitePreview(Crew, "Rota-7", "House rules", 41, null), Value(await Gateway.PreviewInviteAsync(Code, Cancel)));
        Assert.Equal(new JoinOutcome(Crew, true), Value(await Gateway.JoinAsync(Code, Cancel)));

        Assert.EndsWith("&code=AbCdEfGhIjKlMnOpQrStUv", Stub.Single("join-info").Query, StringComparison.Ordinal);
        AssertJson("""{"code":"https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"}""", Stub.Single("POST /v2/groups/join").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_code_that_opens_nothing_is_not_found()
    {
        Stub.On("/", 400, """{"status":400,"error":"Bad Request","message":"Invalid Parameter Format"}""");

        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.JoinAsync(Code, Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.PreviewInviteAsync(Code, Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"id":{"id":"3EB0","_serialized":"true_15550003333@c.us_3EB0","fromMe":true},"_data":{}}""", "true_15550003333@c.us_3EB0")]
    [InlineData("""{"id":"3EB0"}""", "3EB0")]
    [InlineData("""{"success":true}""", null)]
    public async Task A_message_goes_to_a_number_and_is_read_in_every_shape(string body, string? id)
    {
        Stub.On("/v2/send/text", 200, body);

        Assert.Equal(id, Value(await Gateway.SendTextAsync(Person("15550003333@s.whatsapp.net"), "You are invited", "k", Cancel)).MessageId);
        AssertJson("""{"chatId":"15550003333@c.us","message":"You are invited"}""", Assert.Single(Stub.Requests).Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Messages_that_cannot_be_sent_are_not()
    {
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.SendTextAsync(Person("999@lid"), "Hi", "k", Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.SendTextAsync(Person("15550003333"), new string('x', 4097), "k", Cancel)).Kind);
        Assert.Empty(Stub.Requests);
    }

    [Fact]
    public void Communities_and_requests_are_missing_and_say_so()
    {
        Capability[] missing =
        [
            Capability.DetectCommunities, Capability.ListCommunities, Capability.ListSubgroups, Capability.ListCommunityMembers, Capability.CreateCommunity,
            Capability.CreateSubgroup, Capability.LinkGroup, Capability.UnlinkGroup, Capability.DeactivateCommunity, Capability.ListSuggestions,
        ];
        Assert.All(missing, c => Assert.Equal((false, "has no communities"), (Gateway.Capabilities.Can(c), Gateway.Capabilities[c].Reason)));
        Assert.All(
            [Capability.ListMembershipRequests, Capability.ApproveRequests, Capability.RejectRequests, Capability.RequestEvents],
            c => Assert.Equal((false, "has no membership requests"), (Gateway.Capabilities.Can(c), Gateway.Capabilities[c].Reason)));
    }

    private static Func<HttpContext, Task> PageAsync(int all, bool ignoresPaging) => context =>
    {
        int Number(string name) => int.Parse(context.Request.Query[name]!, System.Globalization.CultureInfo.InvariantCulture);
        var ids = Enumerable.Range(0, all).Skip(ignoresPaging ? 0 : Number("offset")).Take(Number("limit"));
        return context.Response.WriteAsync(
            "[" + string.Join(',', ids.Select(i => FormattableString.Invariant($$"""{"id":"{{120363000000000000 + i}}@g.us","subject":"G{{i}}"}"""))) + "]", Cancel);
    };
}
