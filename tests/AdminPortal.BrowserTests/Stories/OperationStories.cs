using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using AdminPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class OperationStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task An_operator_follows_a_bulk_add_to_the_cause_of_every_refusal()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await SubmitAsync("Add 5 people to Choir", [.. host.Town.Outsiders, host.Town.Walled, host.Town.Offline]);

        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add 5 people to Choir" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Add 5 people to Choir" })).ToBeVisibleAsync();
        await Expect(page.GetByText("3 of 5 confirmed, 2 refused")).ToBeVisibleAsync();
        await Expect(page.GetByText("Completed with failures")).ToBeVisibleAsync();
        await Expect(page.GetByText("Privacy settings: cannot be added directly.")).ToBeVisibleAsync();
        await Expect(page.GetByText("This number is not on WhatsApp.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Refused" }).ClickAsync();
        await Expect(page.GetByText("Add Outsider 1")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the exchange of item 4" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("/api/group/participants/desk-1");
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToContainTextAsync(host.Town.Number.Token);
        await page.Keyboard.PressAsync("Escape");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync());
        using var report = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Equal(6, (await report.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_wrong_removal_is_reverted()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        var group = host.Town.HarborCrewId;
        var crew = host.Town.World.FindGroup(group)!.Members.Where(m => m.Person.Name.StartsWith("Crew", StringComparison.Ordinal)).Select(m => m.Person).ToList();
        await page.GotoAsync(PortalUrls.Group(group, "participants"));
        foreach (var person in crew.Take(3))
        {
            await page.GetByRole(AriaRole.Row).Filter(new() { HasText = person.Phone }).GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove 3 people" }).ClickAsync();
        await StoryHost.UntilAsync(() => crew.Take(3).All(p => !host.Town.World.IsMember(group, p.Phone)), "three removed");

        // One of them no longer lets others add her.
        host.Town.World.ChangePerson(crew[0].Phone, p => p with { Privacy = PrivacyWall.Closed });
        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove 3 people from Harbor Crew" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revert" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("3 adds")).ToBeVisibleAsync();
        await Expect(dialog.GetByText($"Add +{crew[1].Phone}")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revert with 3 calls" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Revert: Remove 3 people from Harbor Crew" })).ToBeVisibleAsync();
        await Expect(page.GetByText("2 of 3 confirmed, 1 refused")).ToBeVisibleAsync();
        Assert.Equal([false, true, true], crew.Take(3).Select(p => host.Town.World.IsMember(group, p.Phone)));

        // Once more: who is back is left alone, and the wall is known by now.
        await page.GetByRole(AriaRole.Link, new() { Name = "follows an earlier operation" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revert" }).ClickAsync();
        await Expect(dialog.GetByText("Nothing of this operation can be reverted.")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Privacy settings: cannot be added directly, as an earlier add has shown.")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Is in the group again already.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_operator_pauses_resumes_and_cancels()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.SetViewportSizeAsync(400, 900);
        var id = await SubmitAsync("Add later", host.Town.Outsiders, host.Town.ChessId, TimeProvider.System.GetUtcNow().AddHours(1));

        await page.GotoAsync($"/operations/{id}");
        await Expect(page.GetByText("Queued", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.GetByText("Queued", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the operation" }).ClickAsync();

        await Expect(page.GetByText("Cancelled", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("0 of 3 confirmed, 3 skipped")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry 3" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_viewer_sees_no_whole_number_neither_in_lists_nor_in_the_exchange()
    {
        var person = host.Town.World.FindGroup(host.Town.ChessId)!.Members.First(m => m.Person.Name.StartsWith("Player", StringComparison.Ordinal)).Person;
        var id = await SubmitAsync("Add 1 to Choir", [host.Town.Offline]);
        var page = await host.SignInAsync(chromium, OperatorRole.Viewer);

        await page.GotoAsync(PortalUrls.Group(host.Town.ChessId, "participants"));
        await Expect(page.GetByText($"+{person.Phone[..2]} ••• {person.Phone[^2..]}").First).ToBeVisibleAsync();
        await Expect(page.GetByText(person.Phone)).ToHaveCountAsync(0);

        await page.GotoAsync($"/operations/{id}");
        await Expect(page.GetByText("1 refused")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the exchange of item 1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("•••");
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToContainTextAsync(host.Town.Offline.Phone);
    }

    [Fact]
    public async Task A_viewer_reads_operations_and_changes_none()
    {
        var id = await SubmitAsync("Add some day", host.Town.Outsiders, host.Town.BookSwapId, TimeProvider.System.GetUtcNow().AddHours(1));
        var page = await host.SignInAsync(chromium, OperatorRole.Viewer);

        await page.GotoAsync($"/operations/{id}");

        await Expect(page.GetByText("Add Outsider 1")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeDisabledAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeDisabledAsync();
    }

    /// <param name="group">The choir, when it names none: who waits for one group is not asked for there twice.</param>
    private async Task<Guid> SubmitAsync(string title, IReadOnlyList<Person> people, string? group = null, DateTimeOffset? startAt = null)
    {
        group ??= host.Town.ChoirId;
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var number = await db.Connections.Select(c => c.Id).SingleAsync(TestContext.Current.CancellationToken);
        var submitted = await scope.ServiceProvider.GetRequiredService<OperationDesk>().SubmitAsync(
            new Actor(Guid.NewGuid(), "Olga", OperatorRole.Operator),
            new OperationDraft(
                OperationKind.AddParticipants,
                title,
                Guid.NewGuid().ToString(),
                Interactive: false,
                [.. people.Select(p => new ItemDraft(ItemKind.AddParticipant, number, p.Name) { GroupId = group, Participant = p.PhoneJid })],
                group,
                startAt),
            TestContext.Current.CancellationToken);
        return submitted.Value!.OperationId;
    }
}
