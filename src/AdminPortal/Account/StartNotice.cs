using AdminPortal.Features.Operators;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AdminPortal.Account;

/// <summary>
/// Tells on the terminal where the console is, and, while nobody exists, the one-time link that makes the first
/// administrator. Not through the log: a log is kept and shipped, a secret is not.
/// </summary>
internal sealed class StartNotice(IServer server, IServiceScopeFactory scopes) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        // An in-process test server listens nowhere.
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } bound)
        {
            return;
        }

        var address = ReachableAddress(bound);
        await using var scope = scopes.CreateAsyncScope();
        // Not cancelled: who stops the console at its start wants it to end, not to fail.
        var token = await scope.ServiceProvider.GetRequiredService<OneTimeLinks>().OfferSetupAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync($"AdminPortal is at {address}");
        if (token is not null)
        {
            await Console.Out.WriteLineAsync(
                $"Make yourself its first administrator (once, within {OneTimeLinks.Lifetime.TotalHours:0} hours): {new Uri(address, PortalUrls.Setup(token))}");
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>"Every interface" is no address that a browser can open.</summary>
    internal static Uri ReachableAddress(string bound)
    {
        var address = BindingAddress.Parse(bound);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }
}
