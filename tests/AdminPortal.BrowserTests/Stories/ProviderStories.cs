using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Gateways;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using AdminPortal.Ui;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>Numbers at four gateways, one console: nobody who works in it has to know which number is where.</summary>
public sealed class ProviderStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    /// <summary>A number that was just connected is read in its own time.</summary>
    private const float FirstReadMilliseconds = 60_000;

    [Fact]
    public async Task One_board_shows_communities_of_three_gateways_and_each_is_worked_on()
    {
        var town = new ProviderTown(host.Town);
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator, width: 1600);

        // By credentials and address alone.
        await ConnectAsync(page, GatewayKind.Wadial, town.Field.Number, "Field office");
        await ConnectAsync(page, GatewayKind.Whapi, town.Night.Number, "Night shift");
        await ConnectAsync(page, GatewayKind.Wawp, town.Rota, "Rota desk");
        await page.GotoAsync("/connections/compare");
        var table = page.GetByRole(AriaRole.Region, new() { Name = "Abilities by number" });
        await Expect(table.GetByRole(AriaRole.Columnheader)).ToHaveCountAsync(5);
        await Expect(table.GetByRole(AriaRole.Row).Filter(new() { HasText = "Link groups to a community" })).ToContainTextAsync("Wawp has no communities.");

        // Three communities, three gateways, one plan.
        await page.GotoAsync("/communities?view=board");
        foreach (var community in (string[])["Harbor", "Field Square", "Night Square"])
        {
            await Expect(Column(page, community)).ToBeVisibleAsync(new() { Timeout = FirstReadMilliseconds });
        }

        await StageAsync(page, "Choir", "Harbor");
        await StageAsync(page, "Field Garden", "Field Square");
        await StageAsync(page, "Night Garden", "Night Square");
        await page.GetByRole(AriaRole.Button, new() { Name = "Review plan" }).ClickAsync();
        var steps = page.GetByRole(AriaRole.List, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        await Expect(steps.Filter(new() { HasText = "Link Choir" })).ToContainTextAsync("by Desk");
        await Expect(steps.Filter(new() { HasText = "Link Field Garden" })).ToContainTextAsync("by Field office");
        await Expect(steps.Filter(new() { HasText = "Link Night Garden" })).ToContainTextAsync("by Night shift");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Apply 3 changes?" }).GetByRole(AriaRole.Button, new() { Name = "Apply 3 changes" }).ClickAsync();
        await StoryHost.UntilAsync(
            () => CommunityOf(host.Town.ChoirId) == host.Town.HarborId && CommunityOf(town.Field.OutsideId) == town.Field.CommunityId && CommunityOf(town.Night.OutsideId) == town.Night.CommunityId,
            "a group linked through each of three gateways");

        foreach (var place in (ProviderPlace[])[town.Field, town.Night])
        {
            await AddAsync(page, place.ShopId, place.Newcomer, through: null);
            await StoryHost.UntilAsync(() => ActorOf(WorldEventKind.MemberAdded, place.ShopId, place.Newcomer) == place.Number.Phone, $"{place.Newcomer.Name} added by {place.Name}");
            await ApproveAsync(page, place);
        }

        // Seen by two numbers it is one group. The console's choice is the creator; the operator takes the other one.
        await AddAsync(page, town.Night.OutsideId, town.Field.Newcomer, through: "Desk (admin)");
        await StoryHost.UntilAsync(() => ActorOf(WorldEventKind.MemberAdded, town.Night.OutsideId, town.Field.Newcomer) == host.Town.Number.Phone, "added by Desk");

        // A link from elsewhere: looked at first, then joined.
        await page.GotoAsync("/communities");
        await page.GetByRole(AriaRole.Button, new() { Name = "Join by link" }).ClickAsync();
        var joining = page.GetByRole(AriaRole.Dialog, new() { Name = "Join a group by link" });
        await joining.GetByLabel("Invite link").FillAsync($"https://chat.whatsapp.com/{host.Town.World.FindGroup(town.OpenId)!.InviteCode}");
        await joining.GetByLabel("Through").SelectOptionAsync(new SelectOptionValue { Label = "Field office" });
        await joining.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
        await Expect(joining.GetByText("Open Air")).ToBeVisibleAsync();
        await joining.GetByRole(AriaRole.Button, new() { Name = "Join", Exact = true }).ClickAsync();
        await StoryHost.UntilAsync(() => host.Town.World.IsMember(town.OpenId, town.Field.Number.Phone), "Field office joined by link");

        // Only who can is offered to deactivate: the gateway behind Desk cannot.
        await page.GotoAsync(PortalUrls.Community(host.Town.HarborId, "settings"));
        await Expect(page.GetByText("Desk cannot deactivate a community.").First).ToBeVisibleAsync();
        await page.GotoAsync(PortalUrls.Community(town.Night.CommunityId, "settings"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate…" }).ClickAsync();
        await page.GetByLabel("Type deactivate to confirm").FillAsync("deactivate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate the community" }).ClickAsync();
        await StoryHost.UntilAsync(() => CommunityOf(town.Night.ShopId) is null, "Night Square deactivated");

        // Where the gateway has no requests, the screen says so instead of an error.
        await page.GotoAsync(PortalUrls.Group(town.RotaGroupId, "requests"));
        await Expect(page.GetByText("Rota desk has no membership requests.").First).ToBeVisibleAsync();
    }

    private async Task ConnectAsync(IPage page, GatewayKind kind, WorldNumber number, string name)
    {
        var vendor = host.Services.GetRequiredService<GatewayCatalog>()[kind];
        await page.GotoAsync(PortalUrls.NewConnection);
        await page.GetByRole(AriaRole.Radio, new() { Name = vendor.Name }).CheckAsync();
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Address").FillAsync(host.Simulator.AddressOf(number.Vendor).ToString());
        foreach (var field in vendor.Credentials)
        {
            await page.GetByLabel(field.Label).FillAsync(field.IsSecret ? number.Token : number.Handle);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(page.GetByText($"It works. The number is +{number.Phone}.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();

        // Its groups are read, and then what it can do is tried out, without anybody asking.
        await Expect(page.GetByText("Tried out")).ToBeVisibleAsync(new() { Timeout = FirstReadMilliseconds });
    }

    private static async Task StageAsync(IPage page, string group, string community)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Move {group} to…" }).ClickAsync(new() { Timeout = FirstReadMilliseconds });
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = community }).ClickAsync();
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
    }

    private async Task ApproveAsync(IPage page, ProviderPlace place)
    {
        await page.GotoAsync(PortalUrls.Approvals(group: place.DoorId));
        // Whether a name comes along depends on the gateway; the number always does.
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Requests" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1, new() { Timeout = FirstReadMilliseconds });
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await StoryHost.UntilAsync(() => host.Town.World.IsMember(place.DoorId, place.AtTheDoor.Phone), $"{place.AtTheDoor.Name} approved");
        Assert.Equal(place.Number.Phone, ActorOf(WorldEventKind.RequestApproved, place.DoorId, place.AtTheDoor));
    }

    private string? ActorOf(WorldEventKind kind, string groupId, Person person) =>
        host.Town.World.Journal().FirstOrDefault(e => e.Kind == kind && e.GroupId == groupId && e.Person == person.Phone)?.Actor;

    private string? CommunityOf(string groupId) => host.Town.World.FindGroup(groupId)!.CommunityId;

    private static ILocator Column(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name }).First;
}
