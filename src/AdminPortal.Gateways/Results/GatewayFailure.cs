namespace AdminPortal.Gateways.Results;

/// <summary>What kind of failure a gateway call ended in. Everything the console decides after a failure follows from it.</summary>
public enum GatewayFailureKind
{
    /// <summary>The gateway has no such ability. Answered without any HTTP.</summary>
    NotSupported,

    /// <summary>The number is not connected to WhatsApp, or the credential was not accepted. All work on the number stops.</summary>
    SignedOut,

    /// <summary>The acting number lacks the right, for example it is no admin of the group.</summary>
    Forbidden,

    /// <summary>The group, community, code or instance is unknown, or our number is not in it.</summary>
    NotFound,

    /// <summary>The gateway understood and refused; <see cref="GatewayFailure.Code"/> says which way.</summary>
    Rejected,

    /// <summary>Too many calls; nothing happened. <see cref="GatewayFailure.Until"/> is the earliest time for the next one.</summary>
    RateLimited,

    /// <summary>It certainly did not reach WhatsApp: connection refused, name not found, 503 before work began. May be tried again.</summary>
    Unavailable,

    /// <summary>
    /// It left us and no trustworthy answer came. A write that ends so is never sent again;
    /// it is settled by reading the world.
    /// </summary>
    OutcomeUnknown,

    /// <summary>A read was answered with something that cannot be understood. Nothing is learned from it.</summary>
    Unreadable,
}

/// <summary>
/// A failed gateway call.
/// </summary>
/// <param name="Kind">Decides what happens next.</param>
/// <param name="Message">One sentence for an operator; holds no secret.</param>
/// <param name="Code">The gateway's or WhatsApp's code where one was given, for example 403.</param>
/// <param name="Until">For <see cref="GatewayFailureKind.RateLimited"/>: not before this time, when the gateway said so.</param>
public sealed record GatewayFailure(GatewayFailureKind Kind, string Message, int? Code = null, DateTimeOffset? Until = null);
