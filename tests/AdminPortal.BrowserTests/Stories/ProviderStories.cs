using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using AdminPortal.Ui;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Numbers at four gateways, one console: nobody who works in it has to know which number is where.</summary>
public sealed class ProviderStories(Chromium chromium, ProviderHost host) : IClassFixture<ProviderHost>
{
    private ProviderTown Town => host.Places;

    [Fact]
    public async Task One_board_shows_communities_of_three_gateways_and_one_kept_for_a_fourth_and_each_is_worked_on()
    {
        var page = await SignInAsync(OperatorRole.Operator);
        ProviderPlace[] real = [Town.Desk, Town.Field, Town.Night];

        await page.GotoAsync("/communities?view=board");
        await KeepAsync(page, "Rota Circle", "Rota Plan");
        foreach (var community in (string[])["Desk Square", "Field Square", "Night Square", "Rota Circle"])
        {
            await Expect(Column(page, community)).ToBeVisibleAsync(new() { Timeout = ProviderHost.FirstReadMilliseconds });
        }

        await Expect(Column(page, "Rota Circle")).ToContainTextAsync("Kept here");

        // Linking. Where the gateway has no communities it costs no call, and holds at once.
        var writes = WritesOf(Town.Rota);
        await MoveAsync(page, "Rota Garden", "Rota Circle");
        await Expect(page.GetByText("Put into Rota Circle. Nothing was sent.").First).ToBeVisibleAsync();
        await Expect(Column(page, "Rota Circle")).ToContainTextAsync("Rota Garden");
        Assert.Equal((writes, null), (WritesOf(Town.Rota), CommunityOf(Town.RotaGardenId)));

        // The other three in one plan, each through its own number.
        foreach (var place in real)
        {
            await MoveAsync(page, $"{place.Name} Garden", $"{place.Name} Square");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Review plan" }).ClickAsync();
        var steps = page.GetByRole(AriaRole.List, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        await Expect(steps.Filter(new() { HasText = "Link Desk Garden" })).ToContainTextAsync("by Desk");
        await Expect(steps.Filter(new() { HasText = "Link Field Garden" })).ToContainTextAsync("by Field office");
        await Expect(steps.Filter(new() { HasText = "Link Night Garden" })).ToContainTextAsync("by Night shift");
        await ApplyAsync(page, 3);
        foreach (var place in real)
        {
            await StoryHost.UntilAsync(() => CommunityOf(place.OutsideId) == place.CommunityId, $"a group linked by {place.Name}");
            await Expect(Column(page, $"{place.Name} Square")).ToContainTextAsync($"{place.Name} Garden");
        }

        // Adding, with the fourth as well.
        foreach (var (group, person, number) in real.Select(p => (p.ShopId, p.Newcomer, p.Number)).Append((Town.RotaPlanId, Town.RotaNewcomer, Town.Rota)))
        {
            await AddAsync(page, group, person, through: null);
            await StoryHost.UntilAsync(() => ActorOf(WorldEventKind.MemberAdded, group, person) == number.Phone, $"{person.Name} added");
        }

        // Approving. Where the gateway has no requests, the screen says so instead of an error.
        foreach (var place in real)
        {
            await ApproveAsync(page, place);
        }

        await page.GotoAsync(PortalUrls.Group(Town.RotaPlanId, "requests"));
        await Expect(page.GetByText("Rota desk has no membership requests.").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_community_kept_here_is_taken_over_by_a_real_one_at_another_gateway_through_an_ordinary_plan()
    {
        var page = await SignInAsync(OperatorRole.Operator);
        await page.GotoAsync("/communities?view=board");
        await KeepAsync(page, "Relay", "Relay Drivers", "Relay Cooks");

        await Column(page, "Relay").GetByRole(AriaRole.Link, new() { Name = "Relay", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move all to…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Night Yard" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review plan" }).ClickAsync();
        var steps = page.GetByRole(AriaRole.List, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        foreach (var group in (string[])["Relay Cooks", "Relay Drivers"])
        {
            await Expect(steps.Filter(new() { HasText = $"Link {group}" })).ToContainTextAsync("by Night shift");
        }

        await ApplyAsync(page, 2);
        await StoryHost.UntilAsync(() => Town.RelayIds.All(id => CommunityOf(id) == Town.YardId), "both groups in Night Yard");

        // Once a read shows it they stand there, and nowhere else.
        await Expect(page.GetByText("No group yet")).ToBeVisibleAsync();
        await page.GotoAsync("/communities?view=board");
        await Expect(Column(page, "Night Yard")).ToContainTextAsync("Relay Drivers");
        await Expect(Column(page, "Night Yard")).ToContainTextAsync("Relay Cooks");
        await Expect(Column(page, "Relay")).Not.ToContainTextAsync("Relay Drivers");
    }

    [Fact]
    public async Task A_group_that_members_suggest_shows_beside_the_requests_and_is_taken_in_by_linking_it()
    {
        var page = await SignInAsync(OperatorRole.Operator);
        await page.GotoAsync(PortalUrls.Community(Town.Field.CommunityId, "requests"));

        var suggested = page.GetByRole(AriaRole.List, new() { Name = "Suggested groups" }).GetByRole(AriaRole.Listitem);
        await Expect(suggested.Filter(new() { HasText = "Field Orchard" })).ToContainTextAsync("Apples, mostly.", new() { Timeout = ProviderHost.FirstReadMilliseconds });
        await Expect(suggested.Filter(new() { HasText = "Field Brewery" })).ToContainTextAsync("A new group: it comes into being when an admin approves it in WhatsApp.");
        await suggested.Filter(new() { HasText = "Field Orchard" }).GetByRole(AriaRole.Button, new() { Name = "Link" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Link Field Orchard to Field Square?" }).GetByRole(AriaRole.Button, new() { Name = "Apply 1 change" }).ClickAsync();

        await StoryHost.UntilAsync(() => CommunityOf(Town.OrchardId) == Town.Field.CommunityId, "the suggested group linked");
        await Expect(suggested.Filter(new() { HasText = "Field Orchard" })).ToHaveCountAsync(0);
        await Expect(suggested).ToHaveCountAsync(1);

        // Elsewhere the place is the same, and says why it is empty.
        await page.GotoAsync(PortalUrls.Community(Town.Night.CommunityId, "requests"));
        await Expect(page.GetByText("Night shift does not show groups that members suggest.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_gateway_cannot_do_is_said_before_and_what_it_can_is_done_through_the_number_that_was_chosen()
    {
        var page = await SignInAsync(OperatorRole.Administrator);
        await page.GotoAsync("/connections/compare");
        var table = page.GetByRole(AriaRole.Region, new() { Name = "Abilities by number" });
        await Expect(table.GetByRole(AriaRole.Columnheader)).ToHaveCountAsync(5);
        await Expect(table.GetByRole(AriaRole.Row).Filter(new() { HasText = "Link groups to a community" })).ToContainTextAsync("Wawp has no communities.");

        // Seen by two numbers it is one group. The console's choice is the creator; the operator takes the other one.
        await AddAsync(page, Town.Night.OutsideId, Town.Field.Newcomer, through: "Desk (admin)");
        await StoryHost.UntilAsync(() => ActorOf(WorldEventKind.MemberAdded, Town.Night.OutsideId, Town.Field.Newcomer) == host.Town.Number.Phone, "added by Desk");

        // A link from elsewhere: looked at first, then joined.
        await page.GotoAsync("/communities");
        await page.GetByRole(AriaRole.Button, new() { Name = "Join by link" }).ClickAsync();
        var joining = page.GetByRole(AriaRole.Dialog, new() { Name = "Join a group by link" });
        await joining.GetByLabel("Invite link").FillAsync($"https://chat.whatsapp.com/{host.Town.World.FindGroup(Town.OpenId)!.InviteCode}");
        await joining.GetByLabel("Through").SelectOptionAsync(new SelectOptionValue { Label = "Field office" });
        await joining.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
        await Expect(joining.GetByText("Open Air")).ToBeVisibleAsync();
        await joining.GetByRole(AriaRole.Button, new() { Name = "Join", Exact = true }).ClickAsync();
        await StoryHost.UntilAsync(() => host.Town.World.IsMember(Town.OpenId, Town.Field.Number.Phone), "Field office joined by link");

        // Only who can is offered to deactivate: the gateway behind Desk cannot.
        await page.GotoAsync(PortalUrls.Community(host.Town.HarborId, "settings"));
        await Expect(page.GetByText("Desk cannot deactivate a community.").First).ToBeVisibleAsync();
        await page.GotoAsync(PortalUrls.Community(Town.AllotmentsId, "settings"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate…" }).ClickAsync();
        await page.GetByLabel("Type deactivate to confirm").FillAsync("deactivate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate the community" }).ClickAsync();
        await StoryHost.UntilAsync(() => CommunityOf(Town.AllotmentId) is null, "Allotments deactivated");
    }

    private async Task<IPage> SignInAsync(OperatorRole role)
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        await host.ConnectAllAsync(chromium);
        return await host.SignInAsync(chromium, role, width: 1600);
    }

    private static async Task KeepAsync(IPage page, string name, params string[] groups)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep a community here" }).ClickAsync(new() { Timeout = ProviderHost.FirstReadMilliseconds });
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Keep a community here" });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        foreach (var group in groups)
        {
            await dialog.GetByRole(AriaRole.Checkbox, new() { Name = group }).CheckAsync(new() { Timeout = ProviderHost.FirstReadMilliseconds });
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(Column(page, name)).ToContainTextAsync(groups[0]);
    }

    private static async Task MoveAsync(IPage page, string group, string community)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Move {group} to…" }).ClickAsync(new() { Timeout = ProviderHost.FirstReadMilliseconds });
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = community }).ClickAsync();
    }

    private static async Task ApplyAsync(IPage page, int changes)
    {
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = $"Apply {changes} changes?" }).GetByRole(AriaRole.Button, new() { Name = $"Apply {changes} changes" }).ClickAsync();
    }

    private static async Task AddAsync(IPage page, string groupId, Person person, string? through)
    {
        await page.GotoAsync(PortalUrls.Group(groupId, "participants"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add people" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("People to add").FillAsync($"+{person.Phone}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        if (through is not null)
        {
            await dialog.GetByLabel("Through").SelectOptionAsync(new SelectOptionValue { Label = through });
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add 1" }).ClickAsync();
        await Expect(page.GetByText("1 of 1 settled")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Outcome per person" })).ToContainTextAsync("A read shows it.");
    }

    private async Task ApproveAsync(IPage page, ProviderPlace place)
    {
        await page.GotoAsync(PortalUrls.Approvals(community: place.CommunityId));
        // Whether a name comes along depends on the gateway; the number always does.
        var requests = page.GetByRole(AriaRole.List, new() { Name = "Requests" }).GetByRole(AriaRole.Listitem);
        await Expect(requests).ToHaveCountAsync(1, new() { Timeout = ProviderHost.FirstReadMilliseconds });
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await StoryHost.UntilAsync(() => host.Town.World.IsMember(place.DoorId, place.AtTheDoor.Phone), $"{place.AtTheDoor.Name} approved");
        Assert.Equal(place.Number.Phone, ActorOf(WorldEventKind.RequestApproved, place.DoorId, place.AtTheDoor));
        await page.GotoAsync(PortalUrls.Approvals(group: place.DoorId, state: "decided"));
        await Expect(requests).ToContainTextAsync(["Approved"]);
    }

    private string? ActorOf(WorldEventKind kind, string groupId, Person person) =>
        host.Town.World.Journal().FirstOrDefault(e => e.Kind == kind && e.GroupId == groupId && e.Person == person.Phone)?.Actor;

    private string? CommunityOf(string groupId) => host.Town.World.FindGroup(groupId)!.CommunityId;

    private int WritesOf(WorldNumber number) => host.Simulator.Requests.All.Count(r => r.Number == number.Phone && r.Method != "GET");

    private static ILocator Column(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name }).First;
}
