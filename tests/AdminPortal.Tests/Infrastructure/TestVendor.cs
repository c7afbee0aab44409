using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>A vendor that nobody calls: for tests of what the console decides before any call.</summary>
internal sealed class TestVendor(CapabilitySet? capabilities = null) : IGatewayVendor
{
    /// <summary>All abilities without limits.</summary>
    public static CapabilitySet Everything { get; } = new(
        Enum.GetValues<Capability>().Select(c => new CapabilityStatement(c, CapabilityLevel.Supported, CapabilityEvidence.Documented)));

    public GatewayKind Kind => GatewayKind.RyzeApi;

    public string Name => "Test gateway";

    public Uri DefaultBaseAddress => new("https://gateway.example");

    public IReadOnlyList<CredentialField> Credentials => [];

    public CapabilitySet Capabilities => capabilities ?? Everything;

    public int RequestsPerMinute => 100;

    public IWebhookDialect Webhooks => throw new NotSupportedException();

    /// <summary>All abilities but one.</summary>
    public static CapabilitySet Without(Capability missing, string reason, CapabilityLevel level = CapabilityLevel.Unsupported) => new(
        Everything.Select(s => s.Capability == missing ? s with { Level = level, Reason = reason } : s));

    public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate, CapabilitySet? within = null) =>
        throw new InvalidOperationException("Nobody calls here.");
}
