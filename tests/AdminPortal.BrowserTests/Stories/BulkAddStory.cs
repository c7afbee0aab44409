using System.Globalization;
using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>An evening of an operator: sixty people, walls, a rate limit, a power cut, and a list that is true in the end.</summary>
public sealed class BulkAddStory(Chromium chromium)
{
    private const int Guests = 52;
    private const int Shy = 8;

    private static readonly Dictionary<string, string> s_pace = new(StringComparer.Ordinal)
    {
        ["Gateways:AllowLoopback"] = "true",
        ["Pacing:RequestsPerMinute"] = "6000",
        ["Pacing:AddSpacing"] = "00:00:00.150",
        ["Pacing:AddsPerMinute"] = "1000",
        ["Pacing:AddsPerHour"] = "1000",
        ["Pacing:AddsPerDay"] = "1000",
        ["Pacing:CoolDowns:0"] = "00:00:02",
        ["Operations:ConfirmAfter"] = "00:00:02",
        ["Sync:SessionEvery"] = "00:00:01",
    };

    [Fact]
    public async Task Sixty_are_added_through_walls_a_rate_limit_a_pause_and_a_restart_and_the_rest_by_the_report()
    {
        await using var first = new EveningHost(s_pace);
        await first.InitializeAsync();
        var (town, faults) = (first.Town, first.Simulator.Faults.Of(first.Town.Number));
        var builder = new WorldBuilder(town.World);
        var guests = builder.AddPeople(Guests, "Guest");
        var shy = Enumerable.Range(1, Shy).Select(i => builder.AddPerson($"Shy {i}", p => p with { Privacy = PrivacyWall.Closed })).ToList();
        faults.RateLimitReset = TimeSpan.FromSeconds(2);
        faults.NextAfter(6, FaultKind.RateLimited, 1, RouteKind.Add);

        var page = await first.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync($"/groups/{Uri.EscapeDataString(town.ChoirId)}?tab=participants");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("People to add").FillAsync(string.Join('\n', Mixed(guests, shy).Select(p => $"{p.Name}, +{p.Phone}")));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(dialog.GetByText("60 adds")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add 60 people" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open the operation" }).ClickAsync();
        var address = new Uri(page.Url).PathAndQuery;

        // The gateway slows the number down; the operator pauses while it cools down.
        await Expect(page.GetByRole(AriaRole.Main).GetByText("paused until")).ToBeVisibleAsync(Patience);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
        await first.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
        var before = Added(town, guests);
        Assert.InRange(before, 1, Guests - 1);

        // Two of those that are left are dropped by the gateway without a word.
        faults.NextAfter(3, FaultKind.SilentlyDropAdds, 1, RouteKind.Add).NextAfter(9, FaultKind.SilentlyDropAdds, 1, RouteKind.Add);
        await using var second = new MorningHost(CopyOf(first.DataDirectory), s_pace);
        page = await StoryHost.SignInAsync(second, chromium, OperatorRole.Operator);
        await page.GotoAsync(address);
        await Expect(page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.GetByText("Completed with failures")).ToBeVisibleAsync(Patience);
        await Expect(page.GetByText(Sentence(confirmed: Guests - 2))).ToBeVisibleAsync();

        // What is left goes in by the report; the shy ones are named with the reason.
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync());
        using var report = new MemoryStream();
        await (await download.CreateReadStreamAsync()).CopyToAsync(report, TestContext.Current.CancellationToken);
        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload a report" }).ClickAsync();
        await page.Locator("#report-file").SetInputFilesAsync(new FilePayload { Name = "report.csv", MimeType = "text/csv", Buffer = report.ToArray() });
        dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("2 adds")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Privacy settings: cannot be added directly.")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start 2 items" }).ClickAsync();
        await Expect(page.GetByText("2 of 2 confirmed")).ToBeVisibleAsync(Patience);

        Assert.All(guests, g => Assert.Equal(1, town.World.Count(WorldEventKind.MemberAdded, town.ChoirId, g.Phone)));
        Assert.All(shy, s => Assert.False(town.World.IsMember(town.ChoirId, s.Phone)));
    }

    private static LocatorAssertionsToBeVisibleOptions Patience { get; } = new() { Timeout = 60_000 };

    private static string Sentence(int confirmed) => string.Create(CultureInfo.InvariantCulture, $"{confirmed} of {Guests + Shy} confirmed, {Shy} refused, 2 not applied");

    /// <summary>Every seventh is shy: walls stand among the others.</summary>
    private static IEnumerable<Person> Mixed(IReadOnlyList<Person> guests, IReadOnlyList<Person> shy) =>
        guests.Select((person, index) => (person, at: (double)index)).Concat(shy.Select((person, index) => (person, at: (index * 6) + 2.5))).OrderBy(p => p.at).Select(p => p.person);

    private static int Added(StoryTown town, IReadOnlyList<Person> guests) => guests.Count(g => town.World.IsMember(town.ChoirId, g.Phone));

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

    private sealed class EveningHost(IReadOnlyDictionary<string, string> settings) : StoryHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = settings;
    }

    private sealed class MorningHost(string folder, IReadOnlyDictionary<string, string> settings) : BrowserHost(folder)
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = settings;
    }
}
