using System.Globalization;

namespace AdminPortal.Features.Groups;

/// <summary>What stands where a picture would: pictures are signed addresses that expire, so none is stored.</summary>
internal static class Initials
{
    /// <summary>The first characters of the first two words; a character is what a reader takes for one, emoji included.</summary>
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var initials = string.Concat(words.Take(2).Select(First));
        return initials.Length == 0 ? "?" : initials.ToUpperInvariant();
    }

    private static string First(string word)
    {
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (char.IsLetterOrDigit(element[0]) || char.IsSurrogate(element[0]))
            {
                return element;
            }
        }

        return "";
    }
}
