namespace AdminPortal.Simulator.World;

/// <summary>The link between a gateway and WhatsApp for one number.</summary>
public enum SessionState
{
    Connected,
    Connecting,
    Disconnected,
    LoggedOut,

    /// <summary>WhatsApp has banned the number for a while.</summary>
    Banned,
}

/// <summary>A WhatsApp number that stands behind the gateways. It is also a <see cref="Person"/> with the same phone.</summary>
public sealed record WorldNumber
{
    public required string Phone { get; init; }

    /// <summary>The dialect behind which it stands.</summary>
    public Vendor Vendor { get; init; }

    /// <summary>The name under which its dialect knows it (an instance, session or channel id); unique.</summary>
    public required string Handle { get; init; }

    /// <summary>The secret that its dialect accepts for this number. Numbers of one vendor with the same one belong to one account.</summary>
    public required string Token { get; init; }

    public SessionState Session { get; init; } = SessionState.Connected;

    public IReadOnlyList<WebhookSubscription> Webhooks { get; init; } = [];
}

/// <summary>Where a gateway was asked to send this number's events.</summary>
/// <param name="Authorization">Value of the Authorization header on each delivery, if any.</param>
/// <param name="ByEvents">The event name is appended to the address.</param>
/// <param name="Events">Empty means all.</param>
public sealed record WebhookSubscription(
    string Label,
    bool Enabled,
    string Url,
    string Authorization,
    bool ByEvents,
    IReadOnlyList<string> Events,
    bool MediaBase64)
{
    /// <summary>Custom headers on each delivery.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Key of the vendor's signature, if it signs.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The vendor's word for how deliveries are addressed, if it has several ways.</summary>
    public string Mode { get; init; } = "";
}
