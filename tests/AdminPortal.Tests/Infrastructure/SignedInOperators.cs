using AdminPortal.Data;
using AdminPortal.Features.Operators;
using AdminPortal.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>Operators of a running host, and browsers that have signed in as them, without going through the form.</summary>
public static class SignedInOperators
{
    public const string Password = "blue horse under lamp";

    public const string CookieName = OperatorIdentity.CookieName;

    /// <summary>Makes an operator who can also sign in with <see cref="Password"/>.</summary>
    /// <param name="email">By default made from the role and unique.</param>
    public static async Task<Actor> AddOperatorAsync(
        this WebApplicationFactory<Program> host, OperatorRole role, string? name = null, string? email = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var entered = new NewOperator(name ?? $"Test {role}", email ?? $"{role}-{Guid.NewGuid():N}@example.org".ToLowerInvariant(), Password);
        var created = entered.ToOperator(role, scope.ServiceProvider.GetRequiredService<IPasswordHasher<Operator>>(), TimeProvider.System.GetUtcNow());
        await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();
        db.Users.Add(created);
        await db.SaveChangesAsync();
        return created.AsActor();
    }

    /// <summary>The value of the cookie <see cref="CookieName"/> as the sign-in would write it.</summary>
    public static async Task<string> CookieOfAsync(this WebApplicationFactory<Program> host, Actor actor)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await using var db = services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();
        var user = await db.Users.AsNoTracking().SingleAsync(o => o.Id == actor.OperatorId);
        var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<Operator>>().CreateAsync(user);
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new AuthenticationTicket(
            principal,
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + OperatorIdentity.SessionLifetime },
            IdentityConstants.ApplicationScheme);
        return services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Protect(ticket);
    }

    /// <summary>A client that is signed in as the actor and follows no redirect.</summary>
    public static async Task<HttpClient> ClientOfAsync(this WebApplicationFactory<Program> host, Actor actor)
    {
        var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", $"{CookieName}={await host.CookieOfAsync(actor)}");
        return client;
    }

    /// <summary>A client of a new operator with this role.</summary>
    public static async Task<HttpClient> ClientOfAsync(this WebApplicationFactory<Program> host, OperatorRole role) =>
        await host.ClientOfAsync(await host.AddOperatorAsync(role));
}
