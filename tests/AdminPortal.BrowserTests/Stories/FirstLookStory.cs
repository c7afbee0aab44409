using AdminPortal.Account;
using AdminPortal.BrowserTests.Infrastructure;
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
        await Expect(page.GetByText("Northside Athletics").First).ToBeVisibleAsync(new() { Timeout = 60_000 });

        // The link was for once.
        await using var stranger = await chromium.Browser.NewContextAsync();
        var second = await stranger.NewPageAsync();
        await second.GotoAsync(link.ToString());
        await Expect(second.GetByLabel("Password")).ToHaveCountAsync(0);
    }

    public sealed class FreshHost : BrowserHost
    {
        private readonly StringWriter _output = new();

        protected override IReadOnlyDictionary<string, string> Settings { get; } =
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Sandbox:Enabled"] = "true" };

        /// <summary>Reads the link where a newcomer finds it: in the output of the start.</summary>
        public async Task<Uri> SetUpLinkAsync()
        {
            StartNotice.Output = TextWriter.Synchronized(_output);
            _ = Address;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            // Other hosts of this run may speak through the same output: the link is told by its port.
            var start = new Uri(Address, "setup?token=").ToString();
            int at;
            while ((at = _output.ToString().IndexOf(start, StringComparison.Ordinal)) < 0)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }

            return new Uri(_output.ToString()[at..].Split([' ', '\n', '\r'], 2)[0]);
        }
    }
}
