using System.Text;
using System.Threading.Channels;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Http;

/// <summary>
/// Carries what happens in the world to the addresses that were asked for: in order per number, with a few repeats,
/// and not at all while nobody asked. Faults lose, repeat and reorder.
/// </summary>
internal sealed class EventCourier : IAsyncDisposable
{
    /// <summary>How long a delivery that is to be overtaken waits for another one.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Dictionary<string, (Channel<Delivery> Queue, Task Work)> _numbers = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<DeliveryDialect> _dialects;
    private readonly FaultBoard _faults;
    private readonly DeliveryLog _log;
    private readonly TimeProvider _time;
    private readonly WorldWatch _watch;
    private readonly Task _reading;

    public EventCourier(WhatsAppWorld world, IReadOnlyList<DeliveryDialect> dialects, FaultBoard faults, DeliveryLog log, TimeProvider time)
    {
        _dialects = dialects;
        _faults = faults;
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
                foreach (var dialect in _dialects)
                {
                    foreach (var outgoing in dialect.Translate(worldEvent))
                    {
                        Enqueue(dialect, outgoing);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host stops; what was not delivered is lost, as it is when a vendor's server goes down.
        }
    }

    private void Enqueue(DeliveryDialect dialect, OutgoingEvent outgoing)
    {
        byte[]? body = null;
        foreach (var webhook in outgoing.Number.Webhooks)
        {
            if (webhook.Enabled && (webhook.Events.Count == 0 || webhook.Events.Contains(outgoing.Name)))
            {
                body ??= Encoding.UTF8.GetBytes(outgoing.Envelope().ToJsonString());
                QueueOf(outgoing.Number.Phone).TryWrite(new Delivery(dialect, outgoing, webhook, body));
            }
        }
    }

    private ChannelWriter<Delivery> QueueOf(string phone)
    {
        if (!_numbers.TryGetValue(phone, out var number))
        {
            var queue = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
            _numbers[phone] = number = (queue, DeliverAllAsync(queue.Reader));
        }

        return number.Queue.Writer;
    }

    private async Task DeliverAllAsync(ChannelReader<Delivery> queue)
    {
        try
        {
            Delivery? late = null;
            while (true)
            {
                if (queue.TryRead(out var delivery))
                {
                    late = await DeliverAsync(delivery, late).ConfigureAwait(false);
                }
                else if (late is null)
                {
                    await queue.WaitToReadAsync(_stop.Token).ConfigureAwait(false);
                }
                else if (!await AnotherComesAsync(queue).ConfigureAwait(false))
                {
                    await SendAsync(late, Faults(FaultKind.ReorderDelivery)).ConfigureAwait(false);
                    late = null;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As above.
        }
    }

    /// <returns>What is still held back.</returns>
    private async Task<Delivery?> DeliverAsync(Delivery delivery, Delivery? late)
    {
        var drawn = _faults.DrawDelivery(delivery.Event.Number.Phone);
        if (drawn.Has(FaultKind.LoseDelivery))
        {
            using var lost = delivery.Dialect.Request(delivery);
            if (lost?.RequestUri is { } url)
            {
                Log(delivery, url, attempt: 0, status: null, drawn.Kinds);
            }

            return late;
        }

        if (late is null && drawn.Has(FaultKind.ReorderDelivery))
        {
            return delivery;
        }

        await SendAsync(delivery, drawn.Kinds).ConfigureAwait(false);
        if (drawn.Has(FaultKind.RepeatDelivery))
        {
            await SendAsync(delivery, drawn.Kinds).ConfigureAwait(false);
        }

        if (late is not null)
        {
            await SendAsync(late, Faults(FaultKind.ReorderDelivery)).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<bool> AnotherComesAsync(ChannelReader<Delivery> queue)
    {
        using var patience = new CancellationTokenSource(Lateness, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        try
        {
            return await queue.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task SendAsync(Delivery delivery, IReadOnlySet<FaultKind> faults)
    {
        var pauses = delivery.Dialect.Pauses;
        for (var attempt = 1; ; attempt++)
        {
            // Made anew each time: a signature carries the time of its own attempt.
            using var request = delivery.Dialect.Request(delivery);
            if (request?.RequestUri is not { } url)
            {
                return;
            }

            var status = await SendAsync(request).ConfigureAwait(false);
            Log(delivery, url, attempt, status, faults);
            if (status is >= 200 and < 300 || attempt > pauses.Count)
            {
                return;
            }

            await Task.Delay(pauses[attempt - 1], _time, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<int?> SendAsync(HttpRequestMessage request)
    {
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

    private void Log(Delivery delivery, Uri url, int attempt, int? status, IReadOnlySet<FaultKind> faults) =>
        _log.Add(new LoggedDelivery(_time.GetUtcNow(), delivery.Event.Number.Phone, delivery.Event.Name, url, attempt, status) { Faults = faults });

    private static HashSet<FaultKind> Faults(FaultKind kind) => [kind];
}
