using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways;

/// <summary>The vendors this console speaks. A member is named in its vendor's own folder only.</summary>
public enum GatewayKind
{
    RyzeApi = 1,
    Wadial = 2,
    Whapi = 3,
    Wawp = 4,
}

/// <summary>A credential that a gateway asks for.</summary>
/// <param name="Key">Stable key under which the value is stored.</param>
/// <param name="Label">What the vendor calls it.</param>
/// <param name="Hint">Where to find it.</param>
/// <param name="IsSecret">Protected at rest and never shown again.</param>
public sealed record CredentialField(string Key, string Label, string Hint, bool IsSecret);

/// <summary>How to reach one number. Holds secrets: <see cref="ToString"/> shows none.</summary>
/// <param name="Credentials">Values by <see cref="CredentialField.Key"/>.</param>
public sealed record GatewaySettings(GatewayKind Kind, Uri BaseAddress, IReadOnlyDictionary<string, string> Credentials)
{
    public override string ToString() => $"{Kind} at {BaseAddress.Host}";

    /// <exception cref="ArgumentException">The credential is missing. The message names the key, never a value.</exception>
    internal string Required(string key) =>
        Credentials.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : throw new ArgumentException($"The credential '{key}' is missing.", nameof(key));
}

/// <summary>What there is to know about a vendor before a number is connected. One per adapter folder.</summary>
public interface IGatewayVendor
{
    GatewayKind Kind { get; }

    /// <summary>The vendor's own spelling.</summary>
    string Name { get; }

    Uri DefaultBaseAddress { get; }

    IReadOnlyList<CredentialField> Credentials { get; }

    CapabilitySet Capabilities { get; }

    /// <summary>Requests per minute that the vendor allows per credential; the console's default read and write budget.</summary>
    int RequestsPerMinute { get; }

    /// <summary>How the vendor tells of what happens.</summary>
    IWebhookDialect Webhooks { get; }

    /// <summary>Makes the client for one number. Cheap; keeps no connection of its own.</summary>
    /// <param name="within">What this number can do, where less than the vendor declares was found; null: all that is declared.</param>
    IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate, CapabilitySet? within = null);
}

/// <summary>All vendors, looked up by kind.</summary>
public sealed class GatewayCatalog(IEnumerable<IGatewayVendor> vendors)
{
    private readonly Dictionary<GatewayKind, IGatewayVendor> _vendors = vendors.ToDictionary(v => v.Kind);

    public IReadOnlyCollection<IGatewayVendor> Vendors => _vendors.Values;

    /// <exception cref="KeyNotFoundException">No adapter of that kind is registered.</exception>
    public IGatewayVendor this[GatewayKind kind] => _vendors[kind];
}
