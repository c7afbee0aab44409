using System.Text;

namespace AdminPortal.Data;

/// <summary>
/// Text from outside as every database can hold it: PostgreSQL refuses NUL and halves of surrogate pairs, and with them the
/// whole save they are part of.
/// </summary>
internal static class StorableText
{
    /// <summary>Drops NUL, replaces half characters, and cuts to <paramref name="most"/> UTF-16 units with an ellipsis as the last.</summary>
    public static string Of(string text, int most)
    {
        var storable = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0)
            {
                continue;
            }

            if (storable.Length + rune.Utf16SequenceLength > most)
            {
                return Cut(storable, most - 1).Append('…').ToString();
            }

            storable.Append(rune);
        }

        return storable.ToString();
    }

    private static StringBuilder Cut(StringBuilder text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        text.Length = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text;
    }
}
