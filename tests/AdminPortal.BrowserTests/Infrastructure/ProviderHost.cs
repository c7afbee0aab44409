using AdminPortal.Gateways;
using AdminPortal.Security;
using AdminPortal.Simulator.World;
using AdminPortal.Ui;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>The stories' console with a number at each gateway. Whichever story comes first connects them, as an administrator does.</summary>
public sealed class ProviderHost : StoryHost
{
    /// <summary>A number that was just connected is read in its own time.</summary>
    public const float FirstReadMilliseconds = 60_000;

    private readonly Lock _gate = new();
    private readonly ProviderTown _places;
    private Task? _connected;

    public ProviderHost() => _places = new ProviderTown(Town);

    public ProviderTown Places => _places;

    /// <summary>By credentials and address alone.</summary>
    public Task ConnectAllAsync(Chromium chromium)
    {
        lock (_gate)
        {
            return _connected ??= ConnectAsync(chromium);
        }
    }

    private async Task ConnectAsync(Chromium chromium)
    {
        var page = await SignInAsync(chromium, OperatorRole.Administrator);
        await ConnectAsync(page, GatewayKind.Wadial, Places.Field.Number, "Field office");
        await ConnectAsync(page, GatewayKind.Whapi, Places.Night.Number, "Night shift");
        await ConnectAsync(page, GatewayKind.Wawp, Places.Rota, "Rota desk");
        await page.Context.CloseAsync();
    }

    private async Task ConnectAsync(IPage page, GatewayKind kind, WorldNumber number, string name)
    {
        var vendor = Services.GetRequiredService<GatewayCatalog>()[kind];
        await page.GotoAsync(PortalUrls.NewConnection);
        await page.GetByRole(AriaRole.Radio, new() { Name = vendor.Name }).CheckAsync();
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Address").FillAsync(Simulator.AddressOf(number.Vendor).ToString());
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
}
