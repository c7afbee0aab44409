using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways;

public sealed class ConnectionTesterTests : IAsyncLifetime
{
    private readonly TestGateways _gateways = new();
    private ContractWorld _site = null!;

    public async ValueTask InitializeAsync() => _site = await ContractWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        await _site.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Right_settings_are_proved_by_the_session_and_the_groups()
    {
        var test = await TestAsync();

        Assert.True(test.Works);
        Assert.Equal(FindingSeverity.Information, Assert.Single(test.Findings).Severity);
        Assert.Equal(_site.Desk.Phone, test.Session?.Number?.Digits);
        Assert.Equal([Capability.ReadSession, Capability.ListGroups], test.Probed.Select(p => p.Capability));
        Assert.All(test.Probed, p => Assert.Equal(CapabilityEvidence.Probed, p.Evidence));
        Assert.DoesNotContain(_site.Host.Requests.All, r => r.Method != "GET");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("a wrong token", "ops-1", "token")]
    [InlineData(null, "ops-9", "instance")]
    [InlineData("", "ops-1", "token")]
    [InlineData(null, " ", "instance")]
    [InlineData("line\nbreak in it", "ops-1", "token")]
    [InlineData("tökén with umlauts", "ops-1", "token")]
    [InlineData(null, "..", "instance")]
    public async Task A_wrong_credential_is_found_at_its_field(string? token, string instance, string field)
    {
        var test = await TestAsync(token: token ?? _site.Desk.Token, instance: instance);

        Assert.False(test.Works);
        Assert.Equal((field, FindingSeverity.Error), (Assert.Single(test.Findings).Field, test.Findings[0].Severity));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_of_another_instance_is_found()
    {
        var other = _site.World.AddNumber("Other", handle: "ops-2", phone: "4915110002888", token: "token-of-the-instance-ops-2");

        var test = await TestAsync(token: other.Token);

        Assert.False(test.Works);
        Assert.Contains(Assert.Single(test.Findings).Field, new[] { "instance", "token" });
    }

    [Theory(Timeout = 60_000)]
    [InlineData("https://gateway.invalid")]
    [InlineData("http://gateway.example.org")]
    [InlineData("https://10.1.2.3")]
    public async Task A_wrong_address_is_found_at_the_address(string address)
    {
        var test = await TestAsync(address: new Uri(address));

        Assert.Equal(ConnectionTester.BaseAddressField, Assert.Single(test.Findings).Field);
        Assert.False(test.Works);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200, "<html><body>Welcome</body></html>")]
    [InlineData(404, "<html><body>Not found</body></html>")]
    [InlineData(200, "{\"hello\":\"world\"}")]
    [InlineData(401, "<html>Sign in</html>")]
    [InlineData(302, "")]
    public async Task Another_server_at_the_address_is_found_at_the_address(int status, string body)
    {
        await using var stub = await StubGateway.StartAsync();
        stub.On("/", status, body);

        var test = await TestAsync(address: stub.Address);

        Assert.Equal(ConnectionTester.BaseAddressField, Assert.Single(test.Findings).Field);
        Assert.False(test.Works);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(SessionState.Disconnected)]
    [InlineData(SessionState.Connecting)]
    [InlineData(SessionState.LoggedOut)]
    public async Task A_number_that_is_not_connected_is_a_warning(SessionState state)
    {
        _site.World.SetSession(_site.Desk.Phone, state);

        var test = await TestAsync();

        Assert.True(test.Works);
        Assert.Equal((null, FindingSeverity.Warning), (Assert.Single(test.Findings).Field, test.Findings[0].Severity));
        Assert.NotNull(test.Session);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(FaultKind.RateLimited, FindingSeverity.Warning)]
    [InlineData(FaultKind.ServerError, FindingSeverity.Error)]
    [InlineData(FaultKind.HtmlError, FindingSeverity.Error)]
    public async Task A_gateway_in_trouble_is_no_fault_of_a_field(FaultKind fault, FindingSeverity severity)
    {
        _site.Host.Faults.Everyone.Always(fault);

        var test = await TestAsync();

        Assert.Equal((null, severity), (Assert.Single(test.Findings).Field, test.Findings[0].Severity));
    }

    private Task<ConnectionTest> TestAsync(Uri? address = null, string? token = null, string? instance = null) => _gateways.Tester.TestAsync(
        new GatewaySettings(GatewayKind.RyzeApi, address ?? _site.Host.RyzeApiAddress, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["instance"] = instance ?? _site.Desk.Handle,
            ["token"] = token ?? _site.Desk.Token,
        }),
        OpenRequestGate.Instance,
        TestContext.Current.CancellationToken);
}
