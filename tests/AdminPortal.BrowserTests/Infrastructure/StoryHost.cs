using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operators;
using AdminPortal.Gateways;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>
/// One console with one operator of each role and one number, "Desk", that stands in a small town of groups. The town lies
/// behind real HTTP; only the pace is quicker than in life.
/// </summary>
public class StoryHost : BrowserHost, IAsyncLifetime
{
    /// <summary>Longest wait for anything to appear in the browser.</summary>
    public const float PatienceMilliseconds = 20_000;

    private const string Password = "violet tram 81 lantern";

    private SimulatorHost? _simulator;

    public StoryTown Town { get; } = new();

    public SimulatorHost Simulator => _simulator ?? throw new InvalidOperationException("The simulator has not been started.");

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Gateways:AllowLoopback"] = "true",
        ["Pacing:RequestsPerMinute"] = "6000",
        ["Pacing:AddSpacing"] = "00:00:00.050",
        ["Pacing:AddsPerDay"] = "1000",
        ["Pacing:PromoteSpacing"] = "00:00:00.050",
        ["Pacing:ApproveSpacing"] = "00:00:00.050",
        ["Pacing:LinkSpacing"] = "00:00:00.050",
        ["Pacing:MessageSpacing"] = "00:00:00.050",
        ["Pacing:MessagesPerMinute"] = "1000",
        ["Pacing:GroupMessageSpacing"] = "00:00:00.050",
        ["Pacing:CreationsPerHour"] = "1000",
        ["Pacing:CreationsPerDay"] = "1000",
        ["Pacing:OutagePauses:0"] = "00:00:01",
        ["Sync:RequestsEvery"] = "00:00:05",
    };

    public virtual async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions { World = Town.World, RequestsPerMinute = null });
        _ = Address;
        using var scope = Services.CreateScope();
        var operators = scope.ServiceProvider.GetRequiredService<UserManager<Operator>>();
        foreach (var role in Enum.GetValues<OperatorRole>())
        {
            var person = new Operator
            {
                UserName = EmailOf(role), Email = EmailOf(role), DisplayName = role.ToString(), Role = role, CreatedAt = TimeProvider.System.GetUtcNow(),
            };
            person.PasswordHash = operators.PasswordHasher.HashPassword(person, Password);
            var created = await operators.CreateAsync(person);
            Assert.True(created.Succeeded, string.Join(" ", created.Errors.Select(e => e.Description)));
        }

        await ConnectAsync(StoryTown.NumberName, GatewayKind.RyzeApi, Town.Number);
    }

    /// <summary>A page of its own, signed in with the role, at the start page.</summary>
    public Task<IPage> SignInAsync(Chromium chromium, OperatorRole role, int width = 1280, ColorScheme scheme = ColorScheme.Light) =>
        SignInAsync(this, chromium, role, width, scheme);

    /// <summary>The same on another run of the console with the same operators.</summary>
    public static async Task<IPage> SignInAsync(BrowserHost host, Chromium chromium, OperatorRole role, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(Chromium.ExecutablePath is null, "No Chromium on this machine.");
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = host.Address.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email").FillAsync(EmailOf(role));
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview", Level = 1 })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Waits for the world, on the far side of the gateway, to be so.</summary>
    public static async Task UntilAsync(Func<bool> so, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(PatienceMilliseconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!so())
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Assert.Fail($"The world does not show it in time: {what}.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private static string EmailOf(OperatorRole role) => $"{role.ToString().ToLowerInvariant()}@town.example";

    /// <param name="kind">One whose credentials are an instance and a token.</param>
    protected async Task ConnectAsync(string name, GatewayKind kind, WorldNumber number)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        var desk = new Connection
        {
            Name = name,
            Kind = kind,
            BaseAddress = Simulator.AddressOf(number.Vendor).ToString(),
            ProtectedCredentials = Services.GetRequiredService<SecretProtector>().Protect(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["instance"] = number.Handle,
                ["token"] = number.Token,
            }),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        db.Connections.Add(desk);
        await db.SaveChangesAsync();
        Services.GetRequiredService<ChangeFeed>().Publish(ChangeTopic.Connections, desk.Id.ToString());
    }
}
