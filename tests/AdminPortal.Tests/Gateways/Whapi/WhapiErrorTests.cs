using System.Text.Json;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways.Whapi;

/// <summary>Every documented error, and where a wrong setting shows.</summary>
public sealed class WhapiErrorTests : VendorTests
{
    protected override GatewaySettings Settings => Stub.Whapi();

    [Theory(Timeout = 60_000)]
    [InlineData(400, "Wrong request parameters", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(401, "Need authorization", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(402, "Trial version limit exceeded", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(401, "Channel not authorized", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "You are not an admin of this group", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(403, "Recipient forbidden", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(404, "Specified group not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "Specified community not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "Specified participant not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "Specified invite code not found", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "Channel not found", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(409, "Already logged in", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(409, "Already logged out", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(413, "Request entity too large", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(415, "Unsupported media type", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(422, "Unprocessable", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(429, "Too many requests", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(500, "Internal error", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    [InlineData(503, "Channel is not ready", GatewayFailureKind.Unavailable, GatewayFailureKind.Unavailable)]
    public async Task An_error_is_what_its_status_makes_it(int status, string text, GatewayFailureKind read, GatewayFailureKind write)
    {
        Stub.On("/", status, $$"""{ "error": { "code": {{status}}, "message": "{{text}}", "details": "more of it", "href": "", "support": "" } }""");

        Assert.Equal(read, Failure(await Gateway.GetGroupAsync(Crew, true, Cancel)).Kind);
        var failure = Failure(await Gateway.LeaveAsync(Crew, Cancel));
        Assert.Equal(write, failure.Kind);
        Assert.Equal(1, Stub.Count("DELETE groups/"));
        Assert.True(status == 429 || failure.Message.Contains("more of it", StringComparison.Ordinal), failure.Message);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(429, """{ "message": "Too many requests" }""", GatewayFailureKind.RateLimited)]
    [InlineData(403, """{ "title": "Error 1010: Access denied", "detail": "The owner of this website has banned your access", "status": 403 }""", GatewayFailureKind.Unavailable)]
    [InlineData(400, """{ "error": "bad request" }""", GatewayFailureKind.Rejected)]
    [InlineData(404, """{ "hello": "world" }""", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(200, """{ "error": { "code": 403, "message": "forbidden" } }""", GatewayFailureKind.Forbidden)]
    [InlineData(200, """{ "success": false }""", GatewayFailureKind.Rejected)]
    [InlineData(200, """{ "success": false, "error": { "code": 404, "message": "no such group" } }""", GatewayFailureKind.NotFound)]
    [InlineData(200, "{}", GatewayFailureKind.OutcomeUnknown)]
    [InlineData(200, "[]", GatewayFailureKind.OutcomeUnknown)]
    public async Task A_body_outside_the_envelope_is_still_understood_or_not_believed(int status, string body, GatewayFailureKind kind)
    {
        Stub.On("/", status, body);

        Assert.Equal(kind, Failure(await Gateway.LeaveAsync(Crew, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_was_not_sent_under_200_is_refused()
    {
        Stub.On("/", 200, """{"sent":false}""");

        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.SendTextAsync(Person("15550003333"), "Hi", "k", Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.SendInviteCardAsync(Person("15550003333"), Code, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_limit_ends_when_a_header_says_so_and_at_no_time_we_invent()
    {
        Stub.On("/", 429, """{"message":"Too many requests"}""", ("Retry-After", "42"));
        var earliest = TimeProvider.System.GetUtcNow().AddSeconds(35);
        Assert.InRange(Failure(await Gateway.LeaveAsync(Crew, Cancel)).Until ?? default, earliest, earliest.AddSeconds(30));

        Stub.On("/", 429, """{"message":"Too many requests"}""");
        Assert.Null(Failure(await Gateway.LeaveAsync(Crew, Cancel)).Until);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(401, """{"error":{"code":401,"message":"Need authorization"}}""", "token", FindingSeverity.Error)]
    [InlineData(404, """{"error":{"code":404,"message":"channel not found"}}""", "token", FindingSeverity.Error)]
    [InlineData(403, """{"error":{"code":403,"message":"forbidden"}}""", "token", FindingSeverity.Error)]
    [InlineData(200, "<html>Welcome</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(404, "<html>Not found</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(503, """{"error":{"code":503,"message":"Channel is not ready"}}""", null, FindingSeverity.Error)]
    [InlineData(429, """{"message":"Too many requests"}""", null, FindingSeverity.Warning)]
    [InlineData(200, """{"status":{"text":"QR"}}""", null, FindingSeverity.Warning)]
    public async Task A_wrong_setting_is_a_finding_at_its_field(int status, string body, string? field, FindingSeverity severity)
    {
        Stub.On("health", status, body);

        var finding = Assert.Single((await Gateways.Tester.TestAsync(Settings, OpenRequestGate.Instance, Cancel)).Findings);

        Assert.Equal((field, severity), (finding.Field, finding.Severity));
    }

    [Fact(Timeout = 60_000)]
    public async Task Twenty_thousand_members_are_read()
    {
        var members = Enumerable.Range(0, 20_000).Select(i => new { id = FormattableString.Invariant($"{15550000000 + i}"), rank = "member" });
        Stub.On("groups/", 200, JsonSerializer.Serialize(new { id = Crew.Value, name = "Crew", participants = members }));

        Assert.Equal(20_000, Value(await Gateway.GetGroupAsync(Crew, true, Cancel)).Members?.Count);
    }

    [Fact]
    public void What_it_cannot_do_is_said_without_asking()
    {
        Assert.Equal(
            [Capability.ReadApproval, Capability.TransferOwnership, Capability.ListSuggestions, Capability.RepeatMessages, Capability.CreateEmptyGroup],
            Gateway.Capabilities.Where(s => !s.Usable).Select(s => s.Capability));
        Assert.Equal(CapabilityLevel.Limited, Gateway.Capabilities[Capability.SetApproval].Level);
    }
}
