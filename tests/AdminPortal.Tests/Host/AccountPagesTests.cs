using System.Net;
using AdminPortal.Features.Operators;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Host;

/// <summary>The door, as a browser without scripts meets it.</summary>
public sealed class AccountPagesTests
{
    private const string NewPassword = "green cow over candle";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task First_administrator_is_made_through_the_link_and_is_in_at_once(TestDatabase database)
    {
        await using var host = PortalHost.On(database);
        var link = await SetupLinkAsync(host);
        var browser = new SignInForm(host);

        using var weak = await browser.PostAsync(link, "setup", ("Entered.Name", "\u202E"), ("Entered.Email", "x"), ("Entered.Password", "short"));
        var complaints = await weak.Content.ReadAsStringAsync(Ct);
        using var done = await browser.PostAsync(
            link, "setup", ("Entered.Name", "<b>Ann</b>\u202E"), ("Entered.Email", "ann@example.org"), ("Entered.Password", SignedInOperators.Password));
        var account = await browser.Client.GetStringAsync("/account", Ct);
        using var again = await new SignInForm(host).Client.GetAsync(link, Ct);

        Assert.Contains("id=\"name-error\" role=\"alert\"><", complaints, StringComparison.Ordinal);
        Assert.Contains("id=\"email-error\" role=\"alert\"><", complaints, StringComparison.Ordinal);
        Assert.Contains("id=\"password-error\" role=\"alert\"><", complaints, StringComparison.Ordinal);
        Assert.DoesNotContain("short\"", complaints, StringComparison.Ordinal);
        Assert.Equal("/", done.Headers.Location!.AbsolutePath);
        Assert.Contains("value=\"&lt;b&gt;Ann&lt;/b&gt;\"", account, StringComparison.Ordinal);
        Assert.Contains("This link is not valid", await again.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "/")]
    [InlineData("/people?q=a", "/people")]
    [InlineData("https://evil.example/x", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task Sign_in_leads_back_to_a_place_in_the_console_only(string? returnUrl, string expected)
    {
        await using var host = new PortalHost();
        await host.AddOperatorAsync(OperatorRole.Viewer, email: "ann@example.org");

        using var response = await new SignInForm(host).SubmitAsync("ann@example.org", SignedInOperators.Password, returnUrl);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(("localhost", expected), (response.Headers.Location!.Host, response.Headers.Location.AbsolutePath));
    }

    [Fact]
    public async Task Wrong_password_and_unknown_email_get_the_same_page()
    {
        await using var host = new PortalHost();
        await host.AddOperatorAsync(OperatorRole.Viewer, email: "ann@example.org");

        using var wrong = await new SignInForm(host).SubmitAsync("ann@example.org", "wrong password");
        using var unknown = await new SignInForm(host).SubmitAsync("bob@example.org", "wrong password");

        var sentence = new WrongCredentials().Message;
        Assert.Contains(sentence, await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains(sentence, await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.False(wrong.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith(SignedInOperators.CookieName, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Form_without_its_token_does_nothing()
    {
        await using var host = new PortalHost();
        await host.AddOperatorAsync(OperatorRole.Viewer, email: "ann@example.org");
        using var client = host.CreateClient(new() { AllowAutoRedirect = false });
        using var content = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"), new("Entered.Email", "ann@example.org"), new("Entered.Password", SignedInOperators.Password),
        ]);

        using var response = await client.PostAsync("/account/sign-in", content, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_wait()
    {
        await using var host = new PortalHost().Set("SignIn:TriesPerMinute", "2");
        var browser = new SignInForm(host);
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < 3; i++)
        {
            using var response = await browser.SubmitAsync($"nobody{i}@example.org", "wrong password");
            answers.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers);
        using var page = await browser.Client.GetAsync("/account/sign-in", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Oversized_form_is_refused()
    {
        await using var host = new PortalHost();
        using var response = await new SignInForm(host).SubmitAsync("ann@example.org", new string('x', 200_000));

        Assert.False(response.IsSuccessStatusCode);
        Assert.True((int)response.StatusCode < 500, response.StatusCode.ToString());
    }

    [Fact]
    public async Task New_password_ends_other_browsers_and_keeps_this_one()
    {
        await using var host = new PortalHost();
        var ann = await host.AddOperatorAsync(OperatorRole.Viewer, email: "ann@example.org");
        using var other = await host.ClientOfAsync(ann);
        var browser = new SignInForm(host);
        using var signedIn = await browser.SubmitAsync("ann@example.org", SignedInOperators.Password);

        using var changed = await browser.PostAsync(
            "/account", "password", ("Passwords.Current", SignedInOperators.Password), ("Passwords.Next", NewPassword));

        Assert.Equal("/account", changed.Headers.Location!.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/account", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/account", Ct)).StatusCode);
        using var old = await new SignInForm(host).SubmitAsync("ann@example.org", SignedInOperators.Password);
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
    }

    [Fact]
    public async Task Disabled_operator_and_changed_role_are_out_with_the_next_request()
    {
        await using var host = new PortalHost();
        var administrator = await host.AddOperatorAsync(OperatorRole.Administrator);
        var bob = await host.AddOperatorAsync(OperatorRole.Viewer);
        var eve = await host.AddOperatorAsync(OperatorRole.Administrator);
        using var bobs = await host.ClientOfAsync(bob);
        using var eves = await host.ClientOfAsync(eve);
        Assert.Equal(HttpStatusCode.OK, (await bobs.GetAsync("/account", Ct)).StatusCode);
        await using var scope = host.Services.CreateAsyncScope();
        var roster = scope.ServiceProvider.GetRequiredService<OperatorRoster>();

        await roster.DisableAsync(administrator, bob.OperatorId, Ct);
        await roster.ChangeRoleAsync(administrator, eve.OperatorId, OperatorRole.Viewer, Ct);

        Assert.Equal(HttpStatusCode.Redirect, (await bobs.GetAsync("/account", Ct)).StatusCode);
        Assert.Equal("/account/sign-in", (await eves.GetAsync("/audit/export", Ct)).Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_is_recorded()
    {
        await using var host = new PortalHost();
        await host.AddOperatorAsync(OperatorRole.Administrator, email: "ann@example.org");
        var browser = new SignInForm(host);
        using var signedIn = await browser.SubmitAsync("ann@example.org", SignedInOperators.Password);
        using var signedOut = await browser.PostAsync("/account/sign-out", "sign-out");

        Assert.Equal("/account/sign-in", signedOut.Headers.Location!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Client.GetAsync("/account", Ct)).StatusCode);
    }

    internal static async Task<string> SetupLinkAsync(PortalHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var token = await scope.ServiceProvider.GetRequiredService<OneTimeLinks>().OfferSetupAsync(Ct);
        return $"/setup?token={token}";
    }
}
