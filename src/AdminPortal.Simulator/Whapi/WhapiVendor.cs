using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

internal sealed class WhapiVendor : VendorDialect
{
    public override Vendor Vendor => Vendor.Whapi;

    internal override SandboxPost Post => new("Night shift", "4915110900001");

    public override WebhookSubscription Subscribe(Uri address, string secret) =>
        Plain(address, "groups.post", "groups.put", "groups.patch", "channel.post", "users.post", "users.delete") with
        {
            Mode = "body",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Hook-Key"] = secret },
        };

    internal override string DrawHandle(WorldRandom random) => $"{random.Text(6, Capitals)}-{random.Text(5, Capitals + Digits)}";

    internal override VendorServer Open(WhatsAppWorld world, TimeProvider time)
    {
        var switches = new WhapiSwitches();
        return new(new WhapiDialect(world, switches, time), _ => new WhapiDeliveries(world, switches, time), switches);
    }
}
