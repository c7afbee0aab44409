using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace AdminPortal.Security;

/// <summary>Who may come in, what they may do, and what a browser may make of our answers.</summary>
internal static class SecurityModule
{
    /// <summary>Webhooks and forms are far smaller; files and pasted lists come over the circuit.</summary>
    private const long LargestRequest = 2 * 1024 * 1024;

    /// <summary>Ten thousand pasted numbers are one message of the circuit.</summary>
    private const long LargestCircuitMessage = 1024 * 1024;

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKeyRing(configuration);
        services.AddOperatorIdentity();
        services.AddPermissionPolicies();
        services.AddSignInLimits(configuration);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });
        services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 64;
            form.KeyLengthLimit = 256;
            form.ValueLengthLimit = 64 * 1024;
        });
        services.Configure<HubOptions>(hub => hub.MaximumReceiveMessageSize = LargestCircuitMessage);
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "AdminPortal.Form";
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forms.SuppressXFrameOptionsHeader = true;
        });
        return services.AddSingleton<SecretProtector>().AddSingleton<SessionCheck>();
    }

    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ForeignOriginGuard>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>A policy per permission; whatever says nothing needs somebody signed in.</summary>
    private static void AddPermissionPolicies(this IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder();
        policies.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in Permissions.All)
        {
            policies.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireAssertion(c => Actor.From(c.User)?.Can(permission) == true));
        }
    }
}
