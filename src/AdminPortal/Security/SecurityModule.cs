namespace AdminPortal.Security;

internal static class SecurityModule
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddDataProtection();
        return services
            .AddSingleton<SecretProtector>()
            .AddScoped<CurrentActor>();
    }
}
