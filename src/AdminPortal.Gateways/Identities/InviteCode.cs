using System.Diagnostics.CodeAnalysis;

namespace AdminPortal.Gateways.Identities;

/// <summary>The code of a group's invite link, without the address in front of it.</summary>
public readonly record struct InviteCode
{
    private const string LinkPrefix = "https://chat.whatsapp.com/";

    private readonly string? _value;

    private InviteCode(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>The link people open: <c>https://chat.whatsapp.com/&lt;code&gt;</c>.</summary>
    public Uri Link => new(LinkPrefix + Value);

    /// <summary>Accepts a code or the whole link, with or without scheme and query.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out InviteCode code)
    {
        code = default;
        var candidate = text?.Trim() ?? "";
        var host = candidate.IndexOf("chat.whatsapp.com/", StringComparison.OrdinalIgnoreCase);
        if (host >= 0)
        {
            candidate = candidate[(host + "chat.whatsapp.com/".Length)..];
            var end = candidate.AsSpan().IndexOfAny('?', '#', '/');
            candidate = end < 0 ? candidate : candidate[..end];
        }

        if (candidate.Length is < 4 or > 64 || !candidate.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }

        code = new InviteCode(candidate);
        return true;
    }

    public override string ToString() => Value;
}
