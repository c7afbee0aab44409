using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Http;

/// <summary>One event for one number, in a vendor's words.</summary>
internal sealed record OutgoingEvent(WorldNumber Number, string Name, Func<JsonObject> Envelope);

/// <summary>
/// Carries what happens in the world to the addresses that were asked for: in order per number, with a few repeats,
/// and not at all while nobody asked.
/// </summary>
internal sealed class EventCourier : IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Dictionary<string, (Channel<OutgoingEvent> Queue, Task Work)> _numbers = new(StringComparer.Ordinal);
    private readonly Func<WorldEvent, IEnumerable<OutgoingEvent>> _translate;
    private readonly DeliveryLog _log;
    private readonly TimeProvider _time;
    private readonly WorldWatch _watch;
    private readonly Task _reading;

    public EventCourier(WhatsAppWorld world, Func<WorldEvent, IEnumerable<OutgoingEvent>> translate, DeliveryLog log, TimeProvider time)
    {
        _translate = translate;
        _log = log;
        _time = time;
        _watch = world.Watch();
        _reading = ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _watch.Dispose();
        await _reading.ConfigureAwait(false);
        await Task.WhenAll(_numbers.Values.Select(number => number.Work)).ConfigureAwait(false);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var worldEvent in _watch.Events.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                foreach (var outgoing in _translate(worldEvent))
                {
                    Enqueue(outgoing);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host stops; what was not delivered is lost, as it is when a vendor's server goes down.
        }
    }

    private void Enqueue(OutgoingEvent outgoing)
    {
        if (!_numbers.TryGetValue(outgoing.Number.Phone, out var number))
        {
            var queue = Channel.CreateUnbounded<OutgoingEvent>(new UnboundedChannelOptions { SingleReader = true });
            _numbers[outgoing.Number.Phone] = number = (queue, DeliverAllAsync(queue.Reader));
        }

        number.Queue.Writer.TryWrite(outgoing);
    }

    private async Task DeliverAllAsync(ChannelReader<OutgoingEvent> queue)
    {
        try
        {
            await foreach (var outgoing in queue.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                foreach (var webhook in outgoing.Number.Webhooks.Where(webhook => webhook.Enabled && webhook.Events.Contains(outgoing.Name)))
                {
                    await DeliverAsync(outgoing, webhook).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As above.
        }
    }

    private async Task DeliverAsync(OutgoingEvent outgoing, WebhookSubscription webhook)
    {
        if (!Uri.TryCreate(webhook.ByEvents ? $"{webhook.Url.TrimEnd('/')}/{outgoing.Name}" : webhook.Url, UriKind.Absolute, out var url))
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var status = await PostAsync(url, webhook, outgoing.Envelope()).ConfigureAwait(false);
            var delivery = new LoggedDelivery(_time.GetUtcNow(), outgoing.Number.Phone, outgoing.Name, url, attempt, status);
            _log.Add(delivery);
            if (delivery.IsAccepted || attempt > Pauses.Length)
            {
                return;
            }

            await Task.Delay(Pauses[attempt - 1], _time, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<int?> PostAsync(Uri url, WebhookSubscription webhook, JsonObject envelope)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(envelope) };
        if (webhook.Authorization.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", webhook.Authorization);
        }

        try
        {
            using var response = await _client.SendAsync(request, _stop.Token).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // The client's own timeout.
            return null;
        }
    }
}
