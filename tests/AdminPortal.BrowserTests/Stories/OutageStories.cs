using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Security;
using AdminPortal.Simulator.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>With the gateway down every page still renders what was known, and says how old it is.</summary>
public sealed class OutageStories(Chromium chromium)
{
    /// <summary>How old what came from a gateway is.</summary>
    private const string Age = ".freshness:not(.none) time";

    /// <summary>What happened here rather than there carries its own time on every line.</summary>
    private const string OwnTime = "time";

    /// <summary>Nothing on it comes from a gateway.</summary>
    private const string NoAge = "h1";

    [Fact]
    public async Task Every_page_shows_what_was_known_and_how_old_it_is_and_work_goes_on_when_the_gateway_is_back()
    {
        await using var host = new StoryHost();
        await host.InitializeAsync();
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        var known = await KnownAsync(host);

        host.Simulator.Faults.Everyone.Always(FaultKind.DropBeforeEffect);
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).First.ClickAsync();
        await Expect(page.GetByText("Pages show what was last known")).ToBeVisibleAsync();
        await VisitAsync(page, known);

        host.Simulator.Faults.ClearAll();
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).First.ClickAsync();
        await Expect(page.GetByText("Pages show what was last known")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_console_that_starts_while_the_gateway_is_down_shows_what_an_earlier_run_knew()
    {
        string folder;
        IReadOnlyList<KnownPage> known;
        await using (var first = new StoryHost())
        {
            await first.InitializeAsync();
            known = await KnownAsync(first);
            await first.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
            folder = CopyOf(first.DataDirectory);
        }

        // The simulator has gone with the first run: nobody listens at the address of the number.
        await using var second = new LaterRun(folder);
        var page = await StoryHost.SignInAsync(second, chromium, OperatorRole.Administrator);
        await Expect(page.GetByText("Pages show what was last known")).ToBeVisibleAsync();
        await VisitAsync(page, known);
    }

    private static async Task VisitAsync(IPage page, IReadOnlyList<KnownPage> known)
    {
        var main = page.GetByRole(AriaRole.Main);
        List<string> missing = [];
        foreach (var (address, text, age) in known)
        {
            await page.GotoAsync(address);
            await Expect(main.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(page.GetByText("Pages show what was last known")).ToBeVisibleAsync();
            foreach (var (what, locator) in ((string, ILocator)[])[($"“{text}”", main.GetByText(text)), ($"an age ({age})", main.Locator(age))])
            {
                try
                {
                    await Expect(locator.First).ToBeVisibleAsync();
                }
                catch (PlaywrightException)
                {
                    // Told with all the others: one page that is silent must not hide the next.
                    missing.Add($"{address} does not show {what}");
                }
            }
        }

        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    /// <summary>Waits until the town has been read, submits something for later, and names every page with what it must show.</summary>
    private static async Task<IReadOnlyList<KnownPage>> KnownAsync(StoryHost host)
    {
        var contexts = host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>();
        await StoryHost.UntilAsync(
            () =>
            {
                using var db = contexts.CreateDbContext();
                return db.MembershipRequests.Any() && !db.Groups.Any(g => !db.GroupReadings.Any(r => r.GroupId == g.Id && r.Aspect == GroupAspect.Members));
            },
            "every group read once");
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var number = await db.Connections.Select(c => c.Id).SingleAsync(TestContext.Current.CancellationToken);
        var person = await db.Memberships.Where(m => m.GroupId == host.Town.ChoirId).Select(m => m.PersonId).FirstAsync(TestContext.Current.CancellationToken);
        var ticket = await scope.ServiceProvider.GetRequiredService<OperationDesk>().SubmitAsync(
            Actor.System,
            new OperationDraft(
                OperationKind.ResetInvite,
                "Reset an invite tomorrow",
                "outage",
                Interactive: false,
                [new ItemDraft(ItemKind.ResetInvite, number, "Choir") { GroupId = host.Town.ChoirId }],
                StartAt: TimeProvider.System.GetUtcNow().AddDays(1)),
            TestContext.Current.CancellationToken);
        // Gateways tell numbers; names come with messages.
        var asking = $"+{host.Town.World.Waiting(host.Town.NewcomersId)[0].Phone}";
        var singer = $"+{host.Town.World.FindGroup(host.Town.ChoirId)!.Members[0].Person.Phone}";
        var (community, group) = (Uri.EscapeDataString(host.Town.HarborId), Uri.EscapeDataString(host.Town.NewcomersId));
        return
        [
            new("/", "Requests waiting", Age),
            new("/communities", "Harbor Kitchen", Age),
            new("/communities?view=board", "Harbor Kitchen", Age),
            new($"/communities/{community}?tab=groups", "Harbor Kitchen", Age),
            new($"/communities/{community}?tab=participants", "In the group", Age),
            new($"/communities/{community}?tab=requests", "No requests are waiting", Age),
            new($"/communities/{community}?tab=settings", "Leave with Desk", Age),
            new($"/communities/{community}?tab=invite", "Reset the link", Age),
            new($"/communities/{community}?tab=activity", "Activity", Age),
            new($"/groups/{group}?tab=participants", "Our number", Age),
            new($"/groups/{group}?tab=requests", asking, Age),
            new($"/groups/{group}?tab=settings", "Leave with Desk", Age),
            new($"/groups/{group}?tab=invite", "Whoever has this link can", Age),
            new($"/groups/{group}?tab=activity", "Activity", Age),
            new("/approvals", "Newcomers", Age),
            new("/approvals?state=decided", "Nothing was decided yet", NoAge),
            new("/people", singer, Age),
            new($"/people/{person}", "Choir", Age),
            new("/operations", "Reset an invite tomorrow", OwnTime),
            new($"/operations/{ticket.Value!.OperationId}", "Reset an invite tomorrow", OwnTime),
            new("/audit", "Reset an invite tomorrow", OwnTime),
            new("/connections", StoryTown.NumberName, Age),
            new($"/connections/{number}", StoryTown.NumberName, Age),
            new("/connections/new", "RyzeAPI", NoAge),
            new("/operators", "moderator@town.example", NoAge),
        ];
    }

    private static string CopyOf(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("adminportal-browser").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <param name="Text">Something on it that only a gateway could have told.</param>
    /// <param name="Age">What tells how old it is.</param>
    private sealed record KnownPage(string Address, string Text, string Age);

    private sealed class LaterRun(string folder) : BrowserHost(folder)
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Gateways:AllowLoopback"] = "true",
                // The run before has asked a moment ago.
                ["Sync:SessionEvery"] = "00:00:01",
            };
    }
}
