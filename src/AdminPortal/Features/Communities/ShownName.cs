using System.Buffers;

namespace AdminPortal.Features.Communities;

/// <summary>Names that people gave elsewhere, as screens show them: without marks that turn the text around them, never empty.</summary>
internal static class ShownName
{
    // Embeddings, overrides, isolates, line separators, zero-width space, byte order mark. Plain direction marks and joiners
    // are part of honest Arabic, Hebrew and emoji.
    private static readonly SearchValues<char> s_hidden = SearchValues.Create(
        "\u200B\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF");

    public static string Of(string name)
    {
        var text = name.AsSpan().IndexOfAny(s_hidden) < 0 && !name.Any(char.IsControl)
            ? name.Trim()
            : new string([.. name.Where(c => !s_hidden.Contains(c)).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return text.Length == 0 ? "(no name)" : text;
    }
}
