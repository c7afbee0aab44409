namespace AdminPortal.Features.Participants;

internal static class ParticipantsModule
{
    public static IServiceCollection AddParticipants(this IServiceCollection services)
    {
        services.AddScoped<ParticipantRoster>();
        services.AddScoped<ParticipantDesk>();
        services.AddScoped<AddPeopleDesk>();
        services.AddScoped<RosterExport>();
        return services;
    }

    public static void MapParticipants(this IEndpointRouteBuilder endpoints) => RosterExport.Map(endpoints);
}
