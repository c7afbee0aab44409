using AdminPortal.Gateways;

namespace AdminPortal.Tests.Gateways.Whapi;

public sealed class WhapiBrokenAnswers : BrokenAnswers
{
    protected override string Vendor => "Whapi";

    protected override GatewaySettings Settings => Stub.Whapi();

    protected override IReadOnlyList<string> Secrets => ["token-of-the-channel-ops-1"];
}
