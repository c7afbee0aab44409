using AdminPortal.Gateways;

namespace AdminPortal.Tests.Gateways.Wadial;

public sealed class WadialBrokenAnswers : BrokenAnswers
{
    protected override string Vendor => "Wadial";

    protected override GatewaySettings Settings => Stub.Wadial();

    protected override IReadOnlyList<string> Secrets => ["wd_key-of-the-account-1"];
}
