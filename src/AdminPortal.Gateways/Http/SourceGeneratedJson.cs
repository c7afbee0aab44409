using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RestEase;

namespace AdminPortal.Gateways.Http;

/// <summary>Writes bodies by a vendor's generated contracts.</summary>
internal sealed class SourceGeneratedBody(JsonSerializerContext context) : RequestBodySerializer
{
    public override HttpContent? SerializeBody<T>(T body, RequestBodySerializerInfo info)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, TypeInfo.Of<T>(context)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

/// <summary>Reads answers by a vendor's generated contracts. Throws <see cref="JsonException"/> on anything else.</summary>
internal sealed class SourceGeneratedAnswer(JsonSerializerContext context) : ResponseDeserializer
{
    public override T Deserialize<T>(string? content, HttpResponseMessage response, ResponseDeserializerInfo info) =>
        JsonSerializer.Deserialize(content ?? "", TypeInfo.Of<T>(context)) ?? throw new JsonException("The answer is null.");
}

file static class TypeInfo
{
    public static JsonTypeInfo<T> Of<T>(JsonSerializerContext context) =>
        context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new InvalidOperationException($"{typeof(T).Name} is not declared in {context.GetType().Name}.");
}
