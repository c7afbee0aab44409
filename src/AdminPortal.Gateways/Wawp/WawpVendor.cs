using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.Wawp;

internal sealed class WawpVendor(GatewayTransport transport) : IGatewayVendor
{
    public const string InstanceKey = "instance";
    public const string TokenKey = "token";

    public GatewayKind Kind => GatewayKind.Wawp;

    public string Name => "Wawp";

    public Uri DefaultBaseAddress { get; } = new("https://api.wawp.net");

    public IReadOnlyList<CredentialField> Credentials { get; } =
    [
        new(InstanceKey, "Instance id", "Twelve characters; names one linked WhatsApp number.", IsSecret: false),
        new(TokenKey, "Access token", "The token of the account, in the Wawp dashboard. It opens every instance of the account.", IsSecret: true),
    ];

    public CapabilitySet Capabilities => WawpCapabilities.Declared;

    /// <summary>The plan's policy decides and publishes no figures; this is ours.</summary>
    public int RequestsPerMinute => 30;

    public IWebhookDialect Webhooks { get; } = new WawpWebhooks();

    public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate, CapabilitySet? within = null)
    {
        var (instance, token) = (settings.Required(InstanceKey), settings.Required(TokenKey));
        // Both travel in the query of every request, so both are kept out of everything that is shown.
        var mask = new SecretMask([token, instance]);
        return new WawpGateway(within ?? Capabilities, transport.Open(settings, mask, gate, WawpErrors.IsFinal), instance, token, mask);
    }
}
