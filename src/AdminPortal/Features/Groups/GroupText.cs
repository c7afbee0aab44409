using System.Globalization;
using System.Text;
using AdminPortal.Results;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Groups;

/// <summary>
/// What may be written into a group or community: names and descriptions as an operator typed them, made clean or refused
/// with a sentence. Lengths are counted in UTF-16 units, as the input's own counter does.
/// </summary>
public sealed class GroupText(IOptions<GroupLimitOptions> options)
{
    /// <summary><see cref="PortalFailure.Field"/> of a refused name.</summary>
    public const string NameField = "name";

    /// <summary><see cref="PortalFailure.Field"/> of a refused description.</summary>
    public const string DescriptionField = "description";

    /// <summary><see cref="PortalFailure.Field"/> of a refused message.</summary>
    public const string MessageField = "text";

    /// <summary>What every gateway takes; one of them takes no more.</summary>
    public const int MessageLength = 4096;

    public GroupLimitOptions Limits => options.Value;

    /// <summary>A name for a group or community that is about to be created.</summary>
    public Result<string> NewName(string? text) => Name(text, Limits.NameAtCreation, " when it is created; you can give a longer one afterwards");

    /// <summary>A new name for what exists.</summary>
    public Result<string> Rename(string? text) => Name(text, Limits.NameAtRename, "");

    /// <summary>A description; empty clears it.</summary>
    public Result<string> Description(string? text)
    {
        var clean = (text ?? "").ReplaceLineEndings("\n").Trim();
        if (ForbiddenIn(clean, linesAllowed: true) is { } forbidden)
        {
            return new InvalidInput($"The description contains {forbidden}. Type it anew instead of pasting it.", DescriptionField);
        }

        return clean.Length <= Limits.Description
            ? clean
            : new InvalidInput($"A description has at most {Limits.Description:N0} characters; this has {clean.Length:N0}.", DescriptionField);
    }

    /// <summary>A message to a group. Its shape stays: WhatsApp marks bold and lists by plain characters.</summary>
    public Result<string> Message(string? text)
    {
        var clean = (text ?? "").ReplaceLineEndings("\n").Trim();
        if (ForbiddenIn(clean, linesAllowed: true) is { } forbidden)
        {
            return new InvalidInput($"The text contains {forbidden}. Type it anew instead of pasting it.", MessageField);
        }

        if (!clean.EnumerateRunes().Any(IsVisible))
        {
            return new InvalidInput("Write a text that can be seen.", MessageField);
        }

        return clean.Length <= MessageLength
            ? clean
            : new InvalidInput($"A message has at most {MessageLength:N0} characters; this has {clean.Length:N0}.", MessageField);
    }

    private static Result<string> Name(string? text, int limit, string when)
    {
        var clean = OneSpaceBetweenWords(text ?? "");
        if (ForbiddenIn(clean, linesAllowed: false) is { } forbidden)
        {
            return new InvalidInput($"The name contains {forbidden}. Type it anew instead of pasting it.", NameField);
        }

        if (!clean.EnumerateRunes().Any(IsVisible))
        {
            return new InvalidInput("Give it a name that can be seen.", NameField);
        }

        return clean.Length <= limit
            ? clean
            : new InvalidInput($"A name has at most {limit} characters{when}. This has {clean.Length}.", NameField);
    }

    private static string OneSpaceBetweenWords(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                builder.Append(character);
            }
            else if (builder.Length > 0 && builder[^1] != ' ')
            {
                builder.Append(' ');
            }
        }

        return builder.ToString().TrimEnd();
    }

    /// <summary>
    /// Marks that turn the direction of text around make one name look like another. Plain left-to-right and right-to-left
    /// marks and joiners are part of honest Arabic, Hebrew and emoji, and stay.
    /// </summary>
    private static string? ForbiddenIn(string text, bool linesAllowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069':
                    return "an invisible mark that turns text around";
                case '\n' or '\t' when linesAllowed:
                    break;
                case var c when char.IsControl(c):
                    return "an invisible control character";
                case var c when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    i++;
                    break;
                case var c when char.IsSurrogate(c):
                    return "half of a character";
            }
        }

        return null;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned)
        // Hangul fillers and the blank Braille cell count as letters and symbols, and show nothing.
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);
}
