namespace AdminPortal.Features.Connections;

internal static class ConnectionsModule
{
    /// <summary>Not "AddConnections": ASP.NET Core has that name for its own sockets.</summary>
    public static IServiceCollection AddNumbers(this IServiceCollection services) => services
        .AddSingleton<GatewaySwitchboard>()
        .AddSingleton<NumberAges>()
        .AddSingleton<ConnectionHealth>()
        .AddSingleton<ConnectionDirectory>()
        .AddSingleton<SettingsReview>()
        .AddSingleton<ConnectionRegistry>();
}
