namespace AdminPortal.Features.Overview;

internal static class OverviewModule
{
    public static IServiceCollection AddOverview(this IServiceCollection services) => services
        .AddScoped<AttentionBoard>()
        .AddScoped<TrendBoard>();
}
