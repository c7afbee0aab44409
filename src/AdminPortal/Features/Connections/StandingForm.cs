using AdminPortal.Ui;

namespace AdminPortal.Features.Connections;

/// <summary>How a number's standing is worded and painted on its own pages.</summary>
public static class StandingForm
{
    public static StatusTone Tone(this NumberStanding standing) => standing switch
    {
        NumberStanding.Ready => StatusTone.Confirmed,
        NumberStanding.Paused or NumberStanding.Connecting => StatusTone.Pending,
        NumberStanding.Unknown => StatusTone.Unknown,
        _ => StatusTone.Refused,
    };

    /// <summary>"Connected", "Paused until 14:32", "Signed out".</summary>
    public static string Words(this ConnectionCard card, ViewerClock clock) => card.Standing switch
    {
        NumberStanding.Ready => "Connected",
        NumberStanding.Paused when card.PausedUntil is { } until => $"Paused until {clock.Clock(until)}",
        NumberStanding.Connecting => "Connecting",
        NumberStanding.Stopped => "Stopped",
        NumberStanding.Disconnected => "Disconnected",
        NumberStanding.SignedOut => "Signed out",
        _ when card.LastError is not null => "Does not answer",
        _ => card.SessionCheckedAt is null ? "Not checked yet" : "Unclear",
    };

    /// <summary>What is behind it and what a person can do; null when nothing is to be said.</summary>
    public static string? Explanation(this ConnectionCard card) => card.Standing switch
    {
        NumberStanding.Stopped => $"{Sentence(card.StoppedReason)}Nothing goes through it until somebody lets it go on.",
        NumberStanding.Paused => card.PausedReason is { } reason ? $"Because {reason}. It goes on by itself." : "It goes on by itself.",
        NumberStanding.SignedOut => "The device was unlinked from WhatsApp, or the token was not accepted. Pair it again at the gateway, or set the credentials anew.",
        NumberStanding.Disconnected => "The gateway is not connected to WhatsApp. Look at the gateway's own panel.",
        NumberStanding.Unknown when card is { LastError: null, SessionDetail: { } word } =>
            $"The gateway calls its session “{word}”, which is neither connected nor signed out. Look at the gateway's own panel.",
        NumberStanding.Unknown => card.LastError,
        _ => null,
    };

    private static string Sentence(string? reason) => reason is null ? "" : reason.TrimEnd().EndsWith('.') ? $"{reason.TrimEnd()} " : $"{reason.TrimEnd()}. ";

    /// <summary>A phone number as people read it.</summary>
    public static string Phone(string digits) => "+" + digits;
}
