using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal sealed class RyzeApiVendor : VendorDialect
{
    public override Vendor Vendor => Vendor.RyzeApi;

    internal override SandboxPost Post => new("Front desk", "15550100001");

    public override WebhookSubscription Subscribe(Uri address, string secret) =>
        Plain(address, "group.flow", "instance.state") with { Authorization = secret };

    internal override string DrawToken(WorldRandom random) => "inst_" + base.DrawToken(random);

    internal override VendorServer Open(WhatsAppWorld world, TimeProvider time) =>
        new(new RyzeApiDialect(world, time), address => new RyzeDeliveries(world, address));
}
