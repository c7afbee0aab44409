using System.Text;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Results;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Gateways;

/// <summary>
/// Every operation of an adapter against answers that are none: of a read nothing is learned, a write stays unknown and is sent
/// once, and nothing crashes. An adapter joins by deriving a class.
/// </summary>
public abstract class BrokenAnswers : VendorTests
{
    private static readonly string[] Pages =
    [
        "page.html", "truncated.json", "empty.txt", "null.json", "number.json", "deep.json", "nul.json",
    ];

    public static TheoryData<Capability> EveryCall => PortCall.Names;

    /// <summary>Its payloads.</summary>
    protected abstract string Vendor { get; }

    /// <summary>In <c>Vendor/Payloads</c>: the vendor's own shapes with wrong types, null entries and text that is no Unicode in them.</summary>
    private static readonly string[] OwnPayloads = ["malformed-wrong-types.json", "malformed-null-entries.json", "malformed-not-unicode.json"];

    /// <summary>Writes that must find something in their answer; of the others the envelope alone can say that they were taken.</summary>
    private static readonly Capability[] WithContent =
        [Capability.CreateGroup, Capability.CreateCommunity, Capability.CreateSubgroup, Capability.ResetInvite, Capability.JoinByInvite];

    /// <summary>What of the secrets must be seen nowhere.</summary>
    protected abstract IReadOnlyList<string> Secrets { get; }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(EveryCall))]
    public async Task From_a_malformed_answer_a_read_learns_nothing_and_a_write_stays_unknown(Capability capability)
    {
        var call = PortCall.All[capability];
        var kind = call.IsWrite ? GatewayFailureKind.OutcomeUnknown : GatewayFailureKind.Unreadable;
        foreach (var page in Pages)
        {
            await AssertAsync(call, 200, page, Payload("", page), kind);
        }

        GatewayFailureKind?[] own = call.IsWrite && !WithContent.Contains(capability) ? [kind, null] : [kind];
        foreach (var page in OwnPayloads)
        {
            await AssertAsync(call, 200, page, Payload(Vendor, page), own);
        }
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(EveryCall))]
    public async Task A_page_of_another_server_says_nothing_about_a_write(Capability capability)
    {
        var call = PortCall.All[capability];
        foreach (var status in (int[])[302, 400, 401, 403, 404, 409, 500, 502, 503, 504])
        {
            foreach (var page in (string[])["page.html", "empty.txt"])
            {
                var read = status >= 500 ? GatewayFailureKind.Unavailable : GatewayFailureKind.Unreadable;
                await AssertAsync(call, status, page, Payload("", page), call.IsWrite ? GatewayFailureKind.OutcomeUnknown : read);
            }
        }
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(EveryCall))]
    public async Task A_rate_limit_is_one_whatever_comes_with_it(Capability capability)
    {
        var call = PortCall.All[capability];
        foreach (var body in (string[])["", """{"message":"slow down"}""", Payload("", "page.html")])
        {
            await AssertAsync(call, 429, body, body, GatewayFailureKind.RateLimited);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Ten_megabytes_are_not_read()
    {
        Stub.On("/", TenMegabytesAsync);

        Assert.Equal(GatewayFailureKind.Unreadable, await PortCall.All[Capability.ListGroups].Act(Gateway));
        Assert.Equal(GatewayFailureKind.Unreadable, await PortCall.All[Capability.ReadGroup].Act(Gateway));
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, await PortCall.All[Capability.AddParticipants].Act(Gateway));
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, await PortCall.All[Capability.CreateGroup].Act(Gateway));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_secret_that_comes_back_is_shown_nowhere()
    {
        var echo = string.Join(' ', Secrets);
        Stub.On("/", 400, $$"""{ "error": { "code": 400, "message": "who is {{echo}}?" }, "message": "who is {{echo}}?", "status": 400, "access_token": "{{echo}}" }""");
        var gate = new CountingGate();
        var gateway = Gateways.Connect(Settings, gate);

        foreach (var call in PortCall.All.Values)
        {
            await call.Act(gateway);
        }

        var refused = await gateway.ListGroupsAsync(Cancel);
        Assert.NotEmpty(gate.Observed);
        Assert.All(Secrets, secret =>
        {
            Assert.DoesNotContain(gate.Observed, e => $"{e.Request}{e.RequestBody}{e.ResponseBody}".Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(Gateways.Logs, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, refused.Failure!.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, Settings.ToString(), StringComparison.Ordinal);
        });
    }

    private async Task AssertAsync(PortCall call, int status, string name, string body, params GatewayFailureKind?[] expected)
    {
        Stub.Requests.Clear();
        Stub.On("/", status, body);

        var kind = await call.Act(Gateway);

        if (!Gateway.Capabilities.Can(call.Capability))
        {
            Assert.Equal(GatewayFailureKind.NotSupported, kind);
            Assert.Empty(Stub.Requests);
            return;
        }

        Assert.True(expected.Contains(kind), FormattableString.Invariant($"{call.Capability} with {name} under {status} came to {kind}, not to {expected[0]}."));
        if (call.IsWrite)
        {
            Assert.Single(Stub.Requests, r => r.Method != "GET");
        }
    }

    private static async Task TenMegabytesAsync(HttpContext context)
    {
        var chunk = Encoding.UTF8.GetBytes("{\"success\":true,\"data\":[" + string.Concat(Enumerable.Repeat("[],", 20_000)));
        try
        {
            for (var sent = 0; sent <= 10 * 1024 * 1024; sent += chunk.Length)
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
