using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class ParticipantStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task Five_people_are_added_and_each_one_is_accounted_for()
    {
        var town = host.Town;
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync(Participants(town.ChoirId));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("People to add").FillAsync(string.Join(
            '\n', ((Person[])[.. town.Outsiders, town.Walled, town.Offline]).Select(p => $"{p.Name}, +{p.Phone}").Append("nonsense").Append($"+{town.Outsiders[0].Phone}")));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Ready 5" })).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Duplicate 1" })).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Invalid 1" })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add 5" }).ClickAsync();

        await Expect(page.GetByText("5 of 5 settled")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = town.Walled.Name })).ToContainTextAsync("Refused");
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = town.Walled.Name })).ToContainTextAsync("rivacy");
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = town.Offline.Name })).ToContainTextAsync("not on WhatsApp");
        foreach (var person in town.Outsiders)
        {
            await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = person.Name })).ToContainTextAsync("Confirmed");
            Assert.Equal(1, town.World.Count(WorldEventKind.MemberAdded, town.ChoirId, person.Phone));
        }
    }

    [Fact]
    public async Task Somebody_is_promoted_demoted_and_removed()
    {
        var town = host.Town;
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        var person = town.World.FindGroup(town.ParkingId)!.Members.First(m => m.Role == MemberRole.Member).Person;
        await page.GotoAsync(Participants(town.ParkingId));
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = person.Phone });
        await Expect(row).ToContainTextAsync("In the group");

        await row.GetByRole(AriaRole.Button, new() { Name = "Promote" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Demote" })).ToBeVisibleAsync();
        await StoryHost.UntilAsync(() => RoleOf(town, person) == MemberRole.Admin, "an admin");

        await row.GetByRole(AriaRole.Button, new() { Name = "Demote" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Promote" })).ToBeVisibleAsync();
        Assert.Equal(MemberRole.Member, RoleOf(town, person));

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(row).ToHaveCountAsync(0);
        Assert.Null(RoleOf(town, person));
        Assert.Equal(1, town.World.Count(WorldEventKind.MemberRemoved, town.ParkingId, person.Phone));
    }

    private static string Participants(string groupId) => $"/groups/{Uri.EscapeDataString(groupId)}?tab=participants";

    private static MemberRole? RoleOf(StoryTown town, Person person) =>
        town.World.FindGroup(town.ParkingId)!.Members.FirstOrDefault(m => m.Person.Phone == person.Phone)?.Role;

    private static Task ConfirmAsync(IPage page) => page.Locator("dialog[open] .btn.primary, dialog[open] .btn.danger.solid").Last.ClickAsync();
}
