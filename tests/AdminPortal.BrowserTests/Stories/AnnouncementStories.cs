using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>A text goes to the announcement groups of communities, after the operator has seen who gets it.</summary>
public sealed class AnnouncementStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_text_goes_to_two_communities_once_and_a_second_time_only_after_a_warning()
    {
        const string Words = "Doors open at *nine*.\n<b>Bring</b> a coat.";
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync("/communities");
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Old Town" }).First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Announce", Exact = true });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Text" }).FillAsync(Words);
        await Expect(dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Harbor" })).ToBeEnabledAsync();
        await Expect(dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Old Town" })).ToBeEnabledAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Choose all" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "What happens" })).ToContainTextAsync("in 2 communities get it. Desk sends 2 messages");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Announce to 2" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Announce to 2 communities?" });
        await Expect(question).ToContainTextAsync("It cannot be taken back.");
        Assert.Empty(host.Town.World.Messages);
        await question.GetByRole(AriaRole.Button, new() { Name = "Announce to 2" }).ClickAsync();

        await StoryHost.UntilAsync(() => host.Town.World.Messages.Count == 2, "two announcements");
        Assert.Equal(
            new[] { host.Town.HarborAnnouncementsId, host.Town.OldTownAnnouncementsId }.Order(),
            host.Town.World.Messages.Where(m => m.Text == Words).Select(m => m.ChatJid).Order());

        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Announce to 2 communities" }).ClickAsync();
        await Expect(page.GetByText("2 confirmed").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Figure, new() { Name = "Text" })).ToContainTextAsync("<b>Bring</b> a coat.");

        // From the community itself, the same words: that they went out already is said before anything happens.
        await page.GotoAsync($"/communities/{Uri.EscapeDataString(host.Town.HarborId)}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true }).ClickAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Text" }).FillAsync(Words);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Announce", Exact = true }).ClickAsync();
        var again = page.GetByRole(AriaRole.Dialog, new() { Name = "Announce to Harbor?" });
        await Expect(again).ToContainTextAsync("This very text went out at");
        await again.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal(2, host.Town.World.Messages.Count);
    }
}
