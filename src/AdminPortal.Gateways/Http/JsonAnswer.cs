using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdminPortal.Gateways.Http;

/// <summary>An answer whose shape the vendor does not document: any JSON but null.</summary>
[JsonConverter(typeof(JsonAnswerConverter))]
internal sealed record JsonAnswer(JsonElement Root);

internal sealed class JsonAnswerConverter : JsonConverter<JsonAnswer>
{
    public override JsonAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, JsonAnswer value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are not written.");
}

/// <summary>A time as vendors write it: see <see cref="Tolerant.Time(JsonElement)"/>.</summary>
internal sealed class TolerantTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader).Time();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are not written.");
}
