using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Host;

public sealed class SecurityHeadersTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/operators")]
    [InlineData("/not/there")]
    [InlineData("/css/app.css")]
    [InlineData("/health")]
    public async Task Every_answer_says_what_a_browser_may_make_of_it(string path)
    {
        using var client = await host.ClientOfAsync(OperatorRole.Administrator);

        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Contains("camera=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Only_inline_script_is_the_import_map_with_the_nonce_of_its_own_answer()
    {
        using var client = host.CreateClient();

        using var first = await client.GetAsync("/account/sign-in", TestContext.Current.CancellationToken);
        using var second = await client.GetAsync("/account/sign-in", TestContext.Current.CancellationToken);

        var nonce = NonceOf(first);
        var html = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"<script type=\"importmap\" nonce=\"{nonce}\"", html.Replace("&#x2B;", "+", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotEqual(nonce, NonceOf(second));
        Assert.True(first.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Cookies_stay_with_this_site_and_away_from_scripts()
    {
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/account/sign-in", TestContext.Current.CancellationToken);
        using var session = await new SignInForm(host).SubmitAsync(await host.AddOperatorAsync(OperatorRole.Viewer, email: "cookie@example.org"), "cookie@example.org");

        Assert.All(
            response.Headers.GetValues("Set-Cookie").Concat(session.Headers.GetValues("Set-Cookie")),
            cookie =>
            {
                Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Matches("(?i)samesite=(lax|strict)", cookie);
            });
    }

    private static string NonceOf(HttpResponseMessage response)
    {
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var start = policy.IndexOf("'nonce-", StringComparison.Ordinal) + "'nonce-".Length;
        return policy[start..policy.IndexOf('\'', start)];
    }
}
