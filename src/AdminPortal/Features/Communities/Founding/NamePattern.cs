using System.Globalization;
using System.Text.RegularExpressions;
using AdminPortal.Features.Groups;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>
/// Names with a running number: "Team {00}" from 1, three times, is "Team 01", "Team 02", "Team 03". The zeros say how many
/// digits there are at least. A name without the mark is one name.
/// </summary>
public static partial class NamePattern
{
    /// <summary>One submit creates no more; the caps of a number make it days already.</summary>
    public const int Most = 100;

    /// <summary><see cref="PortalFailure.Field"/> of a refused count or start.</summary>
    public const string CountField = "count";

    private const int LargestStart = 99_999;

    public static bool HasMark(string? text) => Mark().IsMatch(text ?? "");

    /// <summary>
    /// The pattern of what was entered in parts. Numbers go to the end where no mark says otherwise, with as many digits as the
    /// last of them has, so that lists sort them as they count.
    /// </summary>
    public static string Compose(string? prefix, string? name, bool numbered, int first, int count)
    {
        var text = string.IsNullOrWhiteSpace(prefix) ? name ?? "" : Join(prefix, name ?? "");
        return !numbered || HasMark(text) ? text : $"{text.TrimEnd()} {{{new string('0', Digits(first, count))}}}";
    }

    /// <summary>The name with the highest number.</summary>
    public static string Last(string pattern, int first, int count) => Mark().Match(pattern) is { Success: true } mark
        ? Numbered(pattern, mark, Math.Clamp(first, 0, LargestStart) + Math.Clamp(count, 1, Most) - 1)
        : pattern;

    /// <returns>The names in order, each as it will be written.</returns>
    public static Result<IReadOnlyList<string>> Expand(GroupText text, string? pattern, int first, int count)
    {
        var marks = Mark().Matches(pattern ?? "");
        if (marks.Count > 1)
        {
            return new InvalidInput("One running number is enough: keep one {00}.", GroupText.NameField);
        }

        if (marks.Count == 0)
        {
            if (count > 1)
            {
                return new InvalidInput("Put {00} where the running number goes: “Team {00}”.", GroupText.NameField);
            }

            var only = text.NewName(pattern);
            return only.Succeeded ? new List<string> { only.Value } : only.Failure;
        }

        if (count is < 1 or > Most)
        {
            return new InvalidInput($"From 1 to {Most} at a time.", CountField);
        }

        if (first is < 0 or > LargestStart)
        {
            return new InvalidInput($"The first number is between 0 and {LargestStart:N0}.", CountField);
        }

        var names = new List<string>(count);
        for (var number = first; number < first + count; number++)
        {
            var name = text.NewName(Numbered(pattern!, marks[0], number));
            if (!name.Succeeded)
            {
                return name.Failure;
            }

            names.Add(name.Value);
        }

        return names;
    }

    /// <summary>As typed; words that would run into each other are kept apart: "Harbor" and "Team", but not "HC-" and "Team".</summary>
    private static string Join(string prefix, string name) =>
        name.Length > 0 && char.IsLetterOrDigit(prefix[^1]) && (char.IsLetterOrDigit(name[0]) || Mark().Match(name) is { Success: true, Index: 0 }) ? $"{prefix} {name}" : prefix + name;

    private static int Digits(int first, int count) =>
        (Math.Clamp(first, 0, LargestStart) + Math.Clamp(count, 1, Most) - 1).ToString(CultureInfo.InvariantCulture).Length;

    private static string Numbered(string pattern, Match mark, int number) => string.Concat(
        pattern.AsSpan(0, mark.Index),
        number.ToString("D" + (mark.Length - 2).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        pattern.AsSpan(mark.Index + mark.Length));

    [GeneratedRegex(@"\{0{1,6}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Mark();
}
