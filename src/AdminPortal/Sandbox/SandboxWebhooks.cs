using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Security;
using AdminPortal.Simulator;
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
            var dialect = VendorDialects.Of(number.Vendor);
            if (dialect.MakesWebhookSecret)
            {
                await desk.TakeSecretAsync(Actor.System, id, secret, cancellationToken);
            }

            world.SetWebhooks(number.Phone, [dialect.Subscribe(made.Value.Address, secret)]);
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
