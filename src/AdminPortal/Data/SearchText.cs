using System.Globalization;
using System.Text;

namespace AdminPortal.Data;

/// <summary>The form in which names are compared: without case, marks over letters, and runs of white space.</summary>
public static class SearchText
{
    public static string Normalise(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var builder = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKD))
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(character))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control:
                    break;
                case UnicodeCategory.SpaceSeparator:
                    if (builder.Length > 0 && builder[^1] != ' ')
                    {
                        builder.Append(' ');
                    }

                    break;
                default:
                    builder.Append(char.ToLowerInvariant(character));
                    break;
            }
        }

        return builder.ToString().TrimEnd();
    }

    /// <summary>
    /// How a person is looked for: by the digits alone where a number was typed with plus, blanks, dashes or brackets, as people
    /// write numbers; by the normalised text otherwise.
    /// </summary>
    public static string OfPerson(string? typed)
    {
        var text = typed?.Trim() ?? "";
        return text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '(' or ')' or '.' or '/' or '\u00A0')
            ? string.Concat(text.Where(char.IsAsciiDigit))
            : Normalise(text);
    }
}
