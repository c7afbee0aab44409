using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class RoleStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
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

        foreach (var closed in (string[])["/connections/new", "/operators"])
        {
            await page.GotoAsync(closed);
            await Expect(page.GetByText("Your role", new() { Exact = false }).First).ToBeVisibleAsync();
        }

        Assert.Equal(waiting, host.Town.World.FindGroup(host.Town.NewcomersId)!.PendingRequests);
    }
}
