using System.Text.RegularExpressions;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// WhatsApp's measures against a whole number, wherever a gateway lets them through: as a code, in its words, or as the state of
/// the session. No gateway documents how it tells them; going on costs the number, so a mention is enough.
/// </summary>
internal static partial class BanSignal
{
    private const int ReachOutLock = (int)RefusalReason.ReachOutLocked;

    /// <returns>What WhatsApp did, as a sentence; null when nothing speaks of it.</returns>
    public static string? In(int? code, params ReadOnlySpan<string?> texts)
    {
        if (code == ReachOutLock)
        {
            return SentenceOf(ReachOutLock);
        }

        if (IsBan(code))
        {
            return SentenceOf(code!.Value);
        }

        foreach (var text in texts)
        {
            if (text is null)
            {
                continue;
            }

            if (ReachOut().IsMatch(text))
            {
                return SentenceOf(ReachOutLock);
            }

            if (Ban().IsMatch(text))
            {
                return SentenceOf(BanCode().Match(text) is { Success: true } match ? int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture) : 0);
            }
        }

        return null;
    }

    /// <summary>Whether an answer tells of a lock against reaching strangers, as a code or in words.</summary>
    public static bool IsReachOutLock(SendAnswer answer) =>
        answer.IsReachOutLock || ReachOut().IsMatch(answer.Failure?.Message ?? "") || ReachOut().IsMatch(answer.Detail ?? "");

    private static bool IsBan(int? code) => code is 101 or 102 or 103 or 106;

    private static string SentenceOf(int code) => OutcomeExplanation.OfNumber(code).Cause;

    // "status 463", "code: 463", "reach-out time lock", "reachout_timelock". A bare 463 may be anything.
    [GeneratedRegex(@"(?:status|code|error|reason)\W{0,3}463\b|reach[\s_-]?out[\s_-]?(?:time[\s_-]?)?lock", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ReachOut();

    // "temp_banned", "temporarily banned", "account has been banned". An edge that "has banned your access" speaks of our address.
    [GeneratedRegex(@"temp\w*[\s_-]?ban|(?:account|number)\b.{0,20}\bbanned", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ban();

    [GeneratedRegex(@"(?<!\d)10[1236](?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BanCode();
}
