using System.Net;
using AdminPortal.Gateways.Http;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Gateways;

/// <summary>The one way by which the console opens connections to addresses that somebody typed.</summary>
public sealed class JudgedConnectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("[::ffff:127.0.0.1]", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    public async Task What_the_policy_refuses_is_never_called(string host, bool allowed)
    {
        await using var stub = await StubGateway.StartAsync();
        stub.On("", 200, "{}");

        var failure = await Record.ExceptionAsync(() => CallAsync(new UriBuilder("http", host, stub.Address.Port).Uri, o => o.AllowLoopback = allowed));

        Assert.Equal(allowed ? null : typeof(AddressRefusedException), failure?.InnerException?.GetType());
        Assert.Equal(allowed ? 1 : 0, stub.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task In_clear_text_nothing_but_this_machine_is_called_whatever_is_allowed()
    {
        var failure = await Record.ExceptionAsync(() => CallAsync(new Uri("http://10.255.255.1:9/"), o => o.AllowPrivateNetworks = true));

        var refused = Assert.IsType<AddressRefusedException>(failure?.InnerException);
        Assert.Equal("10.255.255.1 was not called: it has no address that is allowed.", refused.Message);
    }

    private static async Task CallAsync(Uri address, Action<GatewayHttpOptions> configure)
    {
        var options = new GatewayHttpOptions();
        configure(options);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ConnectCallback = new JudgedConnection(new GatewayAddressPolicy(Options.Create(options))).OpenAsync,
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
