using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Sandbox;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Sandbox;

/// <summary>The sandbox's gateways deliver for real: each number's events reach the console that started them, and nothing else is believed.</summary>
public sealed class SandboxWebhooksTests
{
    private static readonly Actor s_admin = new(Guid.NewGuid(), "Ada", OperatorRole.Administrator);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_number_delivers_and_what_is_forged_stale_or_repeated_is_told_apart()
    {
        await using var sandbox = await Playground.StartAsync();
        foreach (var number in sandbox.World.Numbers)
        {
            Assert.Equal(new WebhookStatusCounts(0, 0, 0), await sandbox.CountsAsync(number));
        }

        foreach (var number in sandbox.World.Numbers)
        {
            sandbox.Stir(number);
            await sandbox.UntilAsync(number, c => c is { Accepted: > 0, Refused: 0 });
        }

        var ryze = sandbox.SubscriptionOf(Vendor.RyzeApi);
        const string Event = """{"event":"group.flow","data":{"type":"joined","groupJid":"120363077001122334@g.us","timestamp":"2026-05-01T08:00:00Z"}}""";
        var before = await sandbox.CountsAsync(sandbox.NumberOf(Vendor.RyzeApi));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(ryze.Url, Event, "Authorization", "forged"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(ryze.Url, Event, "Authorization", ryze.Authorization));
        // What was stirred may still come in beside.
        var after = await sandbox.CountsAsync(sandbox.NumberOf(Vendor.RyzeApi));
        Assert.True(after.Accepted > before.Accepted && after.Refused == 1, $"{before} {after}");

        var wadial = sandbox.SubscriptionOf(Vendor.Wadial);
        const string State = """{"id":"once","type":"connection.state","data":{}}""";
        var now = TimeProvider.System.GetUtcNow();
        before = await sandbox.CountsAsync(sandbox.NumberOf(Vendor.Wadial));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(wadial.Url, State, "wadial-signature", Sign(wadial.Secret, now.AddHours(-1), State)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(wadial.Url, State, "wadial-signature", Sign(wadial.Secret, now, State)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(wadial.Url, State, "wadial-signature", Sign(wadial.Secret, now, State)));
        after = await sandbox.CountsAsync(sandbox.NumberOf(Vendor.Wadial));
        Assert.True(after.Accepted > before.Accepted && after.Repeated == before.Repeated + 1 && after.Refused == 1, $"{before} {after}");
    }

    [Fact]
    public async Task Deliveries_are_lost_doubled_and_overtaken_when_their_faults_are_switched()
    {
        await using var sandbox = await Playground.StartAsync();
        var wawp = sandbox.NumberOf(Vendor.Wawp);
        var faults = sandbox.Far.Faults.Everyone;

        faults.Always(FaultKind.LoseDelivery);
        sandbox.Stir(wawp);
        await sandbox.UntilAsync(() => sandbox.Far.Deliveries.All.Any(d => d.Number == wawp.Phone && d.Faults.Contains(FaultKind.LoseDelivery)));
        Assert.Equal(new WebhookStatusCounts(0, 0, 0), await sandbox.CountsAsync(wawp));

        faults.Clear(FaultKind.LoseDelivery);
        faults.Always(FaultKind.RepeatDelivery);
        sandbox.Stir(wawp);
        await sandbox.UntilAsync(wawp, c => c is { Accepted: > 0, Repeated: > 0 });

        faults.Clear(FaultKind.RepeatDelivery);
        faults.Always(FaultKind.ReorderDelivery);
        var known = await sandbox.CountsAsync(wawp);
        sandbox.Stir(wawp);
        sandbox.Stir(wawp);
        await sandbox.UntilAsync(() => sandbox.Far.Deliveries.All.Any(d => d is { IsAccepted: true } && d.Number == wawp.Phone && d.Faults.Contains(FaultKind.ReorderDelivery)));
        await sandbox.UntilAsync(wawp, c => c.Accepted > known.Accepted && c.Refused == 0);
    }

    [Fact]
    public async Task A_reset_connects_them_anew_and_whom_an_operator_turned_off_stays_off()
    {
        await using var sandbox = await Playground.StartAsync();
        var (ryze, whapi) = (sandbox.NumberOf(Vendor.RyzeApi), sandbox.NumberOf(Vendor.Whapi));
        var address = sandbox.SubscriptionOf(Vendor.Whapi).Url;
        Assert.True((await sandbox.Get<WebhookDesk>().TurnOffAsync(s_admin, SandboxNumbers.IdOf(whapi), Ending)).Succeeded);

        sandbox.Stir(whapi);
        await sandbox.UntilAsync(() => sandbox.Far.Deliveries.All.Any(d => d.Number == whapi.Phone && d.Status == (int)HttpStatusCode.NotFound));
        Assert.Equal(address, sandbox.SubscriptionOf(Vendor.Whapi).Url);

        Assert.True((await sandbox.Get<SandboxControl>().ResetAsync(s_admin, Ending)).Succeeded);
        await sandbox.ConnectedAsync();
        sandbox.Stir(ryze);
        await sandbox.UntilAsync(ryze, c => c.Accepted > 0);
    }

    private static string Sign(string secret, DateTimeOffset at, string body)
    {
        var stamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")))}";
    }

    private static async Task<HttpStatusCode> SendAsync(string url, string body, string header, string value)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await client.SendAsync(request, Ending);
        return response.StatusCode;
    }

    private sealed record WebhookStatusCounts(long Accepted, long Repeated, long Refused);

    /// <summary>The console on a socket, with a sandbox in which nothing happens by itself.</summary>
    private sealed class Playground : IAsyncDisposable
    {
        private readonly Listening _host = new();

        public SimulatorHost Far => Get<SandboxRuntime>().Host!;

        public WhatsAppWorld World => Far.World;

        public static async Task<Playground> StartAsync()
        {
            var playground = new Playground();
            await playground.ConnectedAsync();
            return playground;
        }

        public T Get<T>()
            where T : notnull => _host.Services.GetRequiredService<T>();

        public WorldNumber NumberOf(Vendor vendor) => World.NumbersOf(vendor).Single();

        public WebhookSubscription SubscriptionOf(Vendor vendor) => NumberOf(vendor).Webhooks.Single();

        /// <summary>Until the console has given its address to each of the four gateways.</summary>
        public Task ConnectedAsync() => UntilAsync(() => World.Numbers.Count == 4 && World.Numbers.All(n => n.Webhooks is [{ Enabled: true } only] && only.Url.StartsWith(_host.Address.ToString(), StringComparison.Ordinal)));

        /// <summary>Lets something happen of which the number's gateway tells.</summary>
        public void Stir(WorldNumber number)
        {
            if (number.Vendor == Vendor.Wadial)
            {
                World.SetSession(number.Phone, SessionState.Disconnected);
                World.SetSession(number.Phone, SessionState.Connected);
                return;
            }

            var ours = World.Numbers.Select(n => n.Phone).ToHashSet(StringComparer.Ordinal);
            var (group, leaver) = World.Groups(number.Phone).Value
                .Where(g => g is { Kind: GroupKind.Ordinary, IsOwnAdmin: true })
                .Select(g => World.FindGroup(g.Id)!)
                .Select(g => (g, g.Members.FirstOrDefault(m => !m.IsAdmin && !ours.Contains(m.Person.Phone))))
                .First(found => found.Item2 is not null);
            World.Leave(leaver!.Person.Phone, group.Id);
        }

        public async Task<WebhookStatusCounts> CountsAsync(WorldNumber number)
        {
            var sheet = await Get<WebhookDesk>().FindAsync(s_admin, SandboxNumbers.IdOf(number), _host.Address, Ending);
            Assert.True(sheet!.Status!.HasSecret);
            return new(sheet.Status.Accepted, sheet.Status.Repeated, sheet.Status.Refused);
        }

        public Task UntilAsync(WorldNumber number, Func<WebhookStatusCounts, bool> condition) => UntilAsync(async () => condition(await CountsAsync(number)));

        public Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        private static async Task UntilAsync(Func<Task<bool>> condition)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Ending);
            timeout.CancelAfter(s_patience);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
        }
    }

    private sealed class Listening : PortalHost
    {
        public Listening()
        {
            Set("Sandbox:Enabled", "true").Set("Sandbox:EventsPerMinute", "0");
            UseKestrel(0);
            StartServer();
        }

        public Uri Address => ClientOptions.BaseAddress;
    }
}
