using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Groups are created in a series, with people and a welcome; who could not be added is named.</summary>
public sealed class CreationStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_series_of_groups_is_created_in_a_community_with_people_and_a_welcome()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync($"/communities/{Uri.EscapeDataString(host.Town.HarborId)}");
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Harbor Crew" }).First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Create group" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Create groups" });
        await dialog.GetByLabel("Prefix").FillAsync("Night");
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Shift");
        await dialog.GetByLabel("Create several groups and number them").CheckAsync();
        await dialog.GetByLabel("How many").FillAsync("3");
        await Expect(dialog.GetByText("Night Shift 1, Night Shift 2, Night Shift 3")).ToBeVisibleAsync();
        await dialog.GetByLabel("First members").FillAsync($"+{host.Town.Outsiders[0].Phone}\n+{host.Town.Walled.Phone}");
        await dialog.GetByLabel("Welcome text").FillAsync("Good to have you here.");
        await dialog.GetByLabel("Only admins send messages").CheckAsync();
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "What happens" })).ToContainTextAsync("Creates 3 groups, Night Shift 1 to Night Shift 3, each with 2 people: at most 1,000 per hour");
        await dialog.GetByText("All names").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.List, new() { Name = "Names" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        await dialog.GetByLabel("Address of the picture").FillAsync("https://10.0.0.1/picture.jpg");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Fetch" }).ClickAsync();
        await Expect(dialog.GetByText("does not lead to a public server")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create 3 groups" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Create 3 groups?" }).GetByRole(AriaRole.Button, new() { Name = "Create 3 groups" }).ClickAsync();

        await StoryHost.UntilAsync(() => Sent("Good to have you here.").Count == 3, "three welcomes");
        var made = host.Town.World.AllGroups().Where(g => g.Name.StartsWith("Night Shift ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, made.Count);
        Assert.All(made, g => Assert.Equal(host.Town.HarborId, g.CommunityId));
        Assert.All(made, g => Assert.True(g.Settings.AdminsOnlySend));
        Assert.All(made, g => Assert.True(host.Town.World.IsMember(g.Id, host.Town.Outsiders[0].Phone)));
        Assert.Equal(made.Select(g => g.Id).Order(), Sent("Good to have you here.").Select(m => m.ChatJid).Order());

        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Create 3 groups: Night Shift 1 to Night Shift 3 in Harbor" }).ClickAsync();
        await Expect(page.GetByText("Completed with failures").First).ToBeVisibleAsync();
        await Expect(page.GetByText($"Add +{host.Town.Walled.Phone} to Night Shift 1").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Privacy settings: cannot be added directly.").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_community_gets_its_first_people_and_its_welcome_in_its_announcement_group()
    {
        var (page, town) = (await host.SignInAsync(chromium, OperatorRole.Operator), host.Town);
        await page.GotoAsync("/communities");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create community", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Create a community" });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Market");
        await dialog.GetByLabel("First members").FillAsync($"+{town.Outsiders[1].Phone}\n+{town.Walled.Phone}");
        await dialog.GetByLabel("Whom privacy keeps out").SelectOptionAsync(new SelectOptionValue { Label = "Gets the invite link by message, once" });
        await dialog.GetByLabel("Welcome text").FillAsync("The market is open.");
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "What happens" })).ToContainTextAsync("Creates the community Market with 2 people.");
        // Pressed twice in a hurry it is one community.
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create community", Exact = true }).DblClickAsync();

        await StoryHost.UntilAsync(() => Sent("The market is open.").Count == 1, "the welcome");
        var announcement = town.World.FindGroup(Sent("The market is open.").Single().ChatJid)!;
        Assert.True(town.World.IsMember(announcement.Id, town.Outsiders[1].Phone));
        await StoryHost.UntilAsync(() => town.World.Messages.Any(m => m.ChatJid == town.Walled.PhoneJid && m.Text.Contains(announcement.InviteCode, StringComparison.Ordinal)), "the link for whom privacy keeps out");
        Assert.Single(town.World.AllGroups(), g => g.Id == announcement.CommunityId || (g.Name == "Market" && g.CommunityId is null));
    }

    private List<SentMessage> Sent(string text) => [.. host.Town.World.Messages.Where(m => m.Text == text)];
}
