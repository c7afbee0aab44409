using AdminPortal.Results;

namespace AdminPortal.Features.Connections;

/// <summary>Another number has this name already.</summary>
public sealed record NumberNameTaken(string Name) : PortalFailure($"Another number is called \"{Name}\" already.")
{
    public override string? Field => ConnectionDraft.NameField;
}

/// <summary>Operations still want to send through the number.</summary>
public sealed record NumberHasWork(string Name, int Items)
    : PortalFailure($"{Items:N0} {(Items == 1 ? "item" : "items")} of operations still wait for {Name}. Cancel them first.");

/// <summary>Several inputs cannot be used; each finding names its field.</summary>
public sealed record SettingsRefused(IReadOnlyList<Gateways.ConnectionFinding> Findings)
    : PortalFailure(Findings.Count == 0 ? "The settings cannot be used." : Findings[0].Sentence);
