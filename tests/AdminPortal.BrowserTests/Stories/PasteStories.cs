using System.Globalization;
using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Much at once, and the same twice.</summary>
public sealed class PasteStories(Chromium chromium, PasteStories.RoomyHost host) : IClassFixture<PasteStories.RoomyHost>
{
    private const int Lines = 10_000;
    private const int Ready = 9_600;
    private const int Invalid = 150;

    [Fact]
    public async Task Ten_thousand_pasted_lines_are_checked_and_become_one_operation_however_often_Add_is_clicked()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        var dialog = await OpenAsync(page, host.Town.ChoirId);
        await PasteAsync(page, dialog.GetByLabel("People to add"), string.Join('\n', Enumerable.Range(0, Lines).Select(LineOf)));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = $"Ready {Text(Ready)}" })).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = $"Duplicate {Text(Lines - Ready - Invalid)}" })).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = $"Invalid {Text(Invalid)}" })).ToBeVisibleAsync();
        // The page stays small, and answers: the last line is a filter away.
        await Expect(dialog.GetByText("Person 0, +4917612000000")).ToBeVisibleAsync();
        Assert.InRange(await dialog.GetByRole(AriaRole.Row).CountAsync(), 2, 100);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Invalid" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = "there is no number on this line" }).First).ToBeVisibleAsync();

        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Add {Text(Ready)} people" }).DblClickAsync();
        await Expect(dialog.GetByText($"of {Text(Ready)} settled")).ToBeVisibleAsync();
        var operation = Assert.Single(await OperationsAsync(host.Town.ChoirId));
        Assert.Equal(Ready, operation.Items);

        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open the operation" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the operation" }).ClickAsync();
        await Expect(page.GetByText("Cancelled", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_same_people_submitted_in_two_tabs_are_added_once()
    {
        var first = await host.SignInAsync(chromium, OperatorRole.Operator);
        var second = await first.Context.NewPageAsync();
        List<ILocator> dialogs = [];
        foreach (var page in (IPage[])[first, second])
        {
            var dialog = await OpenAsync(page, host.Town.BookSwapId);
            await dialog.GetByLabel("People to add").FillAsync(string.Join('\n', host.Town.Outsiders.Select(p => $"+{p.Phone}")));
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
            await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Ready 3" })).ToBeVisibleAsync();
            dialogs.Add(dialog);
        }

        await dialogs[0].GetByRole(AriaRole.Button, new() { Name = "Add 3 people" }).ClickAsync();
        await Expect(dialogs[0].GetByText("of 3 settled")).ToBeVisibleAsync();
        await dialogs[1].GetByRole(AriaRole.Button, new() { Name = "Add 3 people" }).ClickAsync();

        await Expect(dialogs[1].GetByText("They are all in the group already, or being added.").Last).ToBeVisibleAsync();
        Assert.Single(await OperationsAsync(host.Town.BookSwapId));
        await Expect(dialogs[0].GetByText("3 of 3 settled, 3 in")).ToBeVisibleAsync();
        Assert.All(host.Town.Outsiders, p => Assert.Equal(1, host.Town.World.Count(Simulator.World.WorldEventKind.MemberAdded, host.Town.BookSwapId, p.Phone)));
    }

    private static async Task<ILocator> OpenAsync(IPage page, string groupId)
    {
        await page.GotoAsync($"/groups/{Uri.EscapeDataString(groupId)}?tab=participants");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        return page.GetByRole(AriaRole.Dialog);
    }

    private static async Task PasteAsync(IPage page, ILocator into, string text)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await into.FocusAsync();
        await page.Keyboard.PressAsync("Control+V");
    }

    private static string LineOf(int line) => line switch
    {
        < Ready => string.Create(CultureInfo.InvariantCulture, $"Person {line}, +4917612{line:000000}"),
        < Ready + Invalid => string.Create(CultureInfo.InvariantCulture, $"nobody {line}"),
        _ => "+49 176 12000001",
    };

    private static string Text(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<(Guid Id, int Items)>> OperationsAsync(string groupId)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var found = await db.Operations
            .Where(o => o.Kind == OperationKind.AddParticipants && o.GroupId == groupId)
            .Select(o => new { o.Id, Items = o.Items.Count })
            .ToListAsync(TestContext.Current.CancellationToken);
        return [.. found.Select(f => (f.Id, f.Items))];
    }

    /// <summary>A group takes as many as one may paste.</summary>
    public sealed class RoomyHost : StoryHost
    {
        protected override IReadOnlyDictionary<string, string> Settings =>
            new Dictionary<string, string>(base.Settings, StringComparer.Ordinal) { ["Limits:GroupMembers"] = "20000" };
    }
}
