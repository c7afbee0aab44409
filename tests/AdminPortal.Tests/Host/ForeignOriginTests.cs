using System.Net;
using System.Net.WebSockets;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Host;

/// <summary>On a real port, because a WebSocket's handshake is what is attacked.</summary>
public sealed class ForeignOriginTests(ForeignOriginTests.ListeningHost host) : IClassFixture<ForeignOriginTests.ListeningHost>
{
    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("OWN:1", HttpStatusCode.Forbidden)]
    [InlineData("OWN.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("OWN", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Circuit_is_negotiated_with_our_own_pages_only(string? origin, HttpStatusCode expected)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "/_blazor/negotiate?negotiateVersion=1"));
        request.Headers.Add("Cookie", $"{SignedInOperators.CookieName}={await CookieAsync()}");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Replace("OWN", host.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task WebSocket_of_another_site_is_refused_though_the_cookie_is_right()
    {
        var cookie = await CookieAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync("http://evil.example", cookie));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(host.Address.GetLeftPart(UriPartial.Authority), cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await ConnectAsync(host.Address.GetLeftPart(UriPartial.Authority), "forged"));
    }

    [Fact]
    public async Task Form_of_another_site_is_refused()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "/account/sign-out"));
        request.Headers.Add("Origin", "http://evil.example");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<string> CookieAsync() => await host.CookieOfAsync(await host.AddOperatorAsync(OperatorRole.Viewer));

    private async Task<HttpStatusCode> ConnectAsync(string origin, string cookie)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("Cookie", $"{SignedInOperators.CookieName}={cookie}");
        try
        {
            await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // The status is what counts.
        }

        return socket.HttpStatusCode;
    }

    public sealed class ListeningHost : PortalHost
    {
        public ListeningHost()
        {
            UseKestrel(0);
            StartServer();
        }

        public Uri Address => ClientOptions.BaseAddress;
    }
}
