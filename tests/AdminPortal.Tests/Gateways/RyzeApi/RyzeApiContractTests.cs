using AdminPortal.Gateways;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways.RyzeApi;

public sealed class RyzeApiContractTests : GatewayContract
{
    protected override GatewayKind Kind => GatewayKind.RyzeApi;

    protected override Uri AddressOf(SimulatorHost host) => host.RyzeApiAddress;

    protected override IReadOnlyDictionary<string, string> CredentialsOf(WorldNumber number) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = number.Handle, ["token"] = number.Token };
}
