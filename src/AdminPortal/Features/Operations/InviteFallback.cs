using System.Globalization;
using AdminPortal.Gateways.Identities;
using AdminPortal.Results;

namespace AdminPortal.Features.Operations;

/// <summary>How somebody is invited who cannot be added.</summary>
public enum InviteWay
{
    /// <summary>WhatsApp's own card.</summary>
    Card = 1,
    /// <summary>A message with the group's link.</summary>
    Link = 2,
}

/// <summary>What an add sends to people whom privacy keeps from being added, after the refusal and once.</summary>
/// <param name="Text">The message of <see cref="InviteWay.Link"/>, with the placeholders of <see cref="InviteText"/>.</param>
public sealed record InviteFallback(InviteWay Way, string Text);

/// <summary>The message with the link: what an operator may write, and how it reads when it leaves.</summary>
public static class InviteText
{
    public const string GroupMark = "{group}";
    public const string LinkMark = "{link}";
    public const int MaxLength = 600;
    public const string Suggested = "Hello, I wanted to add you to {group}, but your settings do not allow it. You can join here: {link}";

    /// <summary>The text as it is stored; it has to carry the link.</summary>
    public static Result<string> Check(string? text)
    {
        var clean = text?.Trim() ?? "";
        return clean.Length > MaxLength ? new InvalidInput(string.Create(CultureInfo.InvariantCulture, $"The message may have at most {MaxLength} characters; it has {clean.Length}."), "text")
            : !clean.Contains(LinkMark, StringComparison.Ordinal) ? new InvalidInput($"The message needs {LinkMark} where the link shall stand.", "text")
            : clean;
    }

    public static string Fill(string text, string group, string link) =>
        text.Replace(GroupMark, group, StringComparison.Ordinal).Replace(LinkMark, link, StringComparison.Ordinal);

    public static string Fill(string text, string group, InviteCode code) => Fill(text, group, code.Link.ToString());
}
