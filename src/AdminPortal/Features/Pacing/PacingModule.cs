using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Pacing;

internal static class PacingModule
{
    public static IServiceCollection AddPacing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PacingOptions>().Bind(configuration.GetSection(PacingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PacingOptions>, PacingOptionsValidator>();
        services.AddSingleton<PauseWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<PauseWriter>());
        services.AddSingleton<PacingGovernor>();
        services.AddHostedService<TallyKeeper>();
        services.AddSingleton<PaceDesk>();
        return services;
    }
}
