using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Text, or an object that holds it: <c>"…"</c>, <c>{ "message": "…" }</c>, <c>{ "jid": "…" }</c>. Anything else is null.</summary>
internal sealed class RyzeTextConverter : JsonConverter<string?>
{
    private static readonly string[] Names = ["message", "error", "reason", "jid", "groupJid"];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return TextOf(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public static string? TextOf(JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString();
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in names.IsEmpty ? Names : names)
        {
            if (element.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.String)
            {
                return inner.GetString();
            }
        }

        return null;
    }
}

/// <summary>A group if it is an object; anything else is null, and the root is looked at instead.</summary>
internal sealed class RyzeObjectConverter : JsonConverter<RyzeGroup?>
{
    public override RyzeGroup? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return JsonSerializer.Deserialize(ref reader, RyzeApiJson.Default.RyzeGroup);
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, RyzeGroup? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are not written.");
}

internal sealed class RyzeLinkEntryConverter : JsonConverter<RyzeLinkEntry>
{
    public override RyzeLinkEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var element = document.RootElement;
        return element.ValueKind == JsonValueKind.Object
            ? new RyzeLinkEntry(RyzeTextConverter.TextOf(element, "jid", "groupJid", "id"), ReasonOf(element))
            : new RyzeLinkEntry(RyzeTextConverter.TextOf(element), null);
    }

    public override void Write(Utf8JsonWriter writer, RyzeLinkEntry value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are not written.");

    private static string? ReasonOf(JsonElement element)
    {
        foreach (var name in (ReadOnlySpan<string>)["error", "reason", "message"])
        {
            if (element.TryGetProperty(name, out var inner) && RyzeTextConverter.TextOf(inner) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
