using System.Text.RegularExpressions;
using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Communities are built and rebuilt; nothing is sent before the operator has seen who enters and who leaves.</summary>
public sealed partial class StructureStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_community_is_created_with_two_groups()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync("/communities");
        await Expect(Line(page, "Chess Club")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Create community" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Create a community" });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Leisure");
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Chess Club" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Book Swap" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create and link 2" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Create Leisure and link 2 groups?" });
        await Expect(question).ToContainTextAsync("enter its Announcements");
        await question.GetByRole(AriaRole.Button, new() { Name = "Create and link 2" }).ClickAsync();

        await Expect(Line(page, "Leisure")).ToBeVisibleAsync();
        await StoryHost.UntilAsync(() => Community(host.Town.ChessId) is not null && Community(host.Town.BookSwapId) is not null, "two groups linked");
        Assert.Equal(Community(host.Town.ChessId), Community(host.Town.BookSwapId));
        Assert.Equal("Leisure", host.Town.World.FindGroup(Community(host.Town.ChessId)!)!.Name);
        await page.GotoAsync("/operations");
        await Expect(page.GetByText("Completed", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_card_is_dragged_into_a_community_another_is_moved_and_one_is_taken_out()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator, width: 1600);
        await page.GotoAsync("/communities?view=board");
        await Expect(Card(page, "Choir")).ToBeVisibleAsync();

        // Link by dragging: it only stages, and says who enters.
        await Card(page, "Choir").DragToAsync(Column(page, "Harbor"));
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Draft" })).ToContainTextAsync("Link 1");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Draft" })).ToContainTextAsync("enter");
        Assert.Null(host.Town.World.FindGroup(host.Town.ChoirId)!.CommunityId);

        // Move without dragging.
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Gardens to…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Harbor" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Draft" })).ToContainTextAsync("move 1");

        // Unlink.
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Harbor Kitchen to…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Out of any community" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Draft" })).ToContainTextAsync("leave");

        await page.GetByRole(AriaRole.Button, new() { Name = "Review plan" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { NameRegex = Question() }).Locator(".btn.primary, .btn.danger.solid").ClickAsync();

        await StoryHost.UntilAsync(
            () => Community(host.Town.ChoirId) == host.Town.HarborId && Community(host.Town.GardensId) == host.Town.HarborId && Community(host.Town.HarborKitchenId) is null,
            "Choir and Gardens in Harbor, Harbor Kitchen outside");
        await Expect(page.Locator(".board .pending")).ToHaveCountAsync(0);
        await Expect(Column(page, "Harbor").GetByRole(AriaRole.Link, new() { Name = "Choir" })).ToBeVisibleAsync();
        await Expect(Column(page, "Harbor").GetByRole(AriaRole.Link, new() { Name = "Gardens" })).ToBeVisibleAsync();
        await Expect(Column(page, "Not in a community").GetByRole(AriaRole.Link, new() { Name = "Harbor Kitchen" })).ToBeVisibleAsync();
    }

    private string? Community(string groupId) => host.Town.World.FindGroup(groupId)!.CommunityId;

    private static ILocator Line(IPage page, string name) => page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = name }).First;

    private static ILocator Card(IPage page, string name) => page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) }).First;

    private static ILocator Column(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name }).First;

    /// <summary>It names how many changes; the dialog under it has an "Apply" of its own.</summary>
    [GeneratedRegex(@"^Apply \d+ changes\?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Question();
}
