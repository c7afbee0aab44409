using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Groups;

internal static class GroupsModule
{
    public static IServiceCollection AddGroups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GroupLimitOptions>().Bind(configuration.GetSection(GroupLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GroupLimitOptions>, GroupLimitOptions.Validator>();
        services.AddSingleton<GroupText>();
        services.AddSingleton(provider => new PictureFetcher(provider.GetRequiredService<ILogger<PictureFetcher>>()));
        services.AddScoped<ActingNumbers>();
        services.AddScoped<GroupDirectory>();
        services.AddScoped<GroupHistory>();
        services.AddScoped<GroupDesk>();
        return services;
    }
}
