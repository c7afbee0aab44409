using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Registers RyzeAPI with the catalog of gateways.</summary>
public static class RyzeApiModule
{
    public static IServiceCollection AddRyzeApi(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGatewayVendor, RyzeApiVendor>());
        return services;
    }
}
