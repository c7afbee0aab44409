using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>The pace of a number, as an administrator sees and changes it.</summary>
public sealed class PaceStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_number_rests_for_an_hour_and_is_resumed_before()
    {
        var page = await OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rest this number…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("It rests").SelectOptionAsync("for an hour");
        await dialog.GetByLabel("Why").FillAsync("It grew too fast today");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rest the number" }).ClickAsync();
        var main = page.GetByRole(AriaRole.Main);
        await Expect(main.GetByText("Because Administrator lets it rest: It grew too fast today. It goes on by itself.")).ToBeVisibleAsync();
        await Expect(main.GetByText("Paused until")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Resume…" }).ClickAsync();
        await dialog.GetByLabel("Why it is safe again").FillAsync("The owner asked for it");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();

        await Expect(main.GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_daily_caps_are_lifted_with_a_reason_that_the_trail_keeps()
    {
        var page = await OpenAsync();
        var main = page.GetByRole(AriaRole.Main);
        await Expect(main.GetByText("of 1,000 adds in 24 h").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on over the daily caps…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Lift the daily caps" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why it is worth the risk");
        await dialog.GetByLabel("Why it is worth the risk").FillAsync("The match is tonight");
        await dialog.GetByLabel("For").SelectOptionAsync("1 hour");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Lift the daily caps" }).ClickAsync();
        await Expect(main.GetByRole(AriaRole.Status).Filter(new() { HasText = "The match is tonight" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Its audit trail" }).ClickAsync();
        await Expect(page.GetByText("may exceed its daily caps until").First).ToBeVisibleAsync();
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the caps again" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Go on over the daily caps…" })).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = StoryTown.NumberName, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pace", Exact = true })).ToBeVisibleAsync();
        return page;
    }
}
