using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AdminPortal.Gateways;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Gateways;

/// <summary>A request as it arrived.</summary>
internal sealed record StubRequest(string Method, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A loopback server that answers what it was told to, for answers that no simulated vendor gives.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.Ordinal);

    private StubGateway(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    public static async Task<StubGateway> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var stub = new StubGateway(builder.Build());
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        stub.Address = new Uri(stub._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return stub;
    }

    /// <param name="route">
    /// A part of the path, for example <c>group/list</c>, with a method in front if it matters: <c>DELETE groups/</c>. Of several
    /// that fit, the longest answers.
    /// </param>
    public StubGateway On(string route, int status, string body, params (string Name, string Value)[] headers) => On(route, async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted);
    });

    public StubGateway On(string route, Func<HttpContext, Task> answer)
    {
        _answers[route] = answer;
        return this;
    }

    /// <summary>How often a route was called.</summary>
    public int Count(string route) => Requests.Count(r => Fits(route, r.Method, r.Path));

    /// <summary>The only request to a route.</summary>
    public StubRequest Single(string route) => Assert.Single(Requests, r => Fits(route, r.Method, r.Path));

    public GatewaySettings RyzeApi(string token = "token-of-the-instance-ops-1", string instance = "ops-1") => new(
        GatewayKind.RyzeApi,
        Address,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = instance, ["token"] = token });

    public GatewaySettings Whapi(string token = "token-of-the-channel-ops-1") => new(
        GatewayKind.Whapi, Address, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token });

    public GatewaySettings Wadial(string apiKey = "wd_key-of-the-account-1", string session = "0197aa10-0000-7000-8000-0000000000a1") => new(
        GatewayKind.Wadial, Address, new Dictionary<string, string>(StringComparer.Ordinal) { ["session"] = session, ["apiKey"] = apiKey });

    public GatewaySettings Wawp(string token = "token-of-the-account-1", string instance = "AB12CD34EF56") => new(
        GatewayKind.Wawp, Address, new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = instance, ["token"] = token });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var path = context.Request.Path.Value ?? "";
        Requests.Enqueue(new StubRequest(
            context.Request.Method,
            path,
            context.Request.QueryString.Value ?? "",
            body,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        var answer = _answers.Where(a => Fits(a.Key, context.Request.Method, path)).MaxBy(a => a.Key.Length).Value
            ?? throw new InvalidOperationException($"The test did not say what {context.Request.Method} {path} answers.");
        await answer(context);
    }

    private static bool Fits(string route, string method, string path)
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        return (space < 0 || route[..space] == method) && path.Contains(route[(space + 1)..], StringComparison.Ordinal);
    }
}
