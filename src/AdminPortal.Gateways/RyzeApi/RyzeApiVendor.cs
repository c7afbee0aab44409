using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.RyzeApi;

internal sealed class RyzeApiVendor(GatewayTransport transport) : IGatewayVendor
{
    public const string InstanceKey = "instance";
    public const string TokenKey = "token";

    public GatewayKind Kind => GatewayKind.RyzeApi;

    public string Name => "RyzeAPI";

    public Uri DefaultBaseAddress { get; } = new("https://ryzeapi.cloud");

    public IReadOnlyList<CredentialField> Credentials { get; } =
    [
        new(InstanceKey, "Instance", "The instance's name, as the RyzeAPI panel lists it.", IsSecret: false),
        new(TokenKey, "Instance token", "Shown when the instance is created. An account token works too, but opens every instance.", IsSecret: true),
    ];

    public CapabilitySet Capabilities => RyzeApiCapabilities.Declared;

    public int RequestsPerMinute => 100;

    public IWebhookDialect Webhooks { get; } = new RyzeApiWebhooks();

    public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate, CapabilitySet? within = null)
    {
        var token = settings.Required(TokenKey);
        var mask = new SecretMask([token]);
        return new RyzeApiGateway(within ?? Capabilities, transport.Open(settings, mask, gate, RyzeApiErrors.IsFinal), settings.Required(InstanceKey), token, mask);
    }
}
