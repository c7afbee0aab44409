using System.Net;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Host;

/// <summary>Every endpoint of the running host, the framework's own included.</summary>
public sealed class EndpointAuthorisationTests(PortalHost host) : IClassFixture<PortalHost>
{
    /// <summary>Who is not signed in may come here, and nowhere else.</summary>
    private static readonly string[] s_open =
    [
        "/account/denied", "/account/sign-in", "/account/sign-out", "/error", "/health", "/hooks/{key}/{**rest}", "/invite", "/not-found", "/setup",
    ];

    /// <summary>The framework's endpoints, which carry nothing and fall under the rule for all that carry nothing.</summary>
    private static readonly string[] s_fallback = ["/_blazor", "/_framework/opaque-redirect", "/{**path:file}"];

    [Fact]
    public void Every_endpoint_says_who_may_use_it_or_is_on_the_short_list()
    {
        List<string> unexplained = [];
        foreach (var endpoint in Endpoints())
        {
            var path = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
            var listed = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                ? endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || s_open.Contains(path)
                : endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
                    || s_fallback.Any(p => path.StartsWith(p, StringComparison.OrdinalIgnoreCase));
            if (!listed)
            {
                unexplained.Add(path);
            }
        }

        Assert.Empty(unexplained.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_screen_names_a_permission() =>
        Assert.Empty(Endpoints()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(e => !Permissions.All.Contains(e.Metadata.GetMetadata<IAuthorizeData>()?.Policy, StringComparer.Ordinal))
            .Select(e => e.RoutePattern.RawText)
            .Distinct(StringComparer.Ordinal));

    [Fact]
    public async Task What_carries_nothing_needs_somebody_signed_in()
    {
        var policies = host.Services.GetRequiredService<IAuthorizationPolicyProvider>();

        var fallback = await policies.GetFallbackPolicyAsync();

        Assert.Contains(fallback!.Requirements, r => r is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
        foreach (var permission in Permissions.All)
        {
            Assert.NotNull(await policies.GetPolicyAsync(permission));
        }
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_the_sign_in_and_back()
    {
        using var client = host.CreateClient(new() { AllowAutoRedirect = false });

        using var screen = await client.GetAsync("/operators?x=1", TestContext.Current.CancellationToken);
        using var unknown = await client.GetAsync("/nothing-here", TestContext.Current.CancellationToken);
        using var circuit = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", content: null, TestContext.Current.CancellationToken);

        Assert.EndsWith("/account/sign-in?returnUrl=%2Foperators%3Fx%3D1", screen.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, circuit.StatusCode);
    }

    [Theory]
    [InlineData(OperatorRole.Viewer, "/audit/export", "/account/denied")]
    [InlineData(OperatorRole.Operator, "/operators", "/account/denied")]
    [InlineData(OperatorRole.Operator, "/audit/export", "/account/denied")]
    [InlineData(OperatorRole.Viewer, "/audit", null)]
    [InlineData(OperatorRole.Administrator, "/operators", null)]
    [InlineData(OperatorRole.Administrator, "/audit/export", null)]
    public async Task Roles_open_what_is_theirs(OperatorRole role, string path, string? sentTo)
    {
        using var client = await host.ClientOfAsync(role);

        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(sentTo is null ? HttpStatusCode.OK : HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(sentTo, response.Headers.Location?.AbsolutePath);
    }

    private IEnumerable<RouteEndpoint> Endpoints()
    {
        using var client = host.CreateClient();
        return [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
    }
}
