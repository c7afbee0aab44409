namespace AdminPortal.Features.People;

internal static class PeopleModule
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services.AddScoped<PersonDirectory>();
}
