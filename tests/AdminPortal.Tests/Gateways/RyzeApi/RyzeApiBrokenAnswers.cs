using AdminPortal.Gateways;

namespace AdminPortal.Tests.Gateways.RyzeApi;

public sealed class RyzeApiBrokenAnswers : BrokenAnswers
{
    protected override string Vendor => "RyzeApi";

    protected override GatewaySettings Settings => Stub.RyzeApi();

    protected override IReadOnlyList<string> Secrets => ["token-of-the-instance-ops-1"];
}
