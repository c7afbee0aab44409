using System.Text.Json;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Gateways.RyzeApi;

/// <summary>Every documented error, and everything that is no answer of RyzeAPI at all.</summary>
public sealed class RyzeApiErrorTests : IAsyncLifetime
{
    private static readonly GroupId Crew = GroupId.Parse("120363077001122334@g.us");
    private static readonly CommunityId Harbour = CommunityId.Parse("120363077000000001@g.us");

    private readonly TestGateways _gateways = new();
    private StubGateway _stub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IWhatsAppGateway Gateway => _gateways.Connect(_stub.RyzeApi());

    public static TheoryData<string> Malformed =>
    [
        "malformed-page.html", "malformed-truncated.json", "malformed-wrong-types.json", "malformed-array.json", "malformed-null-entries.json",
        "malformed-not-unicode.json", "malformed-deep.json", "malformed-nul.json", "malformed-empty.json", "malformed-null.json",
    ];

    public async ValueTask InitializeAsync() => _stub = await StubGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        await _stub.DisposeAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(400, "Instance is not connected to WhatsApp", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(503, "Instance is not connected to WhatsApp", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(400, "instance is NOT CONNECTED to whatsapp", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Missing token in header", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Missing token in header, Authorization header, or query parameter", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Missing token", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Invalid token", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Invalid instance token", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Invalid account token", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "invalid ACCOUNT token", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(401, "Unauthenticated", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "Instance token does not match the instance", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "INSTANCE token does not match", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(403, "Not authorized to reset group invite link (must be admin)", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(403, "Not authorized to view group requests (must be admin)", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(404, "Group not found or you are not a member of this group", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(404, "Instance not found", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(404, "instance not found", GatewayFailureKind.SignedOut, GatewayFailureKind.SignedOut)]
    [InlineData(404, "group not found or you are not a member of this group", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(400, "Invite link has been revoked or expired", GatewayFailureKind.NotFound, GatewayFailureKind.NotFound)]
    [InlineData(400, "Identifier is required", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(400, "Invalid request body", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(400, "community name is required", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(400, "community jid is required", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(400, "group jid is required", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(400, "Community name must be 25 characters or less", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(409, "Instance already exists", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(409, "Webhook already exists", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(429, "Rate limit exceeded. Try again later.", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(429, "rate limit exceeded (429): wait before creating again", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(408, "Request timeout", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    [InlineData(500, "Failed to get instance", GatewayFailureKind.Unavailable, GatewayFailureKind.Unavailable)]
    [InlineData(500, "error parse community jid: unknown server", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(500, "failed to create community: info query returned status 403: forbidden", GatewayFailureKind.Forbidden, GatewayFailureKind.Forbidden)]
    [InlineData(500, "failed to create community: info query returned status 429: rate-overlimit", GatewayFailureKind.RateLimited, GatewayFailureKind.RateLimited)]
    [InlineData(500, "failed to create community: info query timed out", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    [InlineData(501, "not implemented", GatewayFailureKind.Rejected, GatewayFailureKind.Rejected)]
    [InlineData(503, "bridge missing", GatewayFailureKind.Unavailable, GatewayFailureKind.Unavailable)]
    [InlineData(504, "gateway timeout", GatewayFailureKind.Unavailable, GatewayFailureKind.OutcomeUnknown)]
    public async Task An_error_is_what_its_status_and_text_make_it(int status, string text, GatewayFailureKind read, GatewayFailureKind write)
    {
        _stub.On("/api/", status, $$"""{ "success": false, "error": { "message": "{{text}}" } }""");

        Assert.Equal(read, (await Gateway.ListGroupsAsync(Cancel)).Failure?.Kind);
        Assert.Equal(write, (await Gateway.CreateCommunityAsync(new("Harbour", null, true, []), Cancel)).Failure?.Kind);
        Assert.Equal(1, _stub.Count("community/create"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(401, """{"success":false,"error":{"message":"Invalid instance token"}}""", "token", FindingSeverity.Error)]
    [InlineData(401, """{"success":false,"error":{"message":"Missing token in header"}}""", "token", FindingSeverity.Error)]
    [InlineData(403, """{"success":false,"error":{"message":"Instance token does not match the instance"}}""", "token", FindingSeverity.Error)]
    [InlineData(404, """{"success":false,"error":{"message":"Instance not found"}}""", "instance", FindingSeverity.Error)]
    [InlineData(200, """{"success":true,"instances":[]}""", "instance", FindingSeverity.Error)]
    [InlineData(200, "<html>Welcome</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(404, "<html>Not found</html>", ConnectionTester.BaseAddressField, FindingSeverity.Error)]
    [InlineData(500, """{"success":false,"error":{"message":"Failed to get instance"}}""", null, FindingSeverity.Error)]
    [InlineData(503, """{"success":false,"error":{"message":"bridge missing"}}""", null, FindingSeverity.Error)]
    [InlineData(503, """{"success":false,"error":{"message":"Instance is not connected to WhatsApp"}}""", null, FindingSeverity.Warning)]
    [InlineData(429, """{"success":false,"error":{"message":"Rate limit exceeded. Try again later."}}""", null, FindingSeverity.Warning)]
    public async Task A_wrong_setting_is_a_finding_at_its_field(int status, string body, string? field, FindingSeverity severity)
    {
        _stub.On("/", status, body);

        var finding = Assert.Single((await _gateways.Tester.TestAsync(_stub.RyzeApi(), OpenRequestGate.Instance, Cancel)).Findings);

        Assert.Equal((field, severity), (finding.Field, finding.Severity));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{ "success": false, "error": { "message": "Group is closed" } }""")]
    [InlineData("""{ "success": false, "error": "Group is closed" }""")]
    [InlineData("""{ "success": false, "message": "Group is closed" }""")]
    public async Task A_failure_under_200_is_a_failure(string body)
    {
        _stub.On("/api/", 200, body);

        var read = (await Gateway.ListGroupsAsync(Cancel)).Failure;
        var write = (await Gateway.LeaveAsync(Crew, Cancel)).Failure;

        Assert.Equal((GatewayFailureKind.Rejected, "Group is closed."), (read?.Kind, read?.Message));
        Assert.Equal(GatewayFailureKind.Rejected, write?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_write_that_does_not_say_that_it_succeeded_is_unknown()
    {
        _stub.On("/api/", 200, "{}");

        Assert.Equal(GatewayFailureKind.OutcomeUnknown, (await Gateway.LeaveAsync(Crew, Cancel)).Failure?.Kind);
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, (await Gateway.AddParticipantsAsync(Crew, [ParticipantId.Parse("4915110002001")], Cancel)).Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_gateways_own_limit_says_until_when_and_WhatsApps_does_not()
    {
        var reset = DateTimeOffset.FromUnixTimeSeconds(1793000000);
        (string, string)[] used = [("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1793000000")];
        (string, string)[] free = [("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "63"), ("X-RateLimit-Reset", "1793000000")];

        Assert.Equal(reset, await UntilAsync("""{"success":false,"error":{"message":"Rate limit exceeded. Try again later."}}""", used));
        Assert.Equal(reset, await UntilAsync("<html>Too many requests</html>", used));
        Assert.Null(await UntilAsync("""{"success":false,"error":{"message":"rate limit exceeded (429): wait before creating again"}}""", used));
        Assert.Null(await UntilAsync("""{"success":false,"error":{"message":"slow down"}}""", free));

        async Task<DateTimeOffset?> UntilAsync(string body, (string, string)[] headers)
        {
            _stub.On("community/create", 429, body, headers);
            var failure = (await Gateway.CreateCommunityAsync(new("Harbour", null, true, []), Cancel)).Failure;
            Assert.Equal(GatewayFailureKind.RateLimited, failure?.Kind);
            return failure?.Until;
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Malformed))]
    public async Task From_a_malformed_answer_a_read_learns_nothing_and_a_write_stays_unknown(string payload)
    {
        _stub.On("/api/", 200, RyzeApiPayloadTests.Payload(payload));

        GatewayFailure?[] reads =
        [
            (await Gateway.ListGroupsAsync(Cancel)).Failure,
            (await Gateway.GetGroupAsync(Crew, true, Cancel)).Failure,
            (await Gateway.ListSubgroupsAsync(Harbour, Cancel)).Failure,
            (await Gateway.ListRequestsAsync(Crew, Cancel)).Failure,
            (await Gateway.ListCommunityMembersAsync(Harbour, Cancel)).Failure,
        ];
        GatewayFailure?[] writes =
        [
            (await Gateway.CreateGroupAsync(new("Crew", null, [], new()), Cancel)).Failure,
            (await Gateway.CreateCommunityAsync(new("Harbour", null, true, []), Cancel)).Failure,
            (await Gateway.ResetInviteAsync(Crew, Cancel)).Failure,
            (await Gateway.JoinAsync(Code, Cancel)).Failure,
        ];

        Assert.All(reads, f => Assert.Equal(GatewayFailureKind.Unreadable, f?.Kind));
        Assert.All(writes, f => Assert.Equal(GatewayFailureKind.OutcomeUnknown, f?.Kind));
        Assert.NotNull((await Gateway.GetSessionAsync(Cancel)).Failure);
        Assert.Equal(1, _stub.Count("group/create"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_page_of_another_server_says_nothing_about_a_write(int status)
    {
        _stub.On("/api/", status, RyzeApiPayloadTests.Payload("malformed-page.html"));

        Assert.Equal(GatewayFailureKind.OutcomeUnknown, (await Gateway.LeaveAsync(Crew, Cancel)).Failure?.Kind);
        Assert.Equal(
            status >= 500 ? GatewayFailureKind.Unavailable : GatewayFailureKind.Unreadable, (await Gateway.ListGroupsAsync(Cancel)).Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task Twenty_thousand_members_are_read_and_more_than_the_bound_is_not()
    {
        _stub.On("group/info", c => WriteMembersAsync(c, 20_000));
        Assert.Equal(20_000, (await Gateway.GetGroupAsync(Crew, true, Cancel)).Value?.Members?.Count);

        _stub.On("group/info", c => WriteMembersAsync(c, 200_000));
        Assert.Equal(GatewayFailureKind.Unreadable, (await Gateway.GetGroupAsync(Crew, true, Cancel)).Failure?.Kind);

        static async Task WriteMembersAsync(HttpContext context, int count)
        {
            var members = Enumerable.Range(0, count).Select(i => new { jid = FormattableString.Invariant($"{4915110000000 + i}@s.whatsapp.net"), isAdmin = false, isSuperAdmin = false });
            try
            {
                await JsonSerializer.SerializeAsync(
                    context.Response.Body, new { success = true, group = new { jid = Crew.Value, name = "Crew", participants = members } }, cancellationToken: context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The reader hung up, which is what is tested.
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Long_words_of_the_gateway_are_cut_to_one_sentence()
    {
        _stub.On("/api/", 400, $$"""{ "success": false, "error": { "message": "one\ntwo {{new string('x', 5000)}}" } }""");

        var message = (await Gateway.ListGroupsAsync(Cancel)).Failure!.Message;

        Assert.StartsWith("one two", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 100, 400);
    }

    private static InviteCode Code => InviteCode.TryParse("Qw7Hx2LpZ9", out var code) ? code : default;
}
