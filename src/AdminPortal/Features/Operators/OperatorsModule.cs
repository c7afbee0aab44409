namespace AdminPortal.Features.Operators;

internal static class OperatorsModule
{
    public static IServiceCollection AddOperators(this IServiceCollection services) => services
        .AddScoped<OperatorRoster>()
        .AddScoped<InvitationDesk>()
        .AddScoped<OneTimeLinks>()
        .AddScoped<OwnAccount>()
        .AddSingleton<CredentialCheck>();
}
