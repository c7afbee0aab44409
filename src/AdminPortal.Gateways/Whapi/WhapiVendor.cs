using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.Whapi;

internal sealed class WhapiVendor(GatewayTransport transport) : IGatewayVendor
{
    public const string TokenKey = "token";

    public GatewayKind Kind => GatewayKind.Whapi;

    public string Name => "Whapi.Cloud";

    public Uri DefaultBaseAddress { get; } = new("https://gate.whapi.cloud");

    public IReadOnlyList<CredentialField> Credentials { get; } =
    [
        new(TokenKey, "Channel token", "The token of the channel, in the Whapi.Cloud panel. One token is one number.", IsSecret: true),
    ];

    public CapabilitySet Capabilities => WhapiCapabilities.Declared;

    /// <summary>None is published for paid plans; this is ours.</summary>
    public int RequestsPerMinute => 60;

    public IWebhookDialect Webhooks { get; } = new WhapiWebhooks();

    public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate, CapabilitySet? within = null)
    {
        var token = settings.Required(TokenKey);
        var mask = new SecretMask([token]);
        return new WhapiGateway(within ?? Capabilities, transport.Open(settings, mask, gate, WhapiErrors.IsFinal), token, mask);
    }
}
