using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Groups are arranged under a community that exists only in the console; announcements go to the group marked for it.</summary>
public sealed class KeptCommunityStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_community_is_kept_here_filled_and_announced_to()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync("/communities");
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Chess Club" }).First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Keep a community here" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Keep a community here" });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Evenings");
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Chess Club" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Book Swap" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        await page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Evenings" }).First.GetByRole(AriaRole.Link, new() { Name = "Evenings" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Evenings", Level = 1 })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Chess Club" }).GetByRole(AriaRole.Button, new() { Name = "Mark for announcements" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true }).ClickAsync();
        var announce = page.GetByRole(AriaRole.Dialog, new() { Name = "Announce", Exact = true });
        await announce.GetByRole(AriaRole.Textbox, new() { Name = "Text" }).FillAsync("Tonight at eight.");
        await announce.GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Announce to Evenings?" }).GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true }).ClickAsync();

        await StoryHost.UntilAsync(() => host.Town.World.Messages.Count == 1, "the announcement");
        Assert.Equal(host.Town.ChessId, host.Town.World.Messages[0].ChatJid);
        Assert.Null(host.Town.World.FindGroup(host.Town.ChessId)!.CommunityId);
        await page.GotoAsync("/communities?view=board");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Evenings" })).ToContainTextAsync("Kept here");
    }
}
