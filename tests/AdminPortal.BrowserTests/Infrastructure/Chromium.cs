using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AdminPortal.BrowserTests.Infrastructure.Chromium))]

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>One browser process for the whole run; every test opens its own context.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The system's browser, or null when there is none: a story is then a visible skip.</summary>
    public static string? ExecutablePath { get; } =
        new[] { Environment.GetEnvironmentVariable("ADMINPORTAL_TEST_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not been started.");

    public async ValueTask InitializeAsync()
    {
        if (ExecutablePath is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(StoryHost.PatienceMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ExecutablePath,
            // The sandbox of the browser does not start for root; nothing but our own pages is opened.
            Args =
            [
                "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
