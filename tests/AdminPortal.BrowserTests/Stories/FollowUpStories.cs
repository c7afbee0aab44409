using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Operations;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class FollowUpStories(Chromium chromium, FollowUpHost host) : IClassFixture<FollowUpHost>
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

    /// <summary>Every state that lasts, and every action of the screen, in one evening.</summary>
    [Fact]
    public async Task Everybody_is_followed_through_every_state_by_every_action()
    {
        var world = host.Town.World;
        Person asking = Closed("Asta"), lucky = Closed("Lorenz"), unlucky = Closed("Agnes");
        var walled = world.AddPerson("Walburga", shape: p => p with { Privacy = PrivacyWall.InvitationOnly });
        var blocker = world.AddPerson("Bruno", shape: p => p with { Blocks = [host.Town.Number.Phone] });
        List<Person> open = [.. Enumerable.Range(1, 3).Select(n => world.AddPerson($"Open {n}"))];
        var later = world.AddPerson("Selma");
        var page = await host.SignInAsync(chromium, OperatorRole.Operator);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await UntilSeenByBothAsync(page);

        // Two of three answers to the link are lost after it went out.
        host.Simulator.Faults.Of(host.Town.Number).NextAfter(1, FaultKind.DropAfterEffect, 2, RouteKind.SendText);
        await AddAsync(page, "Link by message", asking, open[0], lucky, open[1], unlucky, open[2]);
        await page.GotoAsync("/follow-up");
        await Expect(RowOf(page, lucky)).ToContainTextAsync("Maybe invited");
        await Expect(RowOf(page, unlucky)).ToContainTextAsync("Maybe invited");
        await DecideAsync(page, lucky, "They got it");
        await RowOf(page, unlucky).GetByRole(AriaRole.Button, new() { Name = "Say whether" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send it again" })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it again" }).ClickAsync();
        await Expect(RowOf(page, unlucky)).ToHaveCountAsync(0);
        await StoryHost.UntilAsync(() => Messages(unlucky) == 2, "the link once more");
        Assert.Equal((1, 1), (Messages(asking), Messages(lucky)));

        // By the link into a group that asks: waits at the door, is approved, and the row ends by itself.
        Assert.False(world.IsMember(host.GarageId, asking.Phone));
        world.Join(asking.Phone, world.InviteCode(host.Town.Number.Phone, host.GarageId).Value!);
        await Expect(RowOf(page, asking)).ToContainTextAsync("Asked to join");
        await RowOf(page, asking).GetByRole(AriaRole.Button, new() { Name = "Approve Asta now" }).ClickAsync();
        await Expect(RowOf(page, asking)).ToHaveCountAsync(0);
        await StoryHost.UntilAsync(() => world.IsMember(host.GarageId, asking.Phone), "Asta in the garage");

        // What one number cannot, another can: add, or send WhatsApp's own invitation.
        await AddAsync(page, "Nothing", blocker, walled);
        await page.GotoAsync("/follow-up");
        await Expect(RowOf(page, blocker)).ToContainTextAsync("This person has blocked our number.");
        await AddThroughSecondAsync(page, blocker);
        await StoryHost.UntilAsync(() => world.IsMember(host.GarageId, blocker.Phone), "Bruno in the garage");
        await AddThroughSecondAsync(page, walled);
        await page.GotoAsync("/follow-up?view=waiting");
        await Expect(RowOf(page, walled)).ToContainTextAsync("Invited, 71 h left");
        await PassAsync(TimeSpan.FromHours(73));
        await page.GotoAsync("/follow-up?state=expired");
        await Expect(RowOf(page, walled)).ToContainTextAsync("Expired");

        // Taken to be sent by hand: noted, no invitation, and whoever sends it from here reads of it.
        await RowOf(page, walled).GetByLabel("More for Walburga").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the link for them" }).ClickAsync();
        await Expect(RowOf(page, walled)).ToContainTextAsync("Link copied by Operator");
        await Expect(RowOf(page, walled)).ToContainTextAsync("Expired");
        await RowOf(page, walled).GetByRole(AriaRole.Button, new() { Name = "Invite Walburga" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Link by message" }).CheckAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Operator copied the link for Walburga and may have sent it by hand.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite 1 person" }).ClickAsync();
        await Expect(RowOf(page, walled)).ToHaveCountAsync(0);

        // Wanted tomorrow, cancelled today, given up with a reason.
        var operation = await SubmitForTomorrowAsync(later);
        await page.GotoAsync("/follow-up?view=waiting&state=to-add");
        await Expect(RowOf(page, later)).ToContainTextAsync("To add");
        await page.GotoAsync($"/operations/{operation}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the operation" }).ClickAsync();
        await page.GotoAsync("/follow-up?state=not-added");
        await RowOf(page, later).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Reason").FillAsync("Moves away");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
        await Expect(RowOf(page, later)).ToHaveCountAsync(0);

        await page.GotoAsync("/follow-up?view=waiting");
        foreach (var person in new[] { lucky, unlucky, walled })
        {
            await Expect(RowOf(page, person)).ToContainTextAsync("Link sent");
        }

        // A viewer reads all of it, and no whole number.
        var viewer = await host.SignInAsync(chromium, OperatorRole.Viewer);
        await viewer.GotoAsync("/follow-up?view=over");
        await Expect(RowOf(viewer, asking)).ToContainTextAsync("Joined");
        await Expect(RowOf(viewer, blocker)).ToContainTextAsync("Joined");
        await Expect(RowOf(viewer, later)).ToContainTextAsync("Moves away");
        await Expect(RowOf(viewer, later)).Not.ToContainTextAsync(later.Phone);
        await viewer.GotoAsync($"/follow-up?view=over&q={later.Phone}");
        await Expect(viewer.GetByText("Nobody matches")).ToBeVisibleAsync();

        Person Closed(string name) => world.AddPerson(name, shape: p => p with { Privacy = PrivacyWall.Closed });
        int Messages(Person person) => world.Messages.Count(m => m.ChatJid == person.PhoneJid);
    }

    /// <summary>Both numbers have read the garage and may act in it.</summary>
    private async Task UntilSeenByBothAsync(IPage page)
    {
        await page.GotoAsync(PortalUrls.Group(host.GarageId));
        await Expect(page.GetByRole(AriaRole.Main).GetByText(FollowUpHost.SecondName).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private async Task AddAsync(IPage page, string way, params Person[] people)
    {
        await page.GotoAsync(GroupPage(host.GarageId));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("People to add").FillAsync(string.Join('\n', people.Select(p => $"{p.Name}, +{p.Phone}")));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await dialog.GetByLabel("Through").SelectOptionAsync(new SelectOptionValue { Label = $"{StoryTown.NumberName} (creator)" });
        await dialog.GetByRole(AriaRole.Radio, new() { Name = way }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Add {people.Length} people" }).ClickAsync();
        await Expect(dialog.GetByText($"{people.Length} of {people.Length} settled")).ToBeVisibleAsync(new() { Timeout = 40_000 });
    }

    private static async Task DecideAsync(IPage page, Person person, string decision)
    {
        await RowOf(page, person).GetByRole(AriaRole.Button, new() { Name = "Say whether" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = decision }).ClickAsync();
        await Expect(RowOf(page, person)).ToHaveCountAsync(0);
    }

    private static async Task AddThroughSecondAsync(IPage page, Person person)
    {
        await RowOf(page, person).GetByLabel($"More for {person.Name}").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add through another number" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("Number")).ToContainTextAsync(FollowUpHost.SecondName);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add 1 person" }).ClickAsync();
        await Expect(RowOf(page, person)).ToHaveCountAsync(0);
    }

    private async Task PassAsync(TimeSpan time)
    {
        var contexts = host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>();
        await using (var db = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            var invited = await db.WantedMembers.SingleAsync(w => w.State == WantedState.Invited, TestContext.Current.CancellationToken);
            (invited.InvitedAt, invited.ExpiresAt) = (invited.InvitedAt - time, invited.ExpiresAt - time);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        host.Services.GetRequiredService<ChangeFeed>().Publish(ChangeTopic.Groups, host.GarageId);
    }

    private async Task<Guid> SubmitForTomorrowAsync(Person person)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var number = await db.Connections.Where(c => c.Name == StoryTown.NumberName).Select(c => c.Id).SingleAsync(TestContext.Current.CancellationToken);
        var ticket = await scope.ServiceProvider.GetRequiredService<OperationDesk>().SubmitAsync(
            new Actor(Guid.NewGuid(), "Olga", OperatorRole.Operator),
            new OperationDraft(
                OperationKind.AddParticipants,
                $"Add {person.Name} tomorrow",
                Guid.NewGuid().ToString(),
                Interactive: false,
                [new ItemDraft(ItemKind.AddParticipant, number, person.Name) { GroupId = host.GarageId, Participant = person.PhoneJid }],
                host.GarageId,
                TimeProvider.System.GetUtcNow().AddDays(1)),
            TestContext.Current.CancellationToken);
        return ticket.Value!.OperationId;
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
