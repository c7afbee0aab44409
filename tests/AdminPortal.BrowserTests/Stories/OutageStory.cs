using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator.Faults;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class OutageStory(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task With_the_gateway_down_every_page_still_shows_what_was_known_and_work_goes_on_when_it_is_back()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync("/communities");
        await Expect(page.GetByText("Harbor Kitchen").First).ToBeVisibleAsync();

        await page.GotoAsync("/approvals");
        await Expect(page.GetByText("Newcomers").First).ToBeVisibleAsync();

        host.Simulator.Faults.Everyone.Always(FaultKind.DropBeforeEffect);
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).First.ClickAsync();
                await Expect(page.GetByText("Pages show what was last known")).ToBeVisibleAsync();

        foreach (var (address, known) in ((string, string)[])
        [
            ("/", "Requests waiting"), ("/communities", "Harbor Kitchen"), ("/communities?view=board", "Harbor Kitchen"), ("/approvals", "Newcomers"),
            ($"/groups/{Uri.EscapeDataString(host.Town.ChoirId)}", "Choir"), ("/people", "People"), ("/operations", "Operations"), ("/audit", "Audit"),
        ])
        {
            await page.GotoAsync(address);
            await Expect(page.GetByText(known).First).ToBeVisibleAsync();
        }

        host.Simulator.Faults.ClearAll();
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).First.ClickAsync();
        await Expect(page.GetByText("Pages show what was last known")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync();
    }
}
