using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Simulator.Http;

/// <summary>A request as a dialect reads it: path below the dialect's prefix, body as JSON when there is any.</summary>
internal sealed class DialectRequest
{
    private DialectRequest(HttpRequest request, PathString path, byte[] content)
    {
        Method = request.Method;
        Segments = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        Query = request.Query;
        Headers = request.Headers;
        Content = content;
        MediaType = request.ContentType?.Split(';')[0].Trim() ?? "";
        if (content.Length == 0 || MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        BodyText = Encoding.UTF8.GetString(content);
        try
        {
            var body = JsonNode.Parse(BodyText) as JsonObject;
            HasBadBody = body is null;
            Body = body ?? Body;
        }
        catch (JsonException)
        {
            HasBadBody = true;
        }
    }

    /// <summary>The bytes that came, whatever they are.</summary>
    public byte[] Content { get; }

    /// <summary>Without its parameters; empty without a body.</summary>
    public string MediaType { get; }

    /// <summary>Empty without a body, and for pictures.</summary>
    public string BodyText { get; } = "";

    /// <summary>What the template of the matched route left open, by name.</summary>
    public IReadOnlyDictionary<string, string> Path { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string Method { get; }

    public IReadOnlyList<string> Segments { get; }

    public IQueryCollection Query { get; }

    public IHeaderDictionary Headers { get; }

    /// <summary>Empty without a body.</summary>
    public JsonObject Body { get; } = [];

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

    /// <summary>Null when absent, no number, or no whole one.</summary>
    public int? QueryNumber(string key) =>
        int.TryParse(QueryText(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static async Task<DialectRequest> ReadAsync(HttpContext context, PathString path)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted).ConfigureAwait(false);
        return new DialectRequest(context.Request, path, content.ToArray());
    }

    public static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
