using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdminPortal.Gateways.Wadial;

/// <summary>Registers Wadial with the catalog of gateways.</summary>
public static class WadialModule
{
    public static IServiceCollection AddWadial(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGatewayVendor, WadialVendor>());
        return services;
    }
}
