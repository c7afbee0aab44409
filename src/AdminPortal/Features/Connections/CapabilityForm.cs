using AdminPortal.Gateways.Capabilities;
using AdminPortal.Ui;

namespace AdminPortal.Features.Connections;

/// <summary>How a statement about an ability is worded and painted.</summary>
public static class CapabilityForm
{
    public static StatusTone Tone(this CapabilityLevel level) => level switch
    {
        CapabilityLevel.Supported => StatusTone.Confirmed,
        CapabilityLevel.Limited => StatusTone.Warning,
        _ => StatusTone.Refused,
    };

    public static string Words(this CapabilityLevel level) => level switch
    {
        CapabilityLevel.Supported => "Yes",
        CapabilityLevel.Limited => "Within limits",
        _ => "No",
    };

    /// <summary>Why not, or within which limits; null when there is nothing to say.</summary>
    /// <param name="gateway">The gateway's name, the subject of reasons.</param>
    public static string? Explanation(this CapabilityStatement statement, string gateway) =>
        statement is { Level: not CapabilityLevel.Supported, Reason: { } reason } ? $"{gateway} {reason}." : null;

    /// <summary>"documented", "concluded", "seen here", "tried here".</summary>
    public static string EvidenceWords(this CapabilityStatement statement) => statement.Evidence switch
    {
        CapabilityEvidence.Probed => statement.Usable ? "seen here" : "tried here",
        CapabilityEvidence.Documented => "documented",
        _ => "concluded",
    };
}
