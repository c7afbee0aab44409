using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Ui;

/// <summary>What a control that needs a capability must show.</summary>
/// <param name="Disabled">The gateway cannot, or somebody forbids it.</param>
/// <param name="Reason">A sentence for the tooltip: why not, or within which limit. Null when there is nothing to say.</param>
public sealed record CapabilityGate(bool Disabled, string? Reason)
{
    public static CapabilityGate Open { get; } = new(Disabled: false, Reason: null);

    /// <param name="capabilities">Of the acting number; null while nobody has asked its gateway.</param>
    /// <param name="needs">What the control uses.</param>
    /// <param name="who">The number's name, the subject of the sentence.</param>
    /// <param name="blocked">A reason from elsewhere, for example a missing permission. It goes first.</param>
    public static CapabilityGate For(CapabilitySet? capabilities, Capability needs, string? who, string? blocked = null)
    {
        if (!string.IsNullOrEmpty(blocked))
        {
            return new CapabilityGate(Disabled: true, blocked);
        }

        var subject = string.IsNullOrWhiteSpace(who) ? "This number's gateway" : who;
        if (capabilities is null)
        {
            return new CapabilityGate(Disabled: true, $"We don't know yet what {(string.IsNullOrWhiteSpace(who) ? "this number's gateway" : who)} can do");
        }

        var statement = capabilities[needs];
        return statement.Level switch
        {
            CapabilityLevel.Supported => Open,
            CapabilityLevel.Limited => new CapabilityGate(Disabled: false, Sentence(subject, statement.Reason, "works within limits")),
            _ => new CapabilityGate(Disabled: true, Sentence(subject, statement.Reason, "does not offer this")),
        };
    }

    private static string Sentence(string subject, string? reason, string otherwise) =>
        $"{subject} {(string.IsNullOrWhiteSpace(reason) ? otherwise : reason)}";
}
