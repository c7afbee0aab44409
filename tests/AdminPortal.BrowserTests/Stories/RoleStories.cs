using System.Text.RegularExpressions;
using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed partial class RoleStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [GeneratedRegex(@"\+\d{7}")]
    private static partial Regex FullNumber { get; }

    [Fact]
    public async Task A_viewer_sees_everything_and_can_change_nothing()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Viewer);
        var waiting = host.Town.World.FindGroup(host.Town.NewcomersId)!.PendingRequests;

        await page.GotoAsync("/approvals");
        var requests = page.GetByRole(AriaRole.List, new() { Name = "Requests" });
        await Expect(requests).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToBeDisabledAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByText("Approving", new() { Exact = true })).ToHaveCountAsync(0);

        await page.GotoAsync("/communities");
        await Expect(page.GetByText("Harbor Crew").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create community" })).ToBeDisabledAsync();

        // Whose number it is stays with those who may see numbers, in every list of requests.
        foreach (var list in (string[])["/approvals", PortalUrls.Group(host.Town.NewcomersId, "requests")])
        {
            await page.GotoAsync(list);
            await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "•" }).First).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(FullNumber);
        }

        foreach (var closed in (string[])["/connections/new", "/operators"])
        {
            await page.GotoAsync(closed);
            await Expect(page.GetByText("Your role", new() { Exact = false }).First).ToBeVisibleAsync();
        }

        Assert.Equal(waiting, host.Town.World.FindGroup(host.Town.NewcomersId)!.PendingRequests);
    }
}
