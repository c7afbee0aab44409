using System.Text.Json.Nodes;

namespace AdminPortal.Simulator.Http;

internal sealed record DialectReply(int Status, JsonNode? Body)
{
    /// <summary>An answer that is no JSON, with its media type.</summary>
    public (byte[] Bytes, string MediaType)? Raw { get; init; }

    /// <summary>An error that still lacks its vendor's envelope: <see cref="Dialect.InEnvelope"/> gives it one.</summary>
    public DialectProblem? Problem { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public static DialectReply Ok(JsonNode? body) => new(200, body);

    public static DialectReply Failed(int status, string code, string message) =>
        new(status, Body: null) { Problem = new DialectProblem(code, message) };

    public static DialectReply OfBytes(int status, byte[] bytes, string mediaType) => new(status, Body: null) { Raw = (bytes, mediaType) };
}

/// <param name="Code">For machines, where the vendor has such codes.</param>
internal sealed record DialectProblem(string Code, string Message);
