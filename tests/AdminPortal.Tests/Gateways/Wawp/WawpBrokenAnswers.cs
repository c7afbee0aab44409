using AdminPortal.Gateways;

namespace AdminPortal.Tests.Gateways.Wawp;

public sealed class WawpBrokenAnswers : BrokenAnswers
{
    protected override string Vendor => "Wawp";

    protected override GatewaySettings Settings => Stub.Wawp();

    protected override IReadOnlyList<string> Secrets => ["token-of-the-account-1", "AB12CD34EF56"];
}
