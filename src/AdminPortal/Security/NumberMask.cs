using System.Text.RegularExpressions;

namespace AdminPortal.Security;

/// <summary>Phone numbers and hidden identities in texts, for those who may not see them whole. Ids of groups stay.</summary>
public static partial class NumberMask
{
    private const int Shown = 2;

    /// <summary>"+4915110002000 left" becomes "+49 ••• 00 left".</summary>
    public static string Of(string text) => Number.Replace(text, match =>
    {
        var digits = match.ValueSpan.TrimStart('+');
        return $"{(match.ValueSpan[0] == '+' ? "+" : "")}{digits[..Shown]} ••• {digits[^Shown..]}";
    });

    // With a plus in any spelling; without one only an unbroken run, or dates would be taken for numbers. Old ids of groups
    // begin with the number of their creator.
    [GeneratedRegex(@"\+\d(?:[ ().\-/\u00A0]{0,2}\d){6,14}|(?<![\d.])\d{7,20}(?!\d|@g\.us)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number { get; }
}

/// <summary>
/// Texts as the operator of this circuit may see them. Until the frame has told who it is, numbers are masked.
/// </summary>
public sealed class NumberSight
{
    private bool _clear;

    /// <summary>Takes the right of whoever is signed in.</summary>
    public void Take(Actor? actor) => _clear = actor?.Can(Permissions.SeeNumbers) == true;

    /// <summary>What may be searched for: nobody is found by a number that may not be seen.</summary>
    public string? Query(string? text) => _clear || text is null ? text : string.Concat(text.Select(c => char.IsAsciiDigit(c) ? '•' : c));

    public string? Of(string? text) => _clear || text is null ? text : NumberMask.Of(text);
}
