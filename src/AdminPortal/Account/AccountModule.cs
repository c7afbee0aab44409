using AdminPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;

namespace AdminPortal.Account;

/// <summary>The door: signing in and out, links that make operators, and who is behind a circuit.</summary>
internal static class AccountModule
{
    public static IServiceCollection AddAccount(this IServiceCollection services)
    {
        services.AddScoped<AuthenticationStateProvider, OperatorStateProvider>();
        services.AddScoped(provider => new CurrentActor(async () =>
            (await provider.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User));
        services.AddScoped<OperatorSession>();
        services.AddHostedService<StartNotice>();
        return services;
    }
}
