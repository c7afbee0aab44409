using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Gateways.Identities;

namespace AdminPortal.Features.Participants.Numbers;

/// <summary>What is to be done with one pasted person.</summary>
public enum PastedVerdict
{
    Ready,
    /// <summary>Stands further up already.</summary>
    Duplicate,
    AlreadyIn,
    /// <summary>An operation that is not through adds the same person.</summary>
    BeingAdded,
    NotOnWhatsApp,
    Invalid,
}

/// <summary>One person found in what was pasted, or one line in which nobody was found.</summary>
/// <param name="Line">From 1, as pasted.</param>
/// <param name="Text">What stood there, cut.</param>
/// <param name="Key"><see cref="ParticipantId.Key"/>; null when invalid.</param>
/// <param name="Reason">Why it is not ready; null when it is.</param>
public sealed record PastedPerson(int Line, string Text, string? Name, string? Key, PastedVerdict Verdict, string? Reason)
{
    /// <summary>"+4915110002000", or "hidden number · LID …1234".</summary>
    public string Number => ParticipantId.TryParse(Key, out var id)
        ? PersonNumber.Of(id.Kind == ParticipantIdKind.Phone ? id.Key : null, id.Key)
        : Text;
}

/// <summary>A line in cells, as a table or a list gives it.</summary>
public readonly record struct PastedRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Finds people in what an operator pastes: one per line, or several; with a name before or after; in any form of number.</summary>
public static class PastedPeople
{
    /// <summary>Bytes of pasted text or of a file.</summary>
    public const int MaxBytes = 1024 * 1024;

    public const int MaxLines = 10_000;

    private const int MaxShown = 80;
    private const int MaxName = 100;
    private const int FewestDigits = 5;
    // Holds families of emoji together.
    private const char ZeroWidthJoiner = '\u200D';

    private static readonly char[] s_separators = ['\t', ';', ',', '|'];

    /// <summary>Lines with something on them; at most <see cref="MaxLines"/> and one more, so that the caller sees "too many".</summary>
    public static List<PastedRow> RowsOf(string text)
    {
        List<PastedRow> rows = [];
        var line = 0;
        foreach (var span in text.AsSpan().EnumerateLines())
        {
            line++;
            if (!span.IsWhiteSpace())
            {
                rows.Add(new PastedRow(line, span.ToString().Split(s_separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
                if (rows.Count > MaxLines)
                {
                    break;
                }
            }
        }

        return rows;
    }

    /// <summary>Parses and marks duplicates; who is in the group already is marked by <see cref="Mark"/>.</summary>
    public static IReadOnlyList<PastedPerson> Read(IEnumerable<PastedRow> rows, Country? home)
    {
        List<PastedPerson> people = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            foreach (var person in ReadRow(row, home))
            {
                people.Add(person.Key is { } key && seen.TryGetValue(Same(key), out var first)
                    ? person with { Verdict = PastedVerdict.Duplicate, Reason = $"the same as line {first}" }
                    : person);
                if (person.Key is { } added)
                {
                    seen.TryAdd(Same(added), person.Line);
                }
            }
        }

        return people;
    }

    /// <summary>Marks who needs no adding, by what is known of the group.</summary>
    public static IReadOnlyList<PastedPerson> Mark(IReadOnlyList<PastedPerson> people, KnownKeys known)
    {
        return [.. people.Select(MarkOne)];

        PastedPerson MarkOne(PastedPerson person)
        {
            if (person is not { Verdict: PastedVerdict.Ready, Key: { } key })
            {
                return person;
            }

            return Knows(known.Members) ? person with { Verdict = PastedVerdict.AlreadyIn, Reason = "already in the group" }
                : Knows(known.BeingAdded) ? person with { Verdict = PastedVerdict.BeingAdded, Reason = "another operation is adding this person" }
                : Knows(known.NotOnWhatsApp) ? person with { Verdict = PastedVerdict.NotOnWhatsApp, Reason = "WhatsApp said that this number has no account" }
                : person;

            bool Knows(IReadOnlySet<string> keys) => keys.Contains(key) || (TwinOf(key) is { } twin && keys.Contains(twin));
        }
    }

    /// <summary>Every spelling under which somebody may be known: the key itself, and a Brazilian number's twin.</summary>
    public static IEnumerable<string> SpellingsOf(string key) => TwinOf(key) is { } twin ? [key, twin] : [key];

    private static IEnumerable<PastedPerson> ReadRow(PastedRow row, Country? home)
    {
        var text = StorableText.Of(string.Join(", ", row.Cells), MaxShown);
        List<(string Key, string? Name)> found = [];
        string? name = null;
        string? problem = null;
        foreach (var cell in row.Cells)
        {
            if (KeyOf(cell, home, out var key, out var why))
            {
                found.Add((key, null));
            }
            else if (Inside(cell, home) is { } inside)
            {
                found.Add(inside);
            }
            else if (cell.Count(IsDigit) >= FewestDigits)
            {
                problem ??= why;
            }
            else if (name is null && cell.Any(char.IsLetter))
            {
                name = CleanName(cell);
            }
            else
            {
                problem ??= why;
            }
        }

        return found.Count == 0
            ? [new PastedPerson(row.Line, text, name, Key: null, PastedVerdict.Invalid, problem ?? "there is no number on this line")]
            : found.Select(f => new PastedPerson(row.Line, text, f.Name ?? (found.Count == 1 ? name : null), f.Key, PastedVerdict.Ready, Reason: null));
    }

    private static bool KeyOf(string cell, Country? home, out string key, out string? why)
    {
        if (cell.EndsWith("@lid", StringComparison.OrdinalIgnoreCase) && ParticipantId.TryParse(cell.ToLowerInvariant(), out var hidden))
        {
            (key, why) = (hidden.Key, null);
            return true;
        }

        var reading = PhoneNumberParser.Parse(cell, home);
        (key, why) = (reading.Digits is null ? "" : ParticipantId.FromPhone(reading.Digits).Key, reading.Problem);
        return reading.Digits is not null;
    }

    /// <summary>"Rui Costa +49 151 1000 2000" or "+49 151 … Rui": a number and a name in one cell.</summary>
    private static (string Key, string? Name)? Inside(string cell, Country? home)
    {
        var start = cell.AsSpan().IndexOfAny("+0123456789(");
        if (start < 0)
        {
            return null;
        }

        var end = start;
        for (var i = start; i < cell.Length && (IsDigit(cell[i]) || cell[i] is '+' or '(' or ')' or '-' or '.' or '/' or ' ' or '\u00A0' or '\u202F'); i++)
        {
            end = IsDigit(cell[i]) ? i + 1 : end;
        }

        // "Rui Costa <+49…>": the brackets belong to the number.
        var (before, after) = (cell[..start].TrimEnd('<'), cell[end..].TrimStart('>'));
        // Letters on both sides, or more digits behind, make it something else than a name and a number.
        return end > start && before.Length + after.Length > 0 && (before.Trim().Length == 0 || after.Trim().Length == 0)
            && !after.Any(IsDigit) && !before.Any(IsDigit) && KeyOf(cell[start..end], home, out var key, out _)
            ? (key, CleanName(before + after))
            : null;
    }

    private static string? CleanName(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c) && (c is ZeroWidthJoiner || CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format))]).Trim(' ', '"', '\'', ':', '-', '–', ',');
        return clean.Length == 0 || !clean.Any(char.IsLetter) ? null : StorableText.Fact(clean, MaxName);
    }

    private static bool IsDigit(char c) => CharUnicodeInfo.GetDecimalDigitValue(c) >= 0;

    /// <summary>One spelling for both twins of a Brazilian number.</summary>
    private static string Same(string key) => TwinOf(key) is { } twin && string.CompareOrdinal(twin, key) < 0 ? twin : key;

    private static string? TwinOf(string key) =>
        ParticipantId.TryParse(key, out var id) && id.Kind == ParticipantIdKind.Phone && PhoneNumberParser.Twin(id.Digits) is { } twin
            ? ParticipantId.FromPhone(twin).Key
            : null;
}

/// <summary>What is known of the people that were pasted, by <see cref="ParticipantId.Key"/>.</summary>
public sealed record KnownKeys(IReadOnlySet<string> Members, IReadOnlySet<string> BeingAdded, IReadOnlySet<string> NotOnWhatsApp)
{
    public static KnownKeys Nobody { get; } = new(new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
}
