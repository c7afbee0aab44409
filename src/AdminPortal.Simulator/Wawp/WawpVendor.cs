using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

internal sealed class WawpVendor : VendorDialect
{
    private const int HandleLength = 12;

    public override Vendor Vendor => Vendor.Wawp;

    internal override SandboxPost Post => new("Rota desk", "4915110900002");

    public override WebhookSubscription Subscribe(Uri address, string secret) =>
        Plain(address, "group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants", "session.status");

    internal override string DrawHandle(WorldRandom random) => random.Text(HandleLength, Capitals + Digits);

    internal override bool IsHandle(string handle) => handle.Length == HandleLength;

    internal override VendorServer Open(WhatsAppWorld world, TimeProvider time)
    {
        var switches = new WawpSwitches();
        return new(new WawpDialect(world, switches, time), _ => new WawpDeliveries(world, switches), switches);
    }
}
