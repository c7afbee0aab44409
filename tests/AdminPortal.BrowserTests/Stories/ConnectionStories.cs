using System.Text.RegularExpressions;
using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class ConnectionStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_number_is_connected_after_a_test_that_names_the_wrong_field()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync("/connections/new");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^RyzeAPI") }).CheckAsync();
        await page.GetByLabel("Name").FillAsync("Second desk");
        await page.GetByLabel("Address").FillAsync(host.Simulator.RyzeApiAddress.ToString());
        await page.Locator("#connection-instance").FillAsync(host.Town.Number.Handle);
        var token = page.GetByLabel("Instance token");
        await token.FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(token).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Connect without a passed test" })).ToBeVisibleAsync();

        await token.FillAsync(host.Town.Number.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(page.GetByText("It works. The number is")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Second desk" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Instance token (set, replace)")).ToHaveValueAsync("");
        await page.GotoAsync("/connections");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Second desk" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_number_rests_with_a_reason_and_goes_on_with_another()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = StoryTown.NumberName, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rest this number…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rest the number" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why");
        await dialog.GetByLabel("Why").FillAsync("It grew too fast today");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rest the number" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Rested by Administrator: It grew too fast today")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Resume…" }).ClickAsync();
        await dialog.GetByLabel("Why it is safe again").FillAsync("A day has passed");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_is_found_by_digits_and_shown_with_their_groups()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Moderator);
        var singer = host.Town.World.FindGroup(host.Town.ChoirId)!.Members.First(m => m.Person.Phone != host.Town.Number.Phone).Person;
        await page.GotoAsync("/communities");
        await Expect(page.GetByText("Choir")).ToBeVisibleAsync();

        await page.GotoAsync("/people");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search people by name or number" }).FillAsync($"+{singer.Phone[..2]} {singer.Phone[2..]}");
        // The search stands in the address first; a click before that would be overtaken by it.
        await Expect(page).ToHaveURLAsync(new Regex(@"/people\?q=", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new(singer.Phone) }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new(singer.Phone) })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Choir" })).ToBeVisibleAsync();
    }
}
