using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.Wadial;

internal sealed class WadialVendor(GatewayTransport transport) : IGatewayVendor
{
    public const string SessionKey = "session";
    public const string ApiKeyKey = "apiKey";

    public GatewayKind Kind => GatewayKind.Wadial;

    public string Name => "WADial";

    public Uri DefaultBaseAddress { get; } = new("https://api.wadial.com");

    public IReadOnlyList<CredentialField> Credentials { get; } =
    [
        new(SessionKey, "Session id", "The id of the session, which the dashboard calls token: five groups of letters and digits.", IsSecret: false),
        new(ApiKeyKey, "API key", "Begins with wd_ and is shown once, when it is made in the dashboard.", IsSecret: true),
    ];

    public CapabilitySet Capabilities => WadialCapabilities.Declared;

    /// <summary>No limit is documented; this is ours: about one request a second.</summary>
    public int RequestsPerMinute => 60;

    public IWebhookDialect Webhooks { get; } = new WadialWebhooks();

    public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate gate, CapabilitySet? within = null)
    {
        var key = settings.Required(ApiKeyKey);
        var mask = new SecretMask([key]);
        return new WadialGateway(within ?? Capabilities, transport.Open(settings, mask, gate, WadialErrors.IsFinal), settings.Required(SessionKey), key, mask);
    }
}
