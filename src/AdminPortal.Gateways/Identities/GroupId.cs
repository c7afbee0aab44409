using System.Diagnostics.CodeAnalysis;

namespace AdminPortal.Gateways.Identities;

/// <summary>
/// The permanent id of a group, <c>&lt;digits&gt;@g.us</c> (older groups: <c>&lt;digits&gt;-&lt;digits&gt;@g.us</c>).
/// It is the key of a group everywhere; names are not.
/// </summary>
public readonly record struct GroupId
{
    private const string Suffix = "@g.us";
    private const int MaxLength = 64;

    private readonly string? _value;

    private GroupId(string value) => _value = value;

    /// <summary>The id exactly as gateways list it. Empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an id as a gateway lists it. Surrounding white space is ignored, nothing else is.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GroupId id)
    {
        var trimmed = text?.Trim();
        if (trimmed is { Length: > 5 and <= MaxLength }
            && trimmed.EndsWith(Suffix, StringComparison.Ordinal)
            && trimmed.AsSpan(0, trimmed.Length - Suffix.Length).IndexOfAnyExceptInRange('-', '9') < 0
            && char.IsAsciiDigit(trimmed[0])
            && trimmed.AsSpan(0, trimmed.Length - Suffix.Length).IndexOfAny('.', '/') < 0)
        {
            id = new GroupId(trimmed);
            return true;
        }

        id = default;
        return false;
    }

    /// <exception cref="FormatException">The text is no group id.</exception>
    public static GroupId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a group id.");

    public override string ToString() => Value;
}
