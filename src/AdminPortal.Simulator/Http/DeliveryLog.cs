using AdminPortal.Simulator.Faults;

namespace AdminPortal.Simulator.Http;

/// <param name="Attempt">Counts from 1; 0 when a fault lost it on the way.</param>
/// <param name="Status">Null when nobody answered.</param>
public sealed record LoggedDelivery(DateTimeOffset At, string Number, string Event, Uri Url, int Attempt, int? Status)
{
    /// <summary>What was made to go wrong with it.</summary>
    public IReadOnlySet<FaultKind> Faults { get; init; } = new HashSet<FaultKind>();

    public bool IsAccepted => Status is >= 200 and < 300;
}

/// <summary>The latest attempts to deliver events, oldest first.</summary>
public sealed class DeliveryLog
{
    private readonly Lock _gate = new();
    private readonly Queue<LoggedDelivery> _deliveries = new();
    private readonly int _capacity;

    internal DeliveryLog(int capacity) => _capacity = capacity;

    public IReadOnlyList<LoggedDelivery> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _deliveries];
            }
        }
    }

    internal void Add(LoggedDelivery delivery)
    {
        lock (_gate)
        {
            _deliveries.Enqueue(delivery);
            if (_deliveries.Count > _capacity)
            {
                _deliveries.Dequeue();
            }
        }
    }
}
