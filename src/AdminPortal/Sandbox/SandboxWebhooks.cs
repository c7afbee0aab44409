using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Sandbox;

/// <summary>
/// Lets the sandbox's gateways deliver their events to this console, as an operator would have set it up at each of them.
/// Whom an operator turned off or gave another secret afterwards is left alone.
/// </summary>
internal sealed class SandboxWebhooks(SandboxRuntime runtime, WebhookDesk desk, IServer server, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    /// <summary>The world forgets its webhooks when it is reset.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            // A host without a socket of its own cannot be delivered to.
            if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => a.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) is not { } address)
            {
                return;
            }

            var console = new Uri($"http://127.0.0.1:{BindingAddress.Parse(address).Port}/");
            using var timer = new PeriodicTimer(s_every, time);
            do
            {
                await EnsureAsync(console, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task EnsureAsync(Uri console, CancellationToken cancellationToken)
    {
        if (runtime.Host?.World is not { } world)
        {
            return;
        }

        foreach (var number in world.Numbers.Where(n => !n.Webhooks.Any(w => Uri.TryCreate(w.Url, UriKind.Absolute, out var url) && url.Authority == console.Authority)))
        {
            var id = SandboxNumbers.IdOf(number);
            var made = await desk.SetUpAsync(Actor.System, id, console, cancellationToken);
            if (!made.Succeeded)
            {
                // It was removed from the console.
                continue;
            }

            var secret = made.Value.Secret ?? world.DrawSecret();
            if (number.Vendor == Vendor.Wadial)
            {
                await desk.TakeSecretAsync(Actor.System, id, secret, cancellationToken);
            }

            world.SetWebhooks(number.Phone, [SubscriptionOf(number.Vendor, made.Value.Address, secret)]);
        }
    }

    private static WebhookSubscription SubscriptionOf(Vendor vendor, Uri address, string secret)
    {
        var plain = new WebhookSubscription("console", Enabled: true, address.ToString(), Authorization: "", ByEvents: false, [], MediaBase64: false);
        return vendor switch
        {
            Vendor.RyzeApi => plain with { Authorization = secret, Events = ["group.flow", "instance.state"] },
            Vendor.Whapi => plain with
            {
                Mode = "body",
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Hook-Key"] = secret },
                Events = ["groups.post", "groups.put", "groups.patch", "channel.post", "users.post", "users.delete"],
            },
            Vendor.Wadial => plain with { Secret = secret, Events = ["connection.state"] },
            _ => plain with { Events = ["group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants", "session.status"] },
        };
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
