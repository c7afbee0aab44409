using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AdminPortal.Tests.Simulator.Whapi;

/// <summary>One documented operation.</summary>
/// <param name="Path">With its places in braces, named as the vendor names them.</param>
internal sealed record WhapiOperation(string Method, string Path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["{GroupID}"] = @"^[\d-]{10,31}@g\.us$",
        ["{CommunityID}"] = @"^[\d-]{10,31}@g\.us$",
        ["{InviteCode}"] = "^[A-Za-z0-9]{14,22}$",
        ["{ChatID}"] = @"^[\d-]{10,31}@[\w.]+$",
        ["{ContactID}"] = @"^\d{7,15}(@s\.whatsapp\.net)?$",
        ["{PhoneNumber}"] = @"^\d{7,15}$",
    };

    public IReadOnlyList<WhapiField> Query { get; init; } = [];

    /// <summary>Null takes none.</summary>
    public IReadOnlyList<WhapiField>? Body { get; init; }

    /// <summary>Raw picture bytes may come instead of JSON.</summary>
    public bool TakesPicture { get; init; }

    /// <summary>By words and length only: a place with a wrong id is this operation with a problem.</summary>
    public bool Fits(string method, IReadOnlyList<string> segments)
    {
        var template = Path.Split('/');
        return method == Method && template.Length == segments.Count
            && template.Zip(segments).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    public IEnumerable<string> Problems(IReadOnlyList<string> segments, string query, string body) =>
        [.. PathProblems(segments), .. QueryProblems(query), .. BodyProblems(body)];

    public static bool IsMatch(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.Singleline, Patience);

    private IEnumerable<string> PathProblems(IReadOnlyList<string> segments) => Path.Split('/').Zip(segments)
        .Where(pair => Places.TryGetValue(pair.First, out var form) && !IsMatch(pair.Second, form))
        .Select(pair => $"'{pair.Second}' is no {pair.First}");

    private IEnumerable<string> QueryProblems(string query)
    {
        var given = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(
            pair => Uri.UnescapeDataString(pair[0]), pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "", StringComparer.Ordinal);
        foreach (var name in given.Keys.Where(name => name != "token" && Query.All(field => field.Name != name)))
        {
            yield return $"unknown parameter '{name}'";
        }

        foreach (var field in Query)
        {
            // A parameter is always text: numbers are read out of it.
            var text = given.GetValueOrDefault(field.Name);
            JsonNode? value = text is null ? null
                : field.IsNumber && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
            if (field.Problem(value) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<string> BodyProblems(string body)
    {
        if (Body is null)
        {
            return body.Length == 0 ? [] : ["takes no body"];
        }

        if (body.Length == 0 && TakesPicture)
        {
            return [];
        }

        JsonObject? given;
        try
        {
            given = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return ["the body is no JSON"];
        }

        return given is null
            ? ["the body is no object"]
            :
            [
                .. given.Select(entry => entry.Key).Where(name => Body.All(field => field.Name != name)).Select(name => $"unknown field '{name}'"),
                .. Body.Select(field => field.Problem(given[field.Name])).OfType<string>(),
                .. given.Count == 0 && Body.All(field => !field.IsRequired) ? ["says nothing"] : Array.Empty<string>(),
            ];
    }
}
