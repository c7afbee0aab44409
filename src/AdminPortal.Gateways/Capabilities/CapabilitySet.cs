using System.Collections;

namespace AdminPortal.Gateways.Capabilities;

/// <summary>
/// What a gateway or a connection can do: one statement for every <see cref="Capability"/>. What was not declared is unsupported.
/// </summary>
public sealed class CapabilitySet : IReadOnlyCollection<CapabilityStatement>
{
    private readonly IReadOnlyDictionary<Capability, CapabilityStatement> _statements;

    public CapabilitySet(IEnumerable<CapabilityStatement> statements)
    {
        var given = statements.ToDictionary(s => s.Capability);
        _statements = Enum.GetValues<Capability>().ToDictionary(
            c => c,
            c => given.GetValueOrDefault(c) ?? new CapabilityStatement(c, CapabilityLevel.Unsupported, CapabilityEvidence.Documented, "does not offer this"));
    }

    public int Count => _statements.Count;

    public CapabilityStatement this[Capability capability] => _statements[capability];

    public bool Can(Capability capability) => _statements[capability].Usable;

    /// <summary>
    /// The weaker of the two for every capability: what the adapter declares, narrowed by what was found on a connection.
    /// A probe can add evidence, never an ability that the adapter does not have.
    /// </summary>
    public CapabilitySet Narrow(IEnumerable<CapabilityStatement> found)
    {
        var byCapability = found.ToDictionary(s => s.Capability);
        return new CapabilitySet(_statements.Values.Select(declared =>
            byCapability.TryGetValue(declared.Capability, out var probed) && probed.Level <= declared.Level ? probed with { Reason = probed.Reason ?? declared.Reason } : declared));
    }

    public IEnumerator<CapabilityStatement> GetEnumerator() => _statements.Values.OrderBy(s => s.Capability).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
