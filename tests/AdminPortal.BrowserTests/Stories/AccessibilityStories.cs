using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Operations;
using AdminPortal.Security;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>axe looks at every page in both themes and two widths. There is no list of exceptions.</summary>
public sealed class AccessibilityStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Light, 400)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task No_page_has_a_serious_finding(ColorScheme scheme, int width)
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator, width, scheme);
        await page.GotoAsync("/communities");
        await Expect(page.GetByText("Harbor Kitchen").First).ToBeVisibleAsync();

        List<string> findings = [];
        foreach (var address in await AddressesAsync())
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(page.Locator(".load-wait")).ToHaveCountAsync(0);
            // A virtualised tree draws its rows in a second step, and names one of them from the first.
            await Expect(page.Locator("[role=tree]:not(:has([role=treeitem]))")).ToHaveCountAsync(0);
            var result = await page.RunAxe();
            findings.AddRange(result.Violations
                .Where(v => v.Impact is "serious" or "critical")
                .Select(v => $"{address}: {v.Id} ({v.Impact}) {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            Assert.True(
                await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth + 1"),
                $"{address} is wider than a window of {width} pixels.");
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_pages_before_the_door_have_none_either(ColorScheme scheme)
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = host.Address.ToString(), ColorScheme = scheme, ViewportSize = new() { Width = 400, Height = 800 } });
        var page = await context.NewPageAsync();
        foreach (var address in (string[])["/account/sign-in", "/setup?token=used", "/invite?token=unknown", "/account/denied"])
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            var result = await page.RunAxe();
            Assert.DoesNotContain(result.Violations, v => v.Impact is "serious" or "critical");
        }
    }

    private static async Task<Guid> SubmitForLaterAsync(IServiceProvider services, Guid connection)
    {
        var ticket = await services.GetRequiredService<OperationDesk>().SubmitAsync(
            Actor.System,
            new OperationDraft(
                OperationKind.ResetInvite,
                "Reset an invite tomorrow",
                "axe",
                Interactive: false,
                [new ItemDraft(ItemKind.ResetInvite, connection, "Choir")],
                StartAt: TimeProvider.System.GetUtcNow().AddDays(1)),
            TestContext.Current.CancellationToken);
        return ticket.Value?.OperationId ?? throw new InvalidOperationException(ticket.Failure?.Message);
    }

    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        var group = Uri.EscapeDataString(host.Town.NewcomersId);
        var community = Uri.EscapeDataString(host.Town.HarborId);
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var person = await db.Memberships.Select(m => m.PersonId).FirstAsync(TestContext.Current.CancellationToken);
        var connection = await db.Connections.Select(c => c.Id).SingleAsync(TestContext.Current.CancellationToken);
        var kept = (await scope.ServiceProvider.GetRequiredService<ManagedCommunities>().CreateAsync(
            new Actor(Guid.NewGuid(), "Olga", OperatorRole.Operator), "Kept", [], TestContext.Current.CancellationToken)).Value;
        var operation = await SubmitForLaterAsync(scope.ServiceProvider, connection);
        return
        [
            "/", "/communities", "/communities?view=board", "/approvals", "/approvals?state=decided", "/people", $"/people/{person}", "/follow-up", "/follow-up?view=waiting", "/operations", $"/operations/{operation}",
            "/audit", "/connections", "/connections/new", "/connections/compare", $"/connections/{connection}", "/operators", "/account", "/nothing-here", $"/communities/kept/{kept}",
            .. ((string[])["groups", "participants", "requests", "settings", "invite", "activity"]).Select(tab => $"/communities/{community}?tab={tab}"),
            .. ((string[])["participants", "requests", "settings", "invite", "activity"]).Select(tab => $"/groups/{group}?tab={tab}"),
        ];
    }
}
