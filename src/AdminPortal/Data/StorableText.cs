using System.Text;

namespace AdminPortal.Data;

/// <summary>
/// Text from outside as every database can hold it: PostgreSQL refuses NUL and halves of surrogate pairs, and with them the
/// whole save they are part of.
/// </summary>
internal static class StorableText
{
    /// <summary>A sentence: no NUL, no half characters, cut to <paramref name="most"/> UTF-16 units with an ellipsis as the last.</summary>
    public static string Of(string text, int most) => Read(text, most) is (var whole, false) ? whole : Read(text, most - 1).Text + "…";

    /// <summary>A fact, which gets no character that was not in it: as <see cref="Of"/>, cut without an ellipsis.</summary>
    public static string Fact(string text, int most) => Read(text, most).Text;

    private static (string Text, bool Cut) Read(string text, int most)
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
                return (storable.ToString(), true);
            }

            storable.Append(rune);
        }

        return (storable.ToString(), false);
    }
}
