using AdminPortal.Gateways.Identities;

namespace AdminPortal.Gateways.Model;

public enum SessionState
{
    /// <summary>The only state in which anything is attempted.</summary>
    Connected,
    Connecting,
    Disconnected,
    /// <summary>The device was unlinked; it must be paired again by a person.</summary>
    SignedOut,
    /// <summary>A state this console does not know; treated as not usable.</summary>
    Unknown,
}

/// <summary>The state of a number behind its gateway.</summary>
/// <param name="Number">The number's own id, null when never paired.</param>
/// <param name="Detail">The gateway's own word for the state.</param>
public sealed record GatewaySession(SessionState State, ParticipantId? Number, string? DisplayName, string? Detail);
