using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Features.Operators;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AdminPortal.BrowserTests.Stories;

public sealed class SessionStories(Chromium chromium, BrowserHost host) : IClassFixture<BrowserHost>
{
    [Fact]
    public async Task Signing_in_leads_to_a_circuit_that_breaks_no_rule_of_the_content_policy_and_signing_out_ends_it()
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        var address = host.Address;
        await host.AddOperatorAsync(OperatorRole.Administrator, "Ann", "ann@example.org");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };

        await page.GotoAsync(new Uri(address, "/operators").ToString());
        await page.GetByLabel("Email").FillAsync("ann@example.org");
        await page.GetByLabel("Password").FillAsync(SignedInOperators.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Operators", Level = 1 })).ToBeVisibleAsync();
        await page.GetByTitle("Account of Ann").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 })).ToBeVisibleAsync();

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Disabling_an_operator_ends_the_open_screen()
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        var address = host.Address;
        var administrator = await host.AddOperatorAsync(OperatorRole.Administrator);
        var viewer = await host.AddOperatorAsync(OperatorRole.Viewer);
        await using var context = await chromium.Browser.NewContextAsync();
        await context.AddCookiesAsync([new() { Name = SignedInOperators.CookieName, Value = await host.CookieOfAsync(viewer), Url = address.ToString() }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, "/audit").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Audit", Level = 1 })).ToBeVisibleAsync();

        await using var scope = host.Services.CreateAsyncScope();
        var disabled = await scope.ServiceProvider.GetRequiredService<OperatorRoster>()
            .DisableAsync(administrator, viewer.OperatorId, TestContext.Current.CancellationToken);

        Assert.True(disabled.Succeeded);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 })).ToBeVisibleAsync();
    }
}
