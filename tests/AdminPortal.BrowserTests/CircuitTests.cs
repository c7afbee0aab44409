using AdminPortal.BrowserTests.Infrastructure;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace AdminPortal.BrowserTests;

public sealed class CircuitTests(Chromium chromium, BrowserHost host) : IClassFixture<BrowserHost>
{
    [Fact]
    public async Task A_button_answers_over_the_circuit()
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync(host.Address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Looked 1 times");
    }
}
