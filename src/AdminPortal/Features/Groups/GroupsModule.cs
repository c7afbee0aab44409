namespace AdminPortal.Features.Groups;

internal static class GroupsModule
{
    public static IServiceCollection AddGroups(this IServiceCollection services) => services.AddScoped<ActingNumbers>();
}
