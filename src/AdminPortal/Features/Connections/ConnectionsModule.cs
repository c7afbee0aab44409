namespace AdminPortal.Features.Connections;

internal static class ConnectionsModule
{
    public static IServiceCollection AddConnections(this IServiceCollection services) => services
        .AddSingleton<GatewaySwitchboard>()
        .AddSingleton<ConnectionHealth>();
}
