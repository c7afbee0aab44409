using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class FollowUpStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    /// <summary>Complaint b-2: people with strict privacy are simply lost.</summary>
    [Fact]
    public async Task Who_cannot_be_added_gets_the_link_and_is_followed_until_they_are_in()
    {
        var world = host.Town.World;
        List<Person> open = [.. Enumerable.Range(1, 6).Select(n => world.AddPerson($"Willing {n}"))];
        List<Person> shy = [.. Enumerable.Range(1, 2).Select(n => world.AddPerson($"Reserved {n}", shape: p => p with { Privacy = PrivacyWall.Closed }))];
        var group = host.Town.BookSwapId;
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync(GroupPage(group));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("People to add").FillAsync(string.Join('\n', open.Concat(shy).Select(p => $"{p.Name}, +{p.Phone}")));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Radio, new() { Name = "Private invitation" })).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "Link by message" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Message" }).FillAsync("Swap books with us in {group}: {link}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add 8 people" }).ClickAsync();
        await Expect(dialog.GetByText("8 of 8 settled, 6 in")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Link, new() { Name = "Was invited." })).ToHaveCountAsync(2);

        var code = world.InviteCode(host.Town.Number.Phone, group).Value!;
        Assert.All(shy, p => Assert.Equal(
            $"Swap books with us in Book Swap: https://chat.whatsapp.com/{code}", Assert.Single(world.Messages, m => m.ChatJid == p.PhoneJid).Text));

        await page.GotoAsync("/follow-up?view=waiting");
        await Expect(RowOf(page, shy[0])).ToContainTextAsync("Link sent");
        await Expect(RowOf(page, shy[1])).ToContainTextAsync("Link sent");
        await Expect(RowOf(page, open[0])).ToHaveCountAsync(0);

        Assert.True(world.Join(shy[0].Phone, code).IsDone);
        await AskNowAsync(group);

        // Nobody touches the page: the row goes by itself.
        await Expect(RowOf(page, shy[0])).ToHaveCountAsync(0);
        await Expect(RowOf(page, shy[1])).ToContainTextAsync("Link sent");

        await RowOf(page, shy[1]).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Reason").FillAsync("Prefers the newsletter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
        await Expect(RowOf(page, shy[1])).ToHaveCountAsync(0);

        await page.GotoAsync("/follow-up?view=over&q=Reserved");
        await Expect(RowOf(page, shy[0])).ToContainTextAsync("Joined");
        await Expect(RowOf(page, shy[1])).ToContainTextAsync("Prefers the newsletter");
    }

    [Fact]
    public async Task Who_was_refused_is_invited_from_the_list_and_not_twice()
    {
        var world = host.Town.World;
        var shy = world.AddPerson("Quiet", shape: p => p with { Privacy = PrivacyWall.LinkOnly });
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.GotoAsync(GroupPage(host.Town.ChessId));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("People to add").FillAsync($"{shy.Name}, +{shy.Phone}");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add 1 person" }).ClickAsync();
        await Expect(page.GetByText("1 of 1 settled, 0 in")).ToBeVisibleAsync();
        Assert.DoesNotContain(world.Messages, m => m.ChatJid == shy.PhoneJid);

        await page.GotoAsync("/follow-up");
        await RowOf(page, shy).GetByRole(AriaRole.Button, new() { Name = "Invite Quiet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite 1 person" }).ClickAsync();
        await Expect(RowOf(page, shy)).ToHaveCountAsync(0);
        await StoryHost.UntilAsync(() => world.Messages.Any(m => m.ChatJid == shy.PhoneJid), "a message to Quiet");

        await page.GotoAsync("/follow-up?view=waiting");
        await Expect(RowOf(page, shy)).ToContainTextAsync("Link sent");
        await RowOf(page, shy).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("was invited in the last 24 hours");
        Assert.Single(world.Messages, m => m.ChatJid == shy.PhoneJid);
    }

    private static string GroupPage(string groupId) => $"/groups/{Uri.EscapeDataString(groupId)}?tab=participants";

    private static ILocator RowOf(IPage page, Person person) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = person.Name });

    private async Task AskNowAsync(string groupId)
    {
        var other = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await other.GotoAsync(GroupPage(groupId));
        await other.GetByRole(AriaRole.Button, new() { Name = "Ask now" }).ClickAsync();
    }
}
