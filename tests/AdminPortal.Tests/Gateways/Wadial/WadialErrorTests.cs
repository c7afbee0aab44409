using System.Text.Json;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways.Wadial;

/// <summary>Errors in every envelope that may be one, answers about people and links, and where a wrong setting shows.</summary>
public sealed class WadialErrorTests : VendorTests
{
    protected override GatewaySettings Settings => Stub.Wadial();

    [Theory(Timeout = 60_000)]
    [InlineData(400, "bad_request", "Invalid JID", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(401, "unauthorized", "Invalid API key", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(402, "capacity_expired", "Capacity expired", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "capacity_expired", "Capacity expired", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "not_admin", "You are not an admin", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(404, "session_not_found", "Session not found", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(404, "group_not_found", "Group not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "community_not_found", "Community not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(409, "session_not_connected", "Session is not connected", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(409, "idempotency_conflict", "Key was used with other content", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(410, "gone", "Invite was revoked", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(400, "invite_invalid", "Invite code is invalid", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(422, "unprocessable", "Unprocessable", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(429, "rate_limited", "Slow down", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(500, "internal", "Internal error", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    [InlineData(502, "upstream", "Upstream failed", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    [InlineData(503, "unavailable", "Busy", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    public async Task An_error_is_what_status_and_text_make_it_in_every_envelope(int status, string code, string text, GatewayFailureKind read, GatewayFailureKind write)
    {
        string[] envelopes =
        [
            $$"""{"error":{"code":"{{code}}","message":"{{text}}"} }""",
            $$"""{"message":"{{text}}"}""",
            $$"""{"error":"{{text}}"}""",
            $$"""{"statusCode":{{status}},"message":"{{text}}","error":"x"}""",
            $$"""{"statusCode":{{status}},"message":["{{text}}","more"],"error":"x"}""",
            text,
        ];
        foreach (var body in envelopes)
        {
            Stub.Requests.Clear();
            Stub.On("/", status, body);

            Assert.Equal(read, Failure(await Gateway.ListGroupsAsync(Cancel)).Kind);
            Assert.Equal(write, Failure(await Gateway.DeactivateCommunityAsync(Town, Cancel)).Kind);
            Assert.Equal(1, Stub.Count("POST /"));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"error":{"code":"x","message":"no"}}""", GatewayFailureKind.Rejected)]
    [InlineData("""{"statusCode":403,"error":"not allowed"}""", GatewayFailureKind.Forbidden)]
    [InlineData("""{"jid":"120363000000000021@g.us"}""", GatewayFailureKind.OutcomeUnknown)]
    [InlineData("{}", GatewayFailureKind.OutcomeUnknown)]
    [InlineData("[]", GatewayFailureKind.OutcomeUnknown)]
    [InlineData("OK", GatewayFailureKind.OutcomeUnknown)]
    public async Task A_200_without_data_is_no_success(string body, GatewayFailureKind kind)
    {
        Stub.On("/", 200, body);

        Assert.Equal(kind, Failure(await Gateway.DeactivateCommunityAsync(Town, Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(401, """{"error":{"code":"unauthorized","message":"Invalid API key"}}""", "apiKey", FindingSeverity.Error)]
    [InlineData(404, """{"error":{"code":"session_not_found","message":"Session not found"}}""", "session", FindingSeverity.Error)]
    [InlineData(404, """{"message":"Not found"}""", "session", FindingSeverity.Error)]
    [InlineData(400, """{"message":"sessionId must be a UUID"}""", "session", FindingSeverity.Error)]
    [InlineData(402, """{"message":"Capacity expired"}""", null, FindingSeverity.Warning)]
    [InlineData(200, """{"data":{"paired":true,"connected":false,"connectionState":"disconnected"}}""", null, FindingSeverity.Warning)]
    [InlineData(200, "<html>Welcome</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(404, "<html>Not found</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(200, """{"hello":"world"}""", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(429, "", null, FindingSeverity.Warning)]
    public async Task A_wrong_setting_is_a_finding_at_its_field(int status, string body, string? field, FindingSeverity severity)
    {
        Stub.On("/", status, body);

        var finding = Assert.Single((await Gateways.Tester.TestAsync(Settings, OpenRequestGate.Instance, Cancel)).Findings);

        Assert.Equal((field, severity), (finding.Field, finding.Severity));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200, null, TargetVerdict.Accepted)]
    [InlineData(403, RefusalReason.PrivacyBlocked, TargetVerdict.Refused)]
    [InlineData(404, RefusalReason.NotOnWhatsApp, TargetVerdict.Refused)]
    [InlineData(408, RefusalReason.LeftRecently, TargetVerdict.Refused)]
    [InlineData(409, RefusalReason.AlreadyMember, TargetVerdict.AlreadySo)]
    [InlineData(419, RefusalReason.GroupFull, TargetVerdict.Refused)]
    [InlineData(418, RefusalReason.Unspecified, TargetVerdict.Refused)]
    [InlineData(1003, RefusalReason.Unspecified, TargetVerdict.Refused)]
    public async Task Every_code_of_a_person_is_understood(int code, RefusalReason? reason, TargetVerdict verdict)
    {
        string[] bodies =
        [
            $$"""{"data":[{"jid":"4915110003001@s.whatsapp.net","status":"{{(code == 200 ? "ok" : "error")}}","code":{{code}} }]}""",
            $$"""{"data":{"participants":[{"jid":"4915110003001@s.whatsapp.net","code":{{code}} }]} }""",
            $$"""{"data":[{"jid":"4915110003001@s.whatsapp.net","status":"{{code}}"}]}""",
        ];
        foreach (var body in bodies)
        {
            Stub.On("/participants", 200, body);

            var outcome = Assert.Single(Value(await Gateway.AddParticipantsAsync(Crew, [Person("4915110003001")], Cancel)));

            Assert.Equal((verdict, reason), (outcome.Verdict, outcome.Reason));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Whole_ids_leave_us_and_people_are_matched_in_any_order()
    {
        Stub.On("/participants", 200, """{"data":[{"jid":"88990011223355@lid","status":"ok"},{"jid":"4915110003001@s.whatsapp.net","status":"error"}]}""");

        var outcomes = Value(await Gateway.RemoveParticipantsAsync(Crew, [Person("4915110003001@c.us"), Person("88990011223355@lid")], Cancel));

        Assert.Equal([TargetVerdict.Refused, TargetVerdict.Accepted], outcomes.Select(o => o.Verdict));
        AssertJson("""{"action":"remove","participants":["4915110003001@s.whatsapp.net","88990011223355@lid"]}""", Assert.Single(Stub.Requests).Body);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":"done"}""")]
    public async Task A_decision_that_tells_nothing_is_settled_by_who_still_waits(string body)
    {
        Stub.On("POST /membership-requests", 200, body).On("GET /membership-requests", 200, Payload("Wadial", "requests.json"));

        var outcomes = Value(await Gateway.ApproveAsync(Crew, [Person("88990011223355@lid"), Person("4915110003009"), Person("4915110003011")], Cancel));

        Assert.Equal([TargetVerdict.NotApplied, TargetVerdict.NotApplied, TargetVerdict.Accepted], outcomes.Select(o => o.Verdict));
        AssertJson(
            """{"action":"approve","participants":["88990011223355@lid","4915110003009@s.whatsapp.net","4915110003011@s.whatsapp.net"]}""", Stub.Single("POST /membership-requests").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_decision_that_tells_is_believed_and_one_that_cannot_be_looked_up_is_accepted()
    {
        Stub.On("POST /membership-requests", 200, """{"data":[{"jid":"88990011223355@lid","status":"error","code":404}]}""");
        var told = Assert.Single(Value(await Gateway.RejectAsync(Crew, [Person("88990011223355@lid")], Cancel)));
        Assert.Equal((TargetVerdict.AlreadySo, RefusalReason.AlreadyHandled), (told.Verdict, told.Reason));
        Assert.Single(Stub.Requests);

        Stub.On("POST /membership-requests", 200, """{"data":null}""").On("GET /membership-requests", 500, """{"message":"x"}""");
        Assert.Equal(TargetVerdict.Accepted, Assert.Single(Value(await Gateway.RejectAsync(Crew, [Person("88990011223355@lid")], Cancel))).Verdict);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_with_failures_under_200_is_told_group_by_group()
    {
        Stub.On("POST /subgroups", 200, Payload("Wadial", "link-partial.json"))
            .On("GET /subgroups", 200, Payload("Wadial", "subgroups.json"))
            .On("GET /groups/", 200, $$"""{"data":{"jid":"{{Dock}}","subject":"Dock","isParentGroup":false,"defaultSubgroup":false} }""");

        var outcomes = Value(await Gateway.LinkAsync(Town, [Crew, Dock], Cancel));

        Assert.Equal([(TargetVerdict.Verified, null), (TargetVerdict.Refused, RefusalReason.NoRight)], outcomes.Select(o => (o.Verdict, o.Reason)));
        AssertJson("""{"action":"link","subGroupJids":["120363000000000021@g.us","120363000000000022@g.us"]}""", Stub.Single("POST /subgroups").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unlink_is_proved_by_the_group_itself_where_nothing_lists()
    {
        Stub.On("POST /subgroups", 200, """{"data":{"unlinkedJids":[],"failed":[]}}""")
            .On("GET /subgroups", 500, """{"message":"x"}""")
            .On("GET /groups/", 200, $$"""{"data":{"jid":"{{Dock}}","subject":"Dock","isParentGroup":false,"defaultSubgroup":false} }""");

        Assert.Equal(TargetVerdict.Verified, Assert.Single(Value(await Gateway.UnlinkAsync(Town, [Dock], Cancel))).Verdict);
        AssertJson("""{"action":"unlink","subGroupJids":["120363000000000022@g.us"]}""", Stub.Single("POST /subgroups").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_to_change_needs_no_request()
    {
        Assert.Empty(Value(await Gateway.AddParticipantsAsync(Crew, [], Cancel)));
        Assert.Empty(Value(await Gateway.ApproveAsync(Crew, [], Cancel)));
        Assert.Empty(Value(await Gateway.LinkAsync(Town, [], Cancel)));
        Assert.Empty(Stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Twenty_thousand_members_are_read()
    {
        var members = Enumerable.Range(0, 20_000).Select(i => new { jid = FormattableString.Invariant($"{4915110000000 + i}@s.whatsapp.net") });
        Stub.On("groups/", 200, JsonSerializer.Serialize(new { data = new { jid = Crew.Value, subject = "Crew", participants = members } }));

        Assert.Equal(20_000, Value(await Gateway.GetGroupAsync(Crew, true, Cancel)).Members?.Count);
    }
}
