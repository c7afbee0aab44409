using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Much at once needs two: one plans it, another one looks and confirms.</summary>
public sealed class SecondOperatorStory(Chromium chromium)
{
    [Fact]
    public async Task A_large_removal_waits_until_somebody_else_confirms_it()
    {
        await using var host = new CarefulHost();
        await host.InitializeAsync();
        var group = host.Town.HarborCrewId;
        var crew = host.Town.World.FindGroup(group)!.Members.Where(m => m.Person.Name.StartsWith("Crew", StringComparison.Ordinal)).Select(m => m.Person).Take(3).ToList();
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync(PortalUrls.Group(group, "participants"));
        foreach (var person in crew)
        {
            await page.GetByRole(AriaRole.Row).Filter(new() { HasText = person.Phone }).GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).First.ClickAsync();
        await Expect(page.GetByText("3 items at once: above 2 a second operator has to confirm")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove 3 people" }).ClickAsync();
        await page.GotoAsync("/operations?state=attention");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove 3 people from Harbor Crew" }).ClickAsync();
        await Expect(page.GetByText("Waiting for a second operator", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm" })).ToBeDisabledAsync();
        Assert.All(crew, p => Assert.True(host.Town.World.IsMember(group, p.Phone)));

        var other = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await other.GetByRole(AriaRole.Link, new() { Name = "Remove 3 people from Harbor Crew" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await other.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Confirm 3 items" }).ClickAsync();

        await Expect(other.GetByText("3 of 3 confirmed")).ToBeVisibleAsync();
        await Expect(page.GetByText("confirmed by Administrator")).ToBeVisibleAsync();
        Assert.All(crew, p => Assert.False(host.Town.World.IsMember(group, p.Phone)));
    }

    private sealed class CarefulHost : StoryHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Gateways:AllowLoopback"] = "true",
            ["Pacing:RequestsPerMinute"] = "6000",
            ["Bulk:SecondOperatorAbove"] = "2",
        };
    }
}
