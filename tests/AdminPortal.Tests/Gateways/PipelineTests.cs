using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Gateways;

/// <summary>What happens between an adapter and the wire, whatever the vendor.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private const string NoGroups = """{"success":true,"message":"0 groups found","groups":[]}""";
    private const string Updated = """{"success":true,"message":"Group updated","group":{"jid":"120363077001122334@g.us","name":"New"}}""";
    private static readonly GroupId Yard = GroupId.Parse("120363077001122334@g.us");

    private readonly TestGateways _gateways = new();
    private readonly CountingGate _gate = new();
    private StubGateway _stub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IWhatsAppGateway Gateway => _gateways.Connect(_stub.RyzeApi(), _gate);

    public async ValueTask InitializeAsync() => _stub = await StubGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        await _stub.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Sends_the_credential_in_a_header_and_says_who_is_calling()
    {
        _stub.On("group/list", 200, NoGroups);

        Assert.True((await Gateway.ListGroupsAsync(Cancel)).Succeeded);

        var request = Assert.Single(_stub.Requests);
        Assert.Equal("token-of-the-instance-ops-1", request.Headers["token"]);
        Assert.Equal("AdminPortal/1.0", request.Headers["User-Agent"]);
        Assert.False(request.Headers.ContainsKey("Cookie"));
        Assert.Equal("/api/group/list/ops-1", request.Path);
    }

    [Fact(Timeout = 60_000)]
    public async Task Keeps_a_path_in_front_of_the_routes_and_escapes_the_instance()
    {
        _stub.On("group/list", 200, NoGroups);
        var settings = _stub.RyzeApi(instance: "a/b c") with { BaseAddress = new Uri(_stub.Address, "rented/no-7") };

        Assert.True((await _gateways.Connect(settings).ListGroupsAsync(Cancel)).Succeeded);

        Assert.Equal("/rented/no-7/api/group/list/a%2Fb c", Assert.Single(_stub.Requests).Path);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_attempt_passes_the_gate_before_and_reports_after()
    {
        _stub.On("group/list", 503, """{"success":false,"error":{"message":"bridge missing"}}""");

        var result = await Gateway.ListGroupsAsync(Cancel);

        Assert.Equal(GatewayFailureKind.Unavailable, result.Failure?.Kind);
        Assert.Equal(["read", "seen", "read", "seen", "read", "seen"], _gate.Passed);
        Assert.Equal(3, result.Exchanges.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(408, 3)]
    [InlineData(500, 3)]
    [InlineData(502, 3)]
    [InlineData(400, 1)]
    [InlineData(404, 1)]
    [InlineData(429, 1)]
    [InlineData(501, 1)]
    public async Task Repeats_a_read_only_where_that_can_help(int status, int attempts)
    {
        _stub.On("group/list", status, """{"success":false,"error":{"message":"something"}}""");

        Assert.False((await Gateway.ListGroupsAsync(Cancel)).Succeeded);

        Assert.Equal(attempts, _stub.Requests.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Never_repeats_a_write(int status)
    {
        _stub.On("group/update", status, """{"success":false,"error":{"message":"something"}}""");

        Assert.False((await Gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)).Succeeded);

        Assert.Equal(["write", "seen"], _gate.Passed);
        Assert.Single(_stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_is_not_there_makes_writes_and_reads_unavailable()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Loopback, 0));
        var port = ((System.Net.IPEndPoint)taken.LocalEndPoint!).Port;
        var gateway = _gateways.Connect(_stub.RyzeApi() with { BaseAddress = new Uri(FormattableString.Invariant($"http://[::1]:{port}/")) });

        Assert.Equal(GatewayFailureKind.Unavailable, (await gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)).Failure?.Kind);
        Assert.Equal(GatewayFailureKind.Unavailable, (await gateway.LeaveAsync(Yard, Cancel)).Failure?.Kind);
        Assert.Equal(GatewayFailureKind.Unavailable, (await gateway.ListGroupsAsync(Cancel)).Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_name_that_leads_nowhere_is_unavailable_for_writes_too()
    {
        var gateway = _gateways.Connect(_stub.RyzeApi() with { BaseAddress = new Uri("https://gateway.invalid/") });

        var failure = (await gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)).Failure;

        Assert.Equal(GatewayFailureKind.Unavailable, failure?.Kind);
        Assert.Contains("gateway.invalid", failure!.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_without_TLS_where_TLS_is_expected_is_unavailable()
    {
        var gateway = _gateways.Connect(_stub.RyzeApi() with { BaseAddress = new UriBuilder(_stub.Address) { Scheme = "https" }.Uri });

        Assert.Equal(GatewayFailureKind.Unavailable, (await gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)).Failure?.Kind);
        Assert.Empty(_stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_breaks_in_the_middle_of_the_answer_leaves_a_write_unknown()
    {
        _stub.On("group/update", async context =>
        {
            // Fewer bytes than announced: the server closes the connection behind them.
            context.Response.ContentLength = 5000;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Updated), Cancel);
        });

        var result = await Gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel);

        Assert.Equal(GatewayFailureKind.OutcomeUnknown, result.Failure?.Kind);
        Assert.Equal(200, Assert.Single(result.Exchanges).Status);
        Assert.Null(result.Exchanges[0].ResponseBody);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_without_end_is_given_up(bool announced)
    {
        using var gateways = new TestGateways(o => o.MaxResponseBytes = 64 * 1024);
        Task Endless(HttpContext context) => WriteAsync(context, announced ? 10_000_000 : null);
        _stub.On("group/list", Endless).On("group/update", Endless);
        var gateway = gateways.Connect(_stub.RyzeApi());

        Assert.Equal(GatewayFailureKind.Unreadable, (await gateway.ListGroupsAsync(Cancel)).Failure?.Kind);
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, (await gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)).Failure?.Kind);
        Assert.Equal(1, _stub.Count("group/list"));

        static async Task WriteAsync(HttpContext context, long? length)
        {
            context.Response.ContentLength = length;
            var chunk = new byte[16 * 1024];
            try
            {
                for (var i = 0; i < 10_000_000 / chunk.Length; i++)
                {
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The reader hung up, which is what is tested.
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_small_answer_that_unpacks_to_a_huge_one_is_given_up()
    {
        using var gateways = new TestGateways(o => o.MaxResponseBytes = 64 * 1024);
        _stub.On("group/list", async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[1024 * 1024], Cancel);
        });

        Assert.Equal(GatewayFailureKind.Unreadable, (await gateways.Connect(_stub.RyzeApi()).ListGroupsAsync(Cancel)).Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_that_does_not_come_is_waited_for_as_long_as_the_call_allows()
    {
        var clock = new ManualTimeProvider();
        using var gateways = new TestGateways(time: clock);
        var arrived = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        Task Silent(HttpContext context)
        {
            arrived.Release();
            return Task.WhenAny(release.Task, Aborted(context));
        }

        _stub.On("group/list", Silent).On("group/update", Silent).On("group/participants", Silent).On("community/link", Silent);
        var gateway = gateways.Connect(_stub.RyzeApi());
        var community = CommunityId.Parse("120363077000000001@g.us");

        Assert.Equal(GatewayFailureKind.Unavailable, await GivenUpAfter(65, () => gateway.ListGroupsAsync(Cancel)));
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, await GivenUpAfter(30, () => gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)));
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, await GivenUpAfter(100, () => gateway.AddParticipantsAsync(Yard, [ParticipantId.FromPhone("4915110002009")], Cancel)));
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, await GivenUpAfter(36, () => gateway.LinkAsync(community, [Yard, Yard, Yard], Cancel)));
        Assert.Equal(4, _stub.Requests.Count);
        release.SetResult();

        async Task<GatewayFailureKind?> GivenUpAfter<T>(int seconds, Func<Task<GatewayResult<T>>> call)
        {
            var result = call();
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
            clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(result.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            return (await result.WaitAsync(TimeSpan.FromSeconds(20), Cancel)).Failure?.Kind;
        }

        static Task Aborted(HttpContext context)
        {
            var aborted = new TaskCompletionSource();
            context.RequestAborted.Register(aborted.SetResult);
            return aborted.Task;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_the_caller_who_cancels_sees_an_exception()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _stub.On("group/list", async context =>
        {
            await cancel.CancelAsync();
            await context.Response.CompleteAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gateway.ListGroupsAsync(cancel.Token));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Follows_no_redirect_and_takes_no_cookie(int status)
    {
        _stub.On("group/", status, "", ("Location", _stub.Address + "api/instance/list"), ("Set-Cookie", "a=b"));

        Assert.Equal(GatewayFailureKind.Unreadable, (await Gateway.ListGroupsAsync(Cancel)).Failure?.Kind);
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, (await Gateway.UpdateProfileAsync(Yard, new(Name: "New"), Cancel)).Failure?.Kind);
        Assert.All(_stub.Requests, r => Assert.False(r.Headers.ContainsKey("Cookie")));
        Assert.Equal(0, _stub.Count("instance/list"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_kept_of_an_exchange_is_bounded_and_holds_no_secret()
    {
        var echo = $$"""
            {"success":true,"groups":[],"instanceData":{"baseUrl":"x","token":"of another instance"},"echo":"token-of-the-instance-ops-1","filler":"{{new string('x', 40_000)}}"}
            """;
        _stub.On("group/list", 200, echo, ("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "7"), ("X-RateLimit-Reset", "1793000000"), ("Retry-After", "5"));

        var exchange = Assert.Single((await Gateway.ListGroupsAsync(Cancel)).Exchanges);

        Assert.Equal("GET /api/group/list/ops-1?includeMembers=false", exchange.Request);
        Assert.DoesNotContain("token-of-the-instance", exchange.ResponseBody, StringComparison.Ordinal);
        Assert.DoesNotContain("of another instance", exchange.ResponseBody, StringComparison.Ordinal);
        Assert.InRange(exchange.ResponseBody!.Length, SecretMask.MaxBodyLength, SecretMask.MaxBodyLength + 100);
        Assert.Equal((100, 7, DateTimeOffset.FromUnixTimeSeconds(1793000000)), (exchange.RateLimit!.Limit, exchange.RateLimit.Remaining, exchange.RateLimit.ResetsAt));
        Assert.NotNull(exchange.RateLimit.RetryAt);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999")]
    [InlineData("-5")]
    [InlineData("soon")]
    public async Task A_nonsense_rate_limit_is_no_rate_limit(string value)
    {
        _stub.On("group/list", 429, """{"success":false,"error":{"message":"Rate limit exceeded. Try again later."}}""",
            ("X-RateLimit-Limit", value), ("X-RateLimit-Remaining", value), ("X-RateLimit-Reset", value), ("Retry-After", value));

        var failure = (await Gateway.ListGroupsAsync(Cancel)).Failure;

        Assert.Equal(GatewayFailureKind.RateLimited, failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_log_tells_method_path_status_and_nothing_that_is_private()
    {
        _stub.On("message/text", 200, """{"success":true,"message":"Message sent successfully","data":{"messageId":"3EB0AA11"}}""");

        Assert.True((await Gateway.SendTextAsync(ParticipantId.FromPhone("4915110002009"), "Private words", "key", Cancel)).Succeeded);

        var log = string.Join('\n', _gateways.Logs);
        Assert.Contains("POST /api/message/text/ops-1 answered 200", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Private words", log, StringComparison.Ordinal);
        Assert.DoesNotContain("4915110002009", log, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-the-instance-ops-1", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Settings_and_failures_do_not_print_the_credential()
    {
        _stub.On("group/list", 400, """{"success":false,"error":{"message":"bad header token-of-the-instance-ops-1"}}""");

        var failure = (await Gateway.ListGroupsAsync(Cancel)).Failure;

        Assert.DoesNotContain("token-of-the-instance", failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-the-instance", _stub.RyzeApi().ToString(), StringComparison.Ordinal);
    }
}
