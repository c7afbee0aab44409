using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator;

/// <summary>What everybody else has to know of a vendor. One per dialect folder; <see cref="VendorDialects"/> lists them.</summary>
public abstract class VendorDialect
{
    protected const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    protected const string Digits = "0123456789";
    protected const string Letters = Capitals + "abcdefghijklmnopqrstuvwxyz" + Digits;

    public abstract Vendor Vendor { get; }

    /// <summary>Our number at this vendor in the furnished world.</summary>
    internal abstract SandboxPost Post { get; }

    /// <summary>The secret that proves who delivers is made by the vendor; elsewhere the receiver makes it.</summary>
    public virtual bool MakesWebhookSecret => false;

    /// <summary>What somebody enters at the vendor who wants to hear of groups and of the session.</summary>
    /// <param name="secret">Of no use where the address proves the sender.</param>
    public abstract WebhookSubscription Subscribe(Uri address, string secret);

    /// <returns>Null where the vendor's ids are names that somebody chose.</returns>
    internal virtual string? DrawHandle(WorldRandom random) => null;

    internal virtual string DrawToken(WorldRandom random) => random.Text(32, Letters);

    internal virtual bool IsHandle(string handle) => handle.Length > 0;

    internal abstract VendorServer Open(WhatsAppWorld world, TimeProvider time);

    /// <summary>Without anything that only some vendors have.</summary>
    private protected static WebhookSubscription Plain(Uri address, params IReadOnlyList<string> events) =>
        new("console", Enabled: true, address.ToString(), Authorization: "", ByEvents: false, events, MediaBase64: false);
}

/// <summary>A number of the furnished world: name and phone.</summary>
internal sealed record SandboxPost(string Name, string Phone);

/// <summary>A vendor's server over one world.</summary>
/// <param name="Deliver">Makes its way of telling of events; takes the address where the server listens.</param>
/// <param name="Switches">For what its documentation leaves open; null where it leaves nothing.</param>
internal sealed record VendorServer(Dialect Dialect, Func<Uri, DeliveryDialect> Deliver, object? Switches = null);
