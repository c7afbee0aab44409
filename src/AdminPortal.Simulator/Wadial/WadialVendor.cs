using System.Globalization;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

internal sealed class WadialVendor : VendorDialect
{
    public override Vendor Vendor => Vendor.Wadial;

    internal override SandboxPost Post => new("Field office", "15550100002");

    public override bool MakesWebhookSecret => true;

    public override WebhookSubscription Subscribe(Uri address, string secret) => Plain(address, "connection.state") with { Secret = secret };

    internal override string DrawHandle(WorldRandom random)
    {
        var bits = string.Create(CultureInfo.InvariantCulture, $"{random.NextBits():x16}{random.NextBits():x16}");
        return $"{bits[..8]}-{bits[8..12]}-7{bits[13..16]}-8{bits[17..20]}-{bits[20..]}";
    }

    internal override string DrawToken(WorldRandom random) => "wd_" + base.DrawToken(random);

    internal override bool IsHandle(string handle) => Guid.TryParseExact(handle, "D", out _);

    internal override VendorServer Open(WhatsAppWorld world, TimeProvider time)
    {
        var switches = new WadialSwitches();
        return new(new WadialDialect(world, switches, time), _ => new WadialDeliveries(world, time), switches);
    }
}
