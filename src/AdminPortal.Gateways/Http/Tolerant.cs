using System.Globalization;
using System.Text.Json;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// Reads what vendors answer in several shapes. Names are tried in order; whatever is missing, null or of another kind than
/// wanted is null. Nothing here throws, not even on text that is no Unicode.
/// </summary>
internal static class Tolerant
{
    private const long LastUnixSecond = 253_402_300_799;
    private const int LongestLine = 500;

    /// <summary>The first of the named members that is there and not null.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in names)
        {
            try
            {
                if (element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
                {
                    return member;
                }
            }
            catch (InvalidOperationException)
            {
                // A member's name is no Unicode: it is none that we know.
                return null;
            }
        }

        return null;
    }

    /// <summary>The object has a member of that name, be it null.</summary>
    public static bool Has(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A string as it stands. A number, flag or object is no text.</summary>
    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.At(name)?.Text() is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>True and false, also as the words; 1 and 0 are no flags.</summary>
    public static bool? Flag(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => bool.TryParse(element.Text(), out var flag) ? flag : null,
        _ => null,
    };

    public static bool? Flag(this JsonElement element, params ReadOnlySpan<string> names) => element.At(names)?.Flag();

    /// <summary>A whole number, also written as text.</summary>
    public static long? Whole(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : null,
        JsonValueKind.String => long.TryParse(element.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    public static long? Whole(this JsonElement element, params ReadOnlySpan<string> names) => element.At(names)?.Whole();

    /// <summary>A number that a count or code can be: it fits into an <see cref="int"/> and is not negative.</summary>
    public static int? Count(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Whole(names) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    public static int? Count(this JsonElement element) => element.Whole() is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>Unix seconds or an ISO time. Zero, year 1 and anything else mean "not said".</summary>
    public static DateTimeOffset? Time(this JsonElement element) =>
        element.Whole() is { } seconds
            ? TimeOf(seconds)
            : DateTimeOffset.TryParse(element.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1970
                ? time.ToUniversalTime()
                : null;

    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> names) => element.At(names)?.Time();

    /// <summary>A lifetime in whole seconds.</summary>
    public static TimeSpan? Seconds(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Whole(names) is >= 0 and <= int.MaxValue and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The items of an array; also of an array that was written as an object with the keys 0, 1, 2 …</summary>
    public static IReadOnlyList<JsonElement>? Items(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray()],
        JsonValueKind.Object when element.Members() is { Count: > 0 } members && members.Select((m, i) => m.Name == i.ToString(CultureInfo.InvariantCulture)).All(m => m) =>
            [.. members.Select(m => m.Value)],
        _ => null,
    };

    public static IReadOnlyList<JsonElement>? Items(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.At(name)?.Items() is { } items)
            {
                return items;
            }
        }

        return null;
    }

    /// <summary>The members of an object with their names. Null when it is none.</summary>
    public static IReadOnlyList<(string Name, JsonElement Value)>? Members(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            return [.. element.EnumerateObject().Select(m => (m.Name, m.Value))];
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static DateTimeOffset? TimeOf(long? unixSeconds) =>
        unixSeconds is > 0 and <= LastUnixSecond ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds.Value) : null;

    /// <summary>The root of a body, or null when it is no JSON.</summary>
    public static JsonElement? Root(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The root of an error's body: JSON, or a short line of plain text as a JSON text. A page of another server is neither.
    /// </summary>
    public static JsonElement? ErrorRoot(string body)
    {
        if (Root(body) is { } root)
        {
            return root;
        }

        var line = body.Trim();
        var isLine = line.Length is > 0 and <= LongestLine && line[0] is not ('<' or '{' or '[') && !line.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c));
        return isLine ? JsonSerializer.SerializeToElement(line) : null;
    }
}
