using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class OperatorStories(Chromium chromium, BrowserHost host) : IClassFixture<BrowserHost>
{
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task A_newcomer_is_invited_joins_and_is_disabled_and_the_trail_tells_it()
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        _ = host.Address;
        await host.AddOperatorAsync(OperatorRole.Administrator, "Ann", "ann@example.org");

        var page = await OpenAsync("/operators");
        await page.GetByLabel("Email").FillAsync("ann@example.org");
        await page.GetByLabel("Password").FillAsync(SignedInOperators.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite by link" }).ClickAsync();
        await page.GetByLabel("For whom").FillAsync("Bob");
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("Moderator");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make link" }).ClickAsync();
        var link = await page.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        var door = await OpenAsync(link);
        await Expect(door.GetByText("Ann invites Bob as Moderator")).ToBeVisibleAsync();
        await door.GetByLabel("Name").FillAsync("Bob \u202E<b>");
        await door.GetByLabel("Email").FillAsync("bob@example.org");
        await door.GetByLabel("Password").FillAsync("short");
        await door.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(door.GetByText("Use at least 12 characters.")).ToBeVisibleAsync();
        await door.GetByLabel("Password").FillAsync("blue horse under lamp");
        await door.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(door.GetByRole(AriaRole.Heading, new() { Name = "Overview", Level = 1 })).ToBeVisibleAsync();

        var row = page.GetByRole(AriaRole.Row, new() { Name = "Bob <b>" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Expect(row.GetByText("Disabled")).ToBeVisibleAsync();
        await Expect(door.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 })).ToBeVisibleAsync();

        await page.GotoAsync("/audit");
        await Expect(page.GetByText("Bob <b> may not use the console any more.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify chain" }).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("The chain is intact");
        await page.GetByLabel("Search the sentences").FillAsync("joined as Moderator");
        await page.GetByLabel("Search the sentences").PressAsync("Enter");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await page.GetByTitle("Account of Ann").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 })).ToBeVisibleAsync();

        // Whatever the content policy forbids would stand here.
        Assert.Empty(_complaints);
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var context = await chromium.Browser.NewContextAsync(new() { BaseURL = host.Address.ToString() });
        context.SetDefaultTimeout(StoryHost.PatienceMilliseconds);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        await page.GotoAsync(address);
        return page;
    }
}
