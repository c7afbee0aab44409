using AdminPortal.Simulator.Faults;

namespace AdminPortal.Sandbox;

/// <summary>Faults in an operator's words.</summary>
internal static class FaultWords
{
    /// <summary>Those that the panel offers, in this order.</summary>
    public static IReadOnlyList<FaultKind> Offered { get; } =
    [
        FaultKind.DropBeforeEffect,
        FaultKind.DropAfterEffect,
        FaultKind.Latency,
        FaultKind.RateLimited,
        FaultKind.RateLimitedByWhatsApp,
        FaultKind.ServerError,
        FaultKind.HtmlError,
        FaultKind.MalformedJson,
        FaultKind.LogoutAfterCall,
        FaultKind.BanAfterCall,
        FaultKind.ReachOutLocked,
        FaultKind.SilentlyDropAdds,
        FaultKind.PartialParticipantList,
        FaultKind.RejectCommunity,
    ];

    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.Latency => "Answers come late",
        FaultKind.RateLimited => "Too many requests, says the gateway",
        FaultKind.RateLimitedByWhatsApp => "Too many requests, says WhatsApp",
        FaultKind.ServerError => "Internal error, nothing done",
        FaultKind.DropBeforeEffect => "Connection drops, nothing done",
        FaultKind.DropAfterEffect => "Connection drops after it was done",
        FaultKind.MalformedJson => "Answer breaks off, it was done",
        FaultKind.HtmlError => "A proxy's error page",
        FaultKind.SignedOut => "Answers as if signed out",
        FaultKind.LogoutAfterCall => "Adding somebody logs the number out",
        FaultKind.BanAfterCall => "WhatsApp bans the number after an add",
        FaultKind.ReachOutLocked => "WhatsApp locks it against strangers (463)",
        FaultKind.SilentlyDropAdds => "Adds are reported and not done",
        FaultKind.SilentlyDropSettings => "Settings are reported and not changed",
        FaultKind.PartialParticipantList => "Member lists are empty",
        FaultKind.RejectCommunity => "WhatsApp refuses new communities",
        _ => kind.ToString(),
    };
}
