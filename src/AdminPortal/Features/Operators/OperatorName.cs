using System.Globalization;
using System.Text;
using AdminPortal.Results;

namespace AdminPortal.Features.Operators;

/// <summary>How an operator is called; shown to others and in the trail.</summary>
public static class OperatorName
{
    public const int Longest = 60;

    private const char ZeroWidthJoiner = '\u200d';

    /// <summary>
    /// Takes out what could make a name look like another or turn a line around: control characters, direction marks,
    /// invisible characters, halves of surrogate pairs. White space runs become one space.
    /// </summary>
    public static Result<string> Parse(string? text, string field = "name")
    {
        var name = Clean(text);
        return name.Length switch
        {
            0 => new InvalidInput("Enter a name.", field),
            > Longest => new InvalidInput($"Use at most {Longest} characters.", field),
            _ => name,
        };
    }

    /// <summary>The same cleaning for a note that may be empty or is cut.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (IsWanted(rune))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().Trim(' ', ZeroWidthJoiner);
    }

    // The joiner belongs to emoji and to several scripts.
    private static bool IsWanted(Rune rune) => rune != Rune.ReplacementChar && (rune.Value == ZeroWidthJoiner
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
}
