using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdminPortal.Gateways.Whapi;

/// <summary>Registers Whapi.Cloud with the catalog of gateways.</summary>
public static class WhapiModule
{
    public static IServiceCollection AddWhapi(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGatewayVendor, WhapiVendor>());
        return services;
    }
}
