using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>A number in danger: work on it stops, the screen says why and what to do, and a person lets it go on.</summary>
public sealed class BreakerStories(Chromium chromium, BreakerStories.TroubledHost host) : IClassFixture<BreakerStories.TroubledHost>
{
    private const int Guests = 4;
    private const int Blockers = 3;

    [Fact]
    public Task A_number_that_is_banned_after_an_add_waits_for_a_person() =>
        StopsAsync(FaultKind.BanAfterCall, "WhatsApp has banned this number for a while", "Let it rest, for days rather than hours.");

    [Fact]
    public Task A_number_that_loses_its_session_after_an_add_waits_for_a_person() =>
        StopsAsync(FaultKind.LogoutAfterCall, "right after “Add", "connect it again, and look whether it stays, before it goes on");

    [Fact]
    public async Task Three_refusals_of_one_kind_stop_the_number_and_the_rest_follows_later()
    {
        await StandAsync();
        var builder = new WorldBuilder(host.Town.World);
        var blockers = Enumerable.Range(1, Blockers).Select(i => builder.AddPerson($"Blocker {i}", p => p with { Blocks = [host.Town.Number.Phone] })).ToList();
        var guests = builder.AddPeople(Guests, "Guest");
        var (page, before) = (await host.SignInAsync(chromium, OperatorRole.Administrator), Adds());

        await AddAsync(page, [.. blockers, .. guests]);
        await WaitsAsync(page, "3 changes in a row were refused because people have blocked this number", "Look at the cause before it goes on.");
        Assert.Equal(before + Blockers, Adds());
        await GoOnAsync(page);

        await Expect(page.GetByText($"{Guests} of {Blockers + Guests} confirmed, {Blockers} refused")).ToBeVisibleAsync(Patience);
        Assert.All(guests, g => Assert.Equal(1, host.Town.World.Count(WorldEventKind.MemberAdded, host.Town.ChoirId, g.Phone)));
    }

    private static LocatorAssertionsToBeVisibleOptions Patience { get; } = new() { Timeout = 60_000 };

    private async Task StopsAsync(FaultKind fault, string cause, string advice)
    {
        await StandAsync();
        var guests = new WorldBuilder(host.Town.World).AddPeople(Guests, "Guest");
        var (page, before) = (await host.SignInAsync(chromium, OperatorRole.Administrator), Adds());
        host.Simulator.Faults.Of(host.Town.Number).Next(fault, 1, RouteKind.Add);

        await AddAsync(page, guests);
        await WaitsAsync(page, cause, advice);
        Assert.Equal(before + 1, Adds());

        // It was looked after at the gateway, and is connected again.
        host.Town.World.SetSession(host.Town.Number.Phone, SessionState.Connected);
        await GoOnAsync(page);

        await Expect(page.GetByText($"{Guests} of {Guests} confirmed")).ToBeVisibleAsync(Patience);
        Assert.All(guests, g => Assert.Equal(1, host.Town.World.Count(WorldEventKind.MemberAdded, host.Town.ChoirId, g.Phone)));
    }

    /// <summary>The number stands, whatever the story before has left behind.</summary>
    private async Task StandAsync()
    {
        host.Town.World.SetSession(host.Town.Number.Phone, SessionState.Connected);
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var number = await db.Connections.Select(c => c.Id).SingleAsync(TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<ConnectionRegistry>().ResumeAsync(
            new Actor(Guid.NewGuid(), "Anna", OperatorRole.Administrator), number, "A new story begins", TestContext.Current.CancellationToken);
    }

    private int Adds() => host.Simulator.Requests.Count(RouteKind.Add);

    private async Task AddAsync(IPage page, IReadOnlyList<Person> people)
    {
        await page.GotoAsync($"/groups/{Uri.EscapeDataString(host.Town.ChoirId)}?tab=participants");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("People to add").FillAsync(string.Join('\n', people.Select(p => $"{p.Name}, +{p.Phone}")));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Add {people.Count} people" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open the operation" }).ClickAsync();
    }

    private static async Task WaitsAsync(IPage page, string cause, string advice)
    {
        var call = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Status).Filter(new() { HasText = cause });
        await Expect(page.GetByText("Needs attention", new() { Exact = true })).ToBeVisibleAsync(Patience);
        await Expect(call).ToContainTextAsync(advice, new() { Timeout = StoryHost.PatienceMilliseconds });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeDisabledAsync(new() { Timeout = StoryHost.PatienceMilliseconds });
    }

    /// <summary>From the operation to the number, which is let go on with a reason, and back.</summary>
    private static async Task GoOnAsync(IPage page)
    {
        var address = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = $"Look at {StoryTown.NumberName}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why it is safe again").FillAsync("Looked after");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync(new() { Timeout = StoryHost.PatienceMilliseconds });
        await page.GotoAsync(address);
    }

    /// <summary>Looks at the session often.</summary>
    public sealed class TroubledHost : StoryHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Gateways:AllowLoopback"] = "true",
            ["Pacing:RequestsPerMinute"] = "6000",
            ["Pacing:AddSpacing"] = "00:00:00.050",
            ["Pacing:AddsPerDay"] = "1000",
            ["Operations:SessionEvery"] = "00:00:01",
            ["Sync:SessionEvery"] = "00:00:01",
        };
    }
}
