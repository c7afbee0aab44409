using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Features.Operators;
using AdminPortal.Ui;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>A newcomer starts the product for the first time, with the sandbox on.</summary>
public sealed class FirstLookStory(Chromium chromium, FirstLookStory.FreshHost host) : IClassFixture<FirstLookStory.FreshHost>
{
    [Fact]
    public async Task From_the_one_time_link_to_a_community_in_the_sandbox()
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        await using var context = await chromium.Browser.NewContextAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(StoryHost.PatienceMilliseconds);
        var page = await context.NewPageAsync();

        var link = await host.SetUpLinkAsync();
        await page.GotoAsync(link.ToString());
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Email").FillAsync("ada@town.example");
        await page.GetByLabel("Password").FillAsync("violet tram 81 lantern");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up AdminPortal" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Communities" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter by name or id" }).FillAsync("northside");
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Northside Athletics" }).First).ToBeVisibleAsync(new() { Timeout = 60_000 });

        // The link was for once.
        await using var stranger = await chromium.Browser.NewContextAsync();
        var second = await stranger.NewPageAsync();
        await second.GotoAsync(link.ToString());
        await Expect(second.GetByLabel("Password")).ToHaveCountAsync(0);
    }

    public sealed class FreshHost : BrowserHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Sandbox:Enabled"] = "true" };

        /// <summary>The link that the start prints; that it is printed is proven where the process is started.</summary>
        public async Task<Uri> SetUpLinkAsync()
        {
            var address = Address;
            await using var scope = Services.CreateAsyncScope();
            var token = await scope.ServiceProvider.GetRequiredService<OneTimeLinks>().OfferSetupAsync(TestContext.Current.CancellationToken);
            return new Uri(address, PortalUrls.Setup(token ?? throw new InvalidOperationException("Somebody is there already.")));
        }
    }
}
