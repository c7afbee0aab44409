using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

/// <summary>A small world served over real HTTP, and the plainest client there is: what comes back is looked at as JSON.</summary>
internal sealed class RyzeServer : IAsyncDisposable
{
    private readonly HttpClient _client;

    private RyzeServer(SimulatorHost host, WorldNumber desk)
    {
        Host = host;
        Desk = desk;
        _client = new HttpClient { BaseAddress = host.RyzeApiAddress, Timeout = TimeSpan.FromSeconds(20) };
    }

    public SimulatorHost Host { get; }

    public WorldNumber Desk { get; }

    public WhatsAppWorld World => Host.World;

    public static async Task<RyzeServer> StartAsync(WorldBuilder builder, int? requestsPerMinute = null)
    {
        var host = await SimulatorHost.StartAsync(
            new SimulatorOptions { World = builder.World, RequestsPerMinute = requestsPerMinute },
            TestContext.Current.CancellationToken);
        return new RyzeServer(host, builder.World.Numbers[0]);
    }

    public Task<Answer> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, body: null, token);

    public Task<Answer> PostAsync(string path, object? body, string? token = null) => SendAsync(HttpMethod.Post, path, body, token);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, string? token = null)
    {
        using var response = await SendRawAsync(method, path, body, token);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, JsonNode.Parse(text)!.AsObject(), headers);
    }

    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, object? body, string? token = null)
    {
        using var request = new HttpRequestMessage(method, "api/" + path);
        request.Headers.Add("token", token ?? Desk.Token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
        Assert.Empty(Host.Requests.Errors);
    }

    public sealed record Answer(HttpStatusCode Status, JsonObject Body, IReadOnlyDictionary<string, string> Headers)
    {
        public bool Success => Body["success"]!.GetValue<bool>();

        public string Message => Body["message"]!.GetValue<string>();

        public string Error => Body["error"]!["message"]!.GetValue<string>();

        public string[] Texts(string key) => [.. Body[key]!.AsArray().Select(item => item!.GetValue<string>())];
    }
}
