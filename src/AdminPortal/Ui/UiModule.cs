namespace AdminPortal.Ui;

/// <summary>What the vocabulary of the screens needs.</summary>
internal static class UiModule
{
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddScoped<ViewerClock>();
        services.AddScoped<OperatorActions>();
        services.AddScoped<Security.NumberSight>();
        return services;
    }
}
