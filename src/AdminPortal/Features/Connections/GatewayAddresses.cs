using AdminPortal.Gateways;

namespace AdminPortal.Features.Connections;

/// <summary>Which addresses gateways may have on this installation: section <c>Gateways</c> of the configuration.</summary>
public static class GatewayAddresses
{
    public static IServiceCollection AddGateways(this IServiceCollection services, IConfiguration configuration) =>
        services.AddGateways(options =>
        {
            configuration.GetSection("Gateways").Bind(options);
            // The sandbox is a gateway on this machine.
            options.AllowLoopback |= configuration.GetValue<bool>("Sandbox:Enabled");
        });
}
