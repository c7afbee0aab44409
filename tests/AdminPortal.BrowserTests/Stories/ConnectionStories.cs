using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Sync;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Gateways;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

public sealed class ConnectionStories(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    [Fact]
    public async Task A_number_is_connected_after_a_test_that_names_the_wrong_field()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync("/connections/new");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^RyzeAPI") }).CheckAsync();
        await page.GetByLabel("Name").FillAsync("Second desk");
        await page.GetByLabel("Address").FillAsync(host.Simulator.RyzeApiAddress.ToString());
        await page.Locator("#connection-instance").FillAsync(host.Town.Number.Handle);
        var token = page.GetByLabel("Instance token");
        await token.FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(token).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Connect without a passed test" })).ToBeVisibleAsync();

        await token.FillAsync(host.Town.Number.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(page.GetByText("It works. The number is")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Second desk" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Instance token (set, replace)")).ToHaveValueAsync("");
        await page.GotoAsync("/connections");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Second desk" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_number_rests_with_a_reason_and_goes_on_with_another()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync("/connections");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = StoryTown.NumberName, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rest this number…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rest the number" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why");
        await dialog.GetByLabel("Why").FillAsync("It grew too fast today");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rest the number" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Rested by Administrator: It grew too fast today")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Resume…" }).ClickAsync();
        await dialog.GetByLabel("Why it is safe again").FillAsync("A day has passed");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main).GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Events_are_set_up_a_request_shows_live_and_what_could_not_be_used_is_replayed()
    {
        var builder = new WorldBuilder(host.Town.World);
        var number = builder.AddNumber("Night shift", vendor: Vendor.Whapi);
        var door = builder.AddGroup("Night Door", owner: number.Phone, settings: new GroupSettings { ApprovalRequired = true });
        var applicant = builder.AddPerson("Late Applicant");
        var id = await ConnectAsync(number, "Night shift");
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        await page.GotoAsync(PortalUrls.Connection(id));
        var panel = page.GetByRole(AriaRole.Region, new() { Name = "Events from the gateway" });
        await Expect(panel.GetByText("This gateway tells of members, settings and join requests.")).ToBeVisibleAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Set up events" }).ClickAsync();
        var (address, secret) = (await panel.GetByLabel("Address to give to the gateway").InputValueAsync(), await panel.GetByLabel("Secret, shown only now").InputValueAsync());

        // What the operator does at the gateway; then somebody asks to join while the inbox is open.
        host.Town.World.SetWebhooks(number.Phone, [new WebhookSubscription("console", Enabled: true, address, Authorization: "", ByEvents: false, [], MediaBase64: false)
        {
            Mode = "body", Headers = new Dictionary<string, string> { ["X-Hook-Key"] = secret },
        }]);
        var inbox = await page.Context.NewPageAsync();
        await inbox.GotoAsync(PortalUrls.Approvals(group: door));
        await Expect(inbox.GetByText("No request matches")).ToBeVisibleAsync();
        host.Town.World.Join(applicant.Phone, host.Town.World.FindGroup(door)!.InviteCode);
        await Expect(inbox.GetByRole(AriaRole.List, new() { Name = "Requests" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        Assert.Equal(ReadingOrigin.Webhook, await WithDatabaseAsync(db => db.GroupReadings.Where(r => r.GroupId == door && r.Aspect == GroupAspect.Requests).Select(r => r.Origin).SingleAsync()));

        // The same twice, a forged one, and one that nobody can read.
        const string Event = """{"health":{},"event":{"type":"channel","event":"post"},"channel_id":"x"}""";
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(address, secret, Event));
        Assert.Equal(HttpStatusCode.Unauthorized, await DeliverAsync(address, "forged", Event));
        await Expect(panel.GetByText("What came last was refused.")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(address, secret, "<html>"));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(address, secret, "<html>"));
        await Expect(panel.GetByText("1 event could not be used")).ToBeVisibleAsync();
        await Expect(panel.GetByRole(AriaRole.Row).Filter(new() { HasText = "It is no JSON object." }).GetByRole(AriaRole.Button, new() { Name = "Replay" })).ToBeDisabledAsync();
        await page.ReloadAsync();
        await Expect(panel.GetByText(new Regex("^[2-9] new, 1 repeated", RegexOptions.None, TimeSpan.FromSeconds(1)))).ToBeVisibleAsync();
        await Expect(panel.GetByText("the proof was missing or wrong")).ToBeVisibleAsync();

        // What it pointed to could not be stored, time and again; a person lets it be tried once more.
        await WithDatabaseAsync(db => db.WebhookDeliveries.Where(d => d.ConnectionId == id && d.Body != null && d.State == DeliveryState.Done)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Dead).SetProperty(d => d.Reason, "What it points to could not be stored.")));
        await page.ReloadAsync();
        await Expect(panel.GetByRole(AriaRole.Row).Filter(new() { HasText = "What it points to could not be stored." }).First).ToBeVisibleAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Replay all" }).ClickAsync();
        await Expect(panel.GetByText("1 event could not be used")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_is_found_by_digits_and_shown_with_their_groups()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Moderator);
        var singer = host.Town.World.FindGroup(host.Town.ChoirId)!.Members.First(m => m.Person.Phone != host.Town.Number.Phone).Person;
        await page.GotoAsync("/communities");
        await Expect(page.GetByText("Choir")).ToBeVisibleAsync();

        await page.GotoAsync("/people");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search people by name or number" }).FillAsync($"+{singer.Phone[..2]} {singer.Phone[2..]}");
        // The search stands in the address first; a click before that would be overtaken by it.
        await Expect(page).ToHaveURLAsync(new Regex(@"/people\?q=", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new(singer.Phone) }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new(singer.Phone) })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Choir" })).ToBeVisibleAsync();
    }

    private async Task<Guid> ConnectAsync(WorldNumber number, string name)
    {
        var vendor = host.Services.GetRequiredService<GatewayCatalog>()[GatewayKind.Whapi];
        await using var scope = host.Services.CreateAsyncScope();
        var added = await scope.ServiceProvider.GetRequiredService<ConnectionRegistry>().AddAsync(
            Actor.System,
            new ConnectionDraft(vendor.Kind, name, host.Simulator.WhapiAddress.ToString(), vendor.Credentials.ToDictionary(f => f.Key, f => f.IsSecret ? number.Token : number.Handle)),
            test: null,
            CancellationToken.None);
        Assert.True(added.Succeeded, added.Failure?.Message);
        await StoryHost.UntilAsync(() => host.Simulator.Requests.All.Any(r => r.Number == number.Phone && r.Route == RouteKind.ListRequests), "Night shift was read");
        return added.Value;
    }

    private async Task<T> WithDatabaseAsync<T>(Func<PortalDbContext, Task<T>> work)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await work(db);
    }

    private static async Task<HttpStatusCode> DeliverAsync(string address, string secret, string body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("X-Hook-Key", secret);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
