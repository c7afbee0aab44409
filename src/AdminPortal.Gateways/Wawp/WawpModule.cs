using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdminPortal.Gateways.Wawp;

/// <summary>Registers Wawp with the catalog of gateways.</summary>
public static class WawpModule
{
    public static IServiceCollection AddWawp(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGatewayVendor, WawpVendor>());
        return services;
    }
}
