namespace AdminPortal.Simulator.Faults;

public enum FaultKind
{
    /// <summary>The answer comes after <see cref="FaultPlan.Latency"/>.</summary>
    Latency,

    /// <summary>The vendor's own 429, with whatever headers explain it. Nothing is done.</summary>
    RateLimited,

    /// <summary>429 that comes from WhatsApp: nothing in the headers explains it. Nothing is done.</summary>
    RateLimitedByWhatsApp,

    /// <summary>500 in the vendor's envelope. Nothing is done.</summary>
    ServerError,

    /// <summary>The TCP connection is aborted. Nothing is done.</summary>
    DropBeforeEffect,

    /// <summary>It is done, and then the TCP connection is aborted: the caller cannot know.</summary>
    DropAfterEffect,

    /// <summary>It is done, and the answer is JSON that ends in the middle.</summary>
    MalformedJson,

    /// <summary>502 with a proxy's HTML page. Nothing is done.</summary>
    HtmlError,

    /// <summary>This one call is answered as by a number that is not connected.</summary>
    SignedOut,

    /// <summary>It is done, and then the number is logged out. Meant for adds.</summary>
    LogoutAfterCall,

    /// <summary>It is done, and then WhatsApp bans the number for a while.</summary>
    BanAfterCall,

    /// <summary>WhatsApp has locked the number against reaching strangers (463), and the vendor passes that on. Nothing is done.</summary>
    ReachOutLocked,

    /// <summary>Adds are reported as done and are not; neither are the first members of a created group.</summary>
    SilentlyDropAdds,

    /// <summary>A change of settings is answered as if it was done, and is not. RyzeAPI's dialect only.</summary>
    SilentlyDropSettings,

    /// <summary>A group says how many members it has and lists none.</summary>
    PartialParticipantList,

    /// <summary>WhatsApp refuses the community's parent: vendors differ in what they make of it.</summary>
    RejectCommunity,

    /// <summary>An event is never delivered.</summary>
    LoseDelivery,

    /// <summary>An event is delivered twice, with the same id where the vendor has ids.</summary>
    RepeatDelivery,

    /// <summary>An event is delivered after the one that follows it, or late when none follows.</summary>
    ReorderDelivery,
}
