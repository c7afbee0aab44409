namespace AdminPortal.Features.FollowUp;

internal static class FollowUpModule
{
    public static IServiceCollection AddFollowUp(this IServiceCollection services)
    {
        services.AddScoped<FollowUpBoard>();
        services.AddScoped<FollowUpDesk>();
        services.AddScoped<InvitationSender>();
        services.AddScoped<LostInvitations>();
        services.AddSingleton<WorldFollower>();
        services.AddSingleton<OutcomeFollower>();
        services.AddScoped<MootInvitations>();
        services.AddTransient<FollowUpJob>();
        services.AddHostedService<FollowUpSchedule>();
        return services;
    }
}
