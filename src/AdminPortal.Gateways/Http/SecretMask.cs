using System.Text.RegularExpressions;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// Takes credentials out of what is recorded or shown: known values wherever they stand, and anything under a name that
/// promises a secret. Phone numbers stay: an operator needs them to understand an exchange.
/// </summary>
internal sealed partial class SecretMask
{
    public const int MaxBodyLength = 16 * 1024;

    private const string Masked = "***";

    /// <summary>A value shorter than this also stands in innocent text and is masked by its name alone.</summary>
    private const int ShortestUniqueSecret = 8;

    private readonly string[] _secrets;

    public SecretMask(IEnumerable<string> secrets) =>
        _secrets = [.. secrets
            .Where(s => s.Length >= ShortestUniqueSecret)
            .SelectMany(s => new[] { s, Uri.EscapeDataString(s) })
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(s => s.Length)];

    /// <summary>For a path with query, a sentence, or any other short text.</summary>
    public string Text(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return QuerySecret().Replace(text, "${name}" + Masked);
    }

    /// <summary>For a body: masked, and cut to <see cref="MaxBodyLength"/> characters.</summary>
    public string Body(string body)
    {
        // What is masked is a little longer than what is kept, so that no secret is left standing in half at the cut.
        var head = body.Length > MaxBodyLength ? body[..Math.Min(body.Length, MaxBodyLength + 4096)] : body;
        var masked = NamedSecret().Replace(Text(head), "${name}\"" + Masked + "\"");
        return masked.Length > MaxBodyLength || head.Length < body.Length
            ? $"{masked[..Math.Min(masked.Length, MaxBodyLength)]}… (cut; {body.Length} characters)"
            : masked;
    }

    [GeneratedRegex("""(?<name>[?&](?:token|access[_-]token|api_?key|instance_token|instance_id)=)[^&\s"]*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QuerySecret();

    [GeneratedRegex("""(?<name>"(?:[a-z_-]*token|instance_id|api_?key|authorization|password|secret)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamedSecret();
}
