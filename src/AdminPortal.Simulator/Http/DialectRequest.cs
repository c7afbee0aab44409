using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Simulator.Http;

/// <summary>A request as a dialect reads it: path below the dialect's prefix, body as JSON when there is any.</summary>
internal sealed class DialectRequest
{
    private DialectRequest(HttpRequest request, PathString path, JsonObject? body, bool hasBadBody)
    {
        Method = request.Method;
        Segments = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        Query = request.Query;
        Headers = request.Headers;
        Body = body ?? [];
        HasBadBody = hasBadBody;
    }

    public string Method { get; }

    public IReadOnlyList<string> Segments { get; }

    public IQueryCollection Query { get; }

    public IHeaderDictionary Headers { get; }

    /// <summary>Empty without a body.</summary>
    public JsonObject Body { get; }

    /// <summary>There was a body, and it was no JSON object.</summary>
    public bool HasBadBody { get; }

    /// <summary>Null when absent or not a string.</summary>
    public string? Text(string key) => TextOf(Body[key]);

    /// <summary>Null when absent or not a boolean.</summary>
    public bool? Flag(string key) => FlagOf(Body, key);

    public static bool? FlagOf(JsonObject source, string key) =>
        source[key] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>Empty when absent; what is not a string in it is skipped.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        Body[key] is JsonArray array ? [.. array.Select(TextOf).OfType<string>()] : [];

    public string? QueryText(string key) => Query.TryGetValue(key, out var values) ? values.ToString() : null;

    public static async Task<DialectRequest> ReadAsync(HttpContext context, PathString path)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        if (text.Length == 0)
        {
            return new DialectRequest(context.Request, path, body: null, hasBadBody: false);
        }

        try
        {
            var body = JsonNode.Parse(text) as JsonObject;
            return new DialectRequest(context.Request, path, body, hasBadBody: body is null);
        }
        catch (JsonException)
        {
            return new DialectRequest(context.Request, path, body: null, hasBadBody: true);
        }
    }

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
