using System.Text.Json;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways.Wawp;

/// <summary>Errors in every envelope that may be one, results of adding in their three shapes, and where a wrong setting shows.</summary>
public sealed class WawpErrorTests : VendorTests
{
    protected override GatewaySettings Settings => Stub.Wawp();

    [Theory(Timeout = 60_000)]
    [InlineData(400, "bad_request", "Invalid Parameter Format", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(401, "unauthorized", "Invalid or Missing Access Token", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "forbidden", "Not allowed in this group", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(404, "not_found", "Group not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "not_found", "Instance not found", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(409, "conflict", "Cannot be done now", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(422, "unprocessable", "Session status is not as expected", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(500, "unexpected", "Session status is SCAN_QR_CODE, expected WORKING", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(429, "rate_limited", "rate-overlimit", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(500, "unexpected", "Unexpected Failure", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    [InlineData(502, "wawp_upstream_error", "Upstream failed", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    public async Task An_error_is_what_status_and_text_make_it_in_every_envelope(int status, string code, string text, GatewayFailureKind read, GatewayFailureKind write)
    {
        string[] envelopes =
        [
            $$"""{"status":{{status}},"error":"x","message":"{{text}}"}""",
            $$"""{"status":{{status}},"code":"{{code}}","error":"x","message":"{{text}}"}""",
            $$"""{"error":{"code":"{{code}}","message":"{{text}}"} }""",
            $$"""{"code":"{{code}}","message":"{{text}}","data":{"status":{{status}} } }""",
            text,
        ];
        foreach (var body in envelopes)
        {
            Stub.Requests.Clear();
            Stub.On("/", status, body);

            Assert.Equal(read, Failure(await Gateway.ListGroupsAsync(Cancel)).Kind);
            Assert.Equal(write, Failure(await Gateway.LeaveAsync(Crew, Cancel)).Kind);
            Assert.Equal(1, Stub.Count("POST /"));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200, """{"code":"wawp_upstream_error","success":false,"message":"engine failed"}""", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(400, """{"error":{"code":"wawp_upstream_error","message":"engine failed"}}""", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(403, """{"code":"subscription_required","message":"Paid plans only"}""", GatewayFailureKind.Rejected)]
    [InlineData(403, """{"code":"quota_reached","message":"Quota reached"}""", GatewayFailureKind.RateLimited)]
    [InlineData(200, """{"status":"error","message":"something went wrong"}""", GatewayFailureKind.Rejected)]
    [InlineData(200, """{"status":403,"message":"Forbidden"}""", GatewayFailureKind.Forbidden)]
    [InlineData(200, """{"success":false}""", GatewayFailureKind.Rejected)]
    [InlineData(200, "false", GatewayFailureKind.Forbidden)]
    [InlineData(200, """{"result":false}""", GatewayFailureKind.Forbidden)]
    [InlineData(200, "\"You are not an admin of this group\"", GatewayFailureKind.Forbidden)]
    [InlineData(200, "\"Something about it\"", GatewayFailureKind.Rejected)]
    [InlineData(200, "{}", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(200, "[]", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(200, "\"\"", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(200, """{"hello":"world"}""", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(200, "true", null)]
    [InlineData(200, "\"success\"", null)]
    [InlineData(200, """{"status":200}""", null)]
    [InlineData(201, """{"success":true}""", null)]
    [InlineData(200, """{"id":"120363000000000021@g.us","subject":"Rota-7"}""", null)]
    public async Task A_result_is_a_flag_a_word_or_an_object_and_silence_is_no_yes(int status, string body, GatewayFailureKind? kind)
    {
        Stub.On("/", status, body);

        Assert.Equal(kind, (await Gateway.LeaveAsync(Crew, Cancel)).Failure?.Kind);
        Assert.Equal(kind, (await Gateway.UpdateProfileAsync(Crew, new ProfileChange("New"), Cancel)).Failure?.Kind);
        Assert.Equal(kind, (await Gateway.PromoteAsync(Crew, [Person("15550001111")], Cancel)).Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_fails_half_way_says_what_was_done()
    {
        Stub.On("/subject", 200, "true").On("/description", 200, "false");

        var failure = Failure(await Gateway.UpdateProfileAsync(Crew, new ProfileChange("New", "Text"), Cancel));

        Assert.Equal(GatewayFailureKind.Forbidden, failure.Kind);
        Assert.StartsWith("Changed: name. Not changed: description.", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_map_of_results_tells_who_has_an_invitation_already()
    {
        Stub.On("/participants/add", 200, Payload("Wawp", "add-map.json"));

        var outcomes = Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550004444"), Person("15550003333@s.whatsapp.net"), Person("15550005555"), Person("15550006666")], Cancel));

        Assert.Equal([TargetVerdict.Accepted, TargetVerdict.Refused, TargetVerdict.Refused, TargetVerdict.Refused], outcomes.Select(o => o.Verdict));
        Assert.Equal([null, RefusalReason.PrivacyBlocked, RefusalReason.PrivacyBlocked, RefusalReason.LinkOnly], outcomes.Select(o => o.Reason));
        Assert.Equal([false, true, false, false], outcomes.Select(o => o.InvitationSent));
        Assert.Contains("no second one", outcomes[1].Detail, StringComparison.Ordinal);
        AssertJson(
            """{"participants":[{"id":"15550004444@c.us"},{"id":"15550003333@c.us"},{"id":"15550005555@c.us"},{"id":"15550006666@c.us"}]}""", Assert.Single(Stub.Requests).Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_of_results_is_read_as_well()
    {
        Stub.On("/participants/add", 200, Payload("Wawp", "add-list.json"));

        var outcomes = Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550003333"), Person("15550004444"), Person("15550005555")], Cancel));

        Assert.Equal([TargetVerdict.Refused, TargetVerdict.Accepted, TargetVerdict.AlreadySo], outcomes.Select(o => o.Verdict));
        Assert.All(outcomes, o => Assert.False(o.InvitationSent));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200, null, TargetVerdict.Accepted)]
    [InlineData(403, RefusalReason.PrivacyBlocked, TargetVerdict.Refused)]
    [InlineData(404, RefusalReason.NotOnWhatsApp, TargetVerdict.Refused)]
    [InlineData(408, RefusalReason.LeftRecently, TargetVerdict.Refused)]
    [InlineData(409, RefusalReason.AlreadyMember, TargetVerdict.AlreadySo)]
    [InlineData(417, RefusalReason.LinkOnly, TargetVerdict.Refused)]
    [InlineData(419, RefusalReason.GroupFull, TargetVerdict.Refused)]
    public async Task Every_code_of_a_person_is_understood_in_every_shape(int code, RefusalReason? reason, TargetVerdict verdict)
    {
        string[] bodies =
        [
            $$"""{"15550003333@c.us":{"code":{{code}},"message":"so it is","isInviteV4Sent":false} }""",
            $$"""[{"status":"{{code}}","jid":"15550003333@s.whatsapp.net","content":{} }]""",
        ];
        foreach (var body in bodies)
        {
            Stub.On("/participants/add", 200, body);

            var outcome = Assert.Single(Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550003333")], Cancel)));

            Assert.Equal((verdict, reason), (outcome.Verdict, outcome.Reason));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("\"The caller is not an admin\"", GatewayFailureKind.Forbidden)]
    [InlineData("\"AddParticipantsError: The group is empty\"", GatewayFailureKind.Rejected)]
    public async Task A_text_instead_of_results_refuses_the_whole(string body, GatewayFailureKind kind)
    {
        Stub.On("/participants/add", 200, body);

        Assert.Equal(kind, Failure(await Gateway.AddParticipantsAsync(Crew, [Person("15550003333")], Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"status":200}""")]
    [InlineData("true")]
    [InlineData("""{"15550008888@c.us":{"code":200}}""")]
    public async Task Who_is_not_named_is_looked_up_among_the_members(string body)
    {
        Stub.On("/participants/add", 200, body).On("GET /participants", 200, Payload("Wawp", "participants.json"))
            .On("/v2/lids/pn/15550003333", 200, """{"lid":"999@lid","number":"15550003333"}""").On("/v2/lids/pn/15550004444", 404, """{"status":404,"message":"not known"}""");

        var outcomes = Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550001111"), Person("15550003333"), Person("15550004444")], Cancel));

        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Verified, TargetVerdict.Unknown], outcomes.Select(o => o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_silent_drop_is_found_where_members_show_their_numbers()
    {
        Stub.On("/participants/add", 200, """{"status":200}""").On("GET /participants", 200, """[{"id":"15550009999@c.us","isAdmin":true,"isSuperAdmin":true}]""");

        Assert.Equal(TargetVerdict.NotApplied, Assert.Single(Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550001111")], Cancel))).Verdict);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_to_change_needs_no_request()
    {
        Assert.Empty(Value(await Gateway.AddParticipantsAsync(Crew, [], Cancel)));
        Assert.Empty(Value(await Gateway.RemoveParticipantsAsync(Crew, [], Cancel)));
        Assert.Empty(Stub.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(401, """{"status":401,"error":"Unauthorized","message":"Invalid or Missing Access Token"}""", "token", FindingSeverity.Error)]
    [InlineData(404, """{"status":404,"message":"Instance not found"}""", "instance", FindingSeverity.Error)]
    [InlineData(400, """{"status":400,"message":"Invalid Parameter Format"}""", "instance", FindingSeverity.Error)]
    [InlineData(200, """{"name":"wawp-1","status":"SCAN_QR_CODE","qr":"…"}""", null, FindingSeverity.Warning)]
    [InlineData(200, "<html>Welcome</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(200, """{"hello":"world"}""", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(500, """{"status":500,"message":"Unexpected Failure"}""", null, FindingSeverity.Error)]
    [InlineData(429, "", null, FindingSeverity.Warning)]
    public async Task A_wrong_setting_is_a_finding_at_its_field(int status, string body, string? field, FindingSeverity severity)
    {
        Stub.On("/", status, body);

        var finding = Assert.Single((await Gateways.Tester.TestAsync(Settings, OpenRequestGate.Instance, Cancel)).Findings);

        Assert.Equal((field, severity), (finding.Field, finding.Severity));
    }

    [Fact(Timeout = 60_000)]
    public async Task Twenty_thousand_members_are_read()
    {
        var members = Enumerable.Range(0, 20_000).Select(i => new { id = FormattableString.Invariant($"{15550000000 + i}@c.us"), isAdmin = false, isSuperAdmin = false });
        Stub.On("groups/", 200, JsonSerializer.Serialize(new { id = Crew.Value, subject = "Crew", participants = members, announce = true, restrict = true }));

        Assert.Equal(20_000, Value(await Gateway.GetGroupAsync(Crew, true, Cancel)).Members?.Count);
    }
}
