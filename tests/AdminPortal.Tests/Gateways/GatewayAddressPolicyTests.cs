using System.Net;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Gateways;

public sealed class GatewayAddressPolicyTests
{
    private static readonly GatewayAddressPolicy Strict = Policy();
    private static readonly GatewayAddressPolicy Loopback = Policy(o => o.AllowLoopback = true);
    private static readonly GatewayAddressPolicy Private = Policy(o => o.AllowPrivateNetworks = true);

    [Theory]
    [InlineData("https://ryzeapi.cloud")]
    [InlineData("https://gateway.example.org:8443/rented/7")]
    [InlineData("https://8.8.8.8")]
    [InlineData("https://[2606:4700::1111]")]
    public void Public_addresses_over_TLS_are_allowed(string address) => Assert.Null(Strict.RefusalOf(new Uri(address)));

    [Theory]
    [InlineData("http://ryzeapi.cloud")]
    [InlineData("ftp://ryzeapi.cloud")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@ryzeapi.cloud")]
    [InlineData("https://ryzeapi.cloud/?token=x")]
    [InlineData("https://localhost")]
    [InlineData("https://console.localhost")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://2130706433")]
    [InlineData("https://0x7f.1")]
    [InlineData("https://[::1]")]
    [InlineData("https://[::ffff:127.0.0.1]")]
    [InlineData("https://10.0.0.5")]
    [InlineData("https://169.254.169.254")]
    public void Everything_else_is_refused_with_a_sentence(string address) =>
        Assert.EndsWith(".", Strict.RefusalOf(new Uri(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void Loopback_is_loopback_in_every_disguise(string ip)
    {
        Assert.NotNull(Strict.RefusalOf(IPAddress.Parse(ip)));
        Assert.NotNull(Private.RefusalOf(IPAddress.Parse(ip)));
        Assert.Null(Loopback.RefusalOf(IPAddress.Parse(ip)));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    public void Private_networks_are_opened_by_their_own_switch(string ip)
    {
        Assert.NotNull(Strict.RefusalOf(IPAddress.Parse(ip)));
        Assert.NotNull(Loopback.RefusalOf(IPAddress.Parse(ip)));
        Assert.Null(Private.RefusalOf(IPAddress.Parse(ip)));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Link_local_multicast_and_the_like_are_never_allowed(string ip)
    {
        var open = Policy(o =>
        {
            o.AllowLoopback = true;
            o.AllowPrivateNetworks = true;
        });

        Assert.NotNull(open.RefusalOf(IPAddress.Parse(ip)));
    }

    [Theory]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("192.167.1.1")]
    [InlineData("2606:4700::1111")]
    public void The_neighbours_of_private_networks_are_public(string ip) => Assert.Null(Strict.RefusalOf(IPAddress.Parse(ip)));

    [Fact]
    public void Without_TLS_only_this_machine_may_be_called_and_only_when_allowed()
    {
        Assert.Null(Loopback.RefusalOf(new Uri("http://127.0.0.1:5080")));
        Assert.Null(Loopback.RefusalOf(new Uri("http://localhost:5080")));
        Assert.NotNull(Loopback.RefusalOf(new Uri("http://gateway.example.org")));
        Assert.NotNull(Private.RefusalOf(new Uri("http://10.0.0.5")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refused_address_is_never_called_not_even_by_its_name()
    {
        await using var stub = await StubGateway.StartAsync();
        using var gateways = new TestGateways(o => o.AllowLoopback = false);
        var byAddress = stub.RyzeApi();
        // A name that no rule about names refuses, and that resolves to this machine.
        var byName = byAddress with { BaseAddress = new UriBuilder("https", Dns.GetHostName(), stub.Address.Port).Uri };

        foreach (var settings in new[] { byAddress, byName })
        {
            var result = await gateways.Connect(settings).LeaveAsync(AdminPortal.Gateways.Identities.GroupId.Parse("120363077001122334@g.us"), TestContext.Current.CancellationToken);
            Assert.Equal(GatewayFailureKind.Unavailable, result.Failure?.Kind);
        }

        Assert.Empty(stub.Requests);
    }

    private static GatewayAddressPolicy Policy(Action<GatewayHttpOptions>? configure = null)
    {
        var options = new GatewayHttpOptions();
        configure?.Invoke(options);
        return new GatewayAddressPolicy(Options.Create(options));
    }
}
