using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Simulator;

/// <summary>Somebody who asked a gateway for events: a real listener that keeps what comes.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<ReceivedEvent> _received = Channel.CreateUnbounded<ReceivedEvent>();
    private readonly WebApplication _app;
    private int _failures;

    private WebhookListener(WebApplication app) => _app = app;

    /// <summary>Without a slash at its end.</summary>
    public string Address => _app.Urls.Single();

    public static async Task<WebhookListener> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var listener = new WebhookListener(builder.Build());
        listener._app.Run(listener.KeepAsync);
        await listener._app.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    /// <summary>Refuses the next deliveries with 500.</summary>
    public void FailNext(int deliveries) => Volatile.Write(ref _failures, deliveries);

    public async Task<ReceivedEvent> NextAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    public async Task<ReceivedEvent[]> NextAsync(int count)
    {
        var events = new ReceivedEvent[count];
        for (var index = 0; index < count; index++)
        {
            events[index] = await NextAsync();
        }

        return events;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        await _received.Writer.WriteAsync(new ReceivedEvent(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, text));
    }
}

internal sealed record ReceivedEvent(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Body { get; } = JsonNode.Parse(Text)!;
}
