using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class ApprovalStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task Ten_requests_are_decided_by_keyboard_only_while_a_second_operator_watches()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Moderator);
        var other = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync("/approvals");
        await other.GotoAsync("/approvals");
        await Expect(Rows(page)).ToHaveCountAsync(14);
        await Expect(Rows(other)).ToHaveCountAsync(14);
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Requests" })).ToBeFocusedAsync();

        // Five one by one; every decision moves on to the next request that waits.
        for (var decided = 1; decided <= 5; decided++)
        {
            var current = await Current(page).GetAttributeAsync("data-request");
            await page.Keyboard.PressAsync("a");
            await Expect(Current(page)).Not.ToHaveAttributeAsync("data-request", current!);
        }

        // One with a reason.
        await page.Keyboard.PressAsync("r");
        await Expect(page.GetByLabel("Reason (optional)")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("nobody knows this number");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Rows(page)).ToHaveCountAsync(8);

        // Four at once.
        for (var selected = 1; selected <= 4; selected++)
        {
            var current = await Current(page).GetAttributeAsync("data-request");
            await page.Keyboard.PressAsync("x");
            await Expect(page.GetByText($"{selected} selected")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("j");
            await Expect(Current(page)).Not.ToHaveAttributeAsync("data-request", current!);
        }

        await page.Keyboard.PressAsync("Shift+A");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve 4 requests" }).ClickAsync();
        await Expect(Rows(page)).ToHaveCountAsync(4);

        await Expect(Rows(other)).ToHaveCountAsync(4);
        Assert.Equal(9, host.Town.World.Count(WorldEventKind.MemberJoined, host.Town.NewcomersId));
        Assert.Equal(4, Waiting);
    }

    [Fact]
    public async Task A_decision_is_taken_back_within_five_seconds_and_nothing_was_sent()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Moderator);
        await page.GotoAsync("/approvals");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Requests" })).ToBeFocusedAsync();
        var waiting = Waiting;

        await page.Keyboard.PressAsync("a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back" }).First.ClickAsync();

        await Expect(page.GetByText("Taken back. The request waits again.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Approving", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Equal(waiting, Waiting);
    }

    private static ILocator Rows(IPage page) => page.GetByRole(AriaRole.List, new() { Name = "Requests" }).GetByRole(AriaRole.Listitem);

    private static ILocator Current(IPage page) => page.Locator("[data-request].current");

    private int Waiting => host.Town.World.FindGroup(host.Town.NewcomersId)!.PendingRequests;
}
