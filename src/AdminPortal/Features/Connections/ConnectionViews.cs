using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Connections;

/// <summary>How a number stands, as one word for a badge.</summary>
public enum NumberStanding
{
    Ready,
    /// <summary>Not asked yet, or the gateway did not say.</summary>
    Unknown,
    Connecting,
    Paused,
    /// <summary>Waits for a person.</summary>
    Stopped,
    Disconnected,
    SignedOut,
}

/// <summary>One number for the list of numbers.</summary>
/// <param name="OwnDigits">The number's own phone digits, when known.</param>
/// <param name="Groups">Groups it lists now.</param>
/// <param name="Admin">Of these, where it is admin.</param>
public sealed record ConnectionCard(
    Guid Id,
    string Name,
    GatewayKind Kind,
    string Gateway,
    NumberStanding Standing,
    string? OwnDigits,
    string? SessionDetail,
    DateTimeOffset? SessionCheckedAt,
    DateTimeOffset? PausedUntil,
    string? PausedReason,
    string? StoppedReason,
    DateTimeOffset? StoppedAt,
    DateTimeOffset? ListedAt,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    int Groups,
    int Admin);

/// <summary>One number with its settings. Secrets are named, never shown.</summary>
/// <param name="Fields">What the gateway asks for.</param>
/// <param name="Shown">Stored values of fields that are no secret.</param>
/// <param name="SecretsReadable">False when the stored credentials cannot be read with the keys at hand: they must be set again.</param>
/// <param name="Capabilities">What the adapter declares, narrowed by what was found on this number.</param>
/// <param name="CapabilitiesCheckedAt">When it was last tried out; null while it has not been.</param>
public sealed record ConnectionSettings(
    ConnectionCard Card,
    string BaseAddress,
    DateTimeOffset CreatedAt,
    IReadOnlyList<CredentialField> Fields,
    IReadOnlyDictionary<string, string> Shown,
    bool SecretsReadable,
    CapabilitySet Capabilities,
    DateTimeOffset? CapabilitiesCheckedAt);

/// <summary>One column of the comparison of all numbers.</summary>
public sealed record ComparedNumber(Guid Id, string Name, string Gateway, DateTimeOffset? CheckedAt, CapabilitySet Capabilities);

/// <summary>What removing a number means.</summary>
/// <param name="OnlySeenByIt">Groups that none of our other numbers is in: they leave the console.</param>
/// <param name="UnsettledItems">Items of operations that still want to send through it.</param>
public sealed record RemovalImpact(int Groups, int OnlySeenByIt, int UnsettledItems);
