using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

/// <summary>
/// A small world served over real HTTP, and the plainest client of one vendor: what comes back is looked at as JSON.
/// Credentials are put on by <paramref name="authorise"/>.
/// </summary>
internal sealed class DialectServer(SimulatorHost host, Uri address, Action<HttpRequestMessage> authorise) : IAsyncDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    public SimulatorHost Host => host;

    public WhatsAppWorld World => host.World;

    public static Task<SimulatorHost> StartHostAsync(WorldBuilder builder, int? requestsPerMinute = null) => SimulatorHost.StartAsync(
        new SimulatorOptions { World = builder.World, RequestsPerMinute = requestsPerMinute }, TestContext.Current.CancellationToken);

    public Task<DialectAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<DialectAnswer> PostAsync(string path, object? body = null) => SendAsync("POST", path, body);

    public Task<DialectAnswer> PutAsync(string path, object? body = null) => SendAsync("PUT", path, body);

    public Task<DialectAnswer> PatchAsync(string path, object? body = null) => SendAsync("PATCH", path, body);

    public Task<DialectAnswer> DeleteAsync(string path, object? body = null) => SendAsync("DELETE", path, body);

    /// <param name="shape">Changes the request after the credentials were put on.</param>
    public async Task<DialectAnswer> SendAsync(string method, string path, object? body = null, Action<HttpRequestMessage>? shape = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body));
        authorise(request);
        shape?.Invoke(request);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
        return new DialectAnswer(response.StatusCode, bytes, response.Content.Headers.ContentType?.MediaType ?? "", headers);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await host.DisposeAsync();
        Assert.Empty(host.Requests.Errors);
    }
}

internal sealed record DialectAnswer(HttpStatusCode Status, byte[] Bytes, string MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public string Raw => System.Text.Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public JsonNode? this[string key] => Json[key];

    /// <summary>A text deep in the answer: <c>error.message</c>, <c>groups.0.id</c>; null when it is not there.</summary>
    public string? Text(string path)
    {
        JsonNode? node = Json;
        foreach (var part in path.Split('.'))
        {
            node = node is JsonArray array ? array[int.Parse(part, CultureInfo.InvariantCulture)] : node?[part];
        }

        return node is null ? null : node.GetValueKind() is System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
    }

    public string[] Texts(string key) => [.. Json[key]!.AsArray().Select(item => item!.GetValue<string>())];
}
