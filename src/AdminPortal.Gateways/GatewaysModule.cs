using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.RyzeApi;
using AdminPortal.Gateways.Wadial;
using AdminPortal.Gateways.Wawp;
using AdminPortal.Gateways.Whapi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdminPortal.Gateways;

/// <summary>Everything that speaks to gateways.</summary>
public static class GatewaysModule
{
    /// <summary>
    /// Registers <see cref="GatewayCatalog"/> with every vendor, <see cref="GatewayAddressPolicy"/>,
    /// <see cref="ConnectionTester"/> and <see cref="CapabilityProbe"/>, all singletons. Logging must be registered.
    /// </summary>
    public static IServiceCollection AddGateways(this IServiceCollection services, Action<GatewayHttpOptions>? configure = null)
    {
        services.AddOptions<GatewayHttpOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayAddressPolicy>();
        services.TryAddSingleton<GatewayTransport>();
        services.TryAddSingleton<GatewayCatalog>();
        services.TryAddSingleton<ConnectionTester>();
        services.TryAddSingleton<CapabilityProbe>();
        return services.AddRyzeApi().AddWadial().AddWhapi().AddWawp();
    }
}
