namespace AdminPortal.Live;

internal static class LiveModule
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services.AddSingleton<ChangeFeed>();
}
