namespace AdminPortal.Features.Pacing;

/// <summary>
/// The requests of one number in the last minute, and who waits for a place among them. Lanes are served in order; a lane
/// further down may fill a smaller part of the minute. Knows no database and no gateway.
/// </summary>
internal sealed class RequestBudget : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A timer may fire a little early; without this the wait would end in many tiny ones.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Dictionary<Lane, int> _limits;
    private readonly Dictionary<Lane, LinkedList<TaskCompletionSource<bool>>> _waiting;

    // Monotonic stamps: a clock that is set back must not freeze a number.
    private readonly Queue<long> _sent = new();
    private long? _last;
    private DateTimeOffset? _pausedUntil;
    private TimeSpan _gap;
    private DateTimeOffset _gapUntil;
    private DateTimeOffset _emptyUntil;

    public RequestBudget(TimeProvider time, int perMinute, double bulkShare, double backgroundShare)
    {
        _time = time;
        _limits = new Dictionary<Lane, int>
        {
            [Lane.Interactive] = perMinute,
            [Lane.Bulk] = Math.Max(1, (int)(perMinute * bulkShare)),
            [Lane.Background] = Math.Max(1, (int)(perMinute * backgroundShare)),
        };
        _waiting = Enum.GetValues<Lane>().ToDictionary(lane => lane, _ => new LinkedList<TaskCompletionSource<bool>>());
        _timer = time.CreateTimer(_ => Serve(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int LimitOf(Lane lane) => _limits[lane];

    /// <summary>How many requests left in the last minute.</summary>
    public int Used
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _sent.Count;
            }
        }
    }

    /// <summary>Waits for a place and takes it.</summary>
    /// <returns>False when the terms changed meanwhile: look again, then ask again.</returns>
    public async Task<bool> EnterAsync(Lane lane, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            place = _waiting[lane].AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        Serve();
        await using var leave = cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_gate)
                {
                    place.List?.Remove(place);
                }

                place.Value.TrySetCanceled(cancellationToken);
            },
            state: null);
        return await place.Value.Task;
    }

    /// <summary>How long a request of that lane would have to wait at least.</summary>
    public TimeSpan WaitFor(Lane lane)
    {
        lock (_gate)
        {
            return Delay(lane);
        }
    }

    /// <summary>Counts requests that left before this process knew of them.</summary>
    public void Seed(IEnumerable<TimeSpan> ages)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var age in ages.Where(a => a >= TimeSpan.Zero && a < Window).OrderDescending())
            {
                _sent.Enqueue(now - (long)(age.TotalSeconds * _time.TimestampFrequency));
            }
        }
    }

    /// <summary>No request before this time; null is free.</summary>
    public void Pause(DateTimeOffset? until)
    {
        lock (_gate)
        {
            _pausedUntil = until;
        }

        Serve();
    }

    /// <summary>Stretches bulk and Sync over what the gateway has left until its reset; with nothing left everybody waits.</summary>
    public void Stretch(int remaining, DateTimeOffset resetsAt)
    {
        lock (_gate)
        {
            var left = resetsAt - _time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            (_gap, _gapUntil) = (left / (remaining + 1), resetsAt);
            _emptyUntil = remaining <= 0 ? resetsAt : default;
        }
    }

    public void Relax()
    {
        lock (_gate)
        {
            (_gap, _gapUntil, _emptyUntil) = (TimeSpan.Zero, default, default);
        }

        Serve();
    }

    /// <summary>Sends everybody who waits back to look at the terms.</summary>
    public void Disturb()
    {
        List<TaskCompletionSource<bool>> disturbed;
        lock (_gate)
        {
            disturbed = [.. _waiting.OrderBy(lane => lane.Key).SelectMany(lane => lane.Value)];
            foreach (var lane in _waiting.Values)
            {
                lane.Clear();
            }
        }

        disturbed.ForEach(place => place.TrySetResult(false));
    }

    public void Dispose() => _timer.Dispose();

    private void Serve()
    {
        lock (_gate)
        {
            foreach (var (lane, places) in _waiting.OrderBy(l => l.Key))
            {
                while (places.First is { } place)
                {
                    var delay = Delay(lane);
                    if (delay > TimeSpan.Zero)
                    {
                        // Who stands further down may never go first.
                        _timer.Change(delay + Grain, Timeout.InfiniteTimeSpan);
                        return;
                    }

                    places.RemoveFirst();
                    if (place.Value.TrySetResult(true))
                    {
                        var now = _time.GetTimestamp();
                        _sent.Enqueue(now);
                        _last = now;
                    }
                }
            }
        }
    }

    private TimeSpan Delay(Lane lane)
    {
        Forget();
        var now = _time.GetUtcNow();
        var delay = TimeSpan.Zero;
        Wait((_pausedUntil ?? default) - now);
        Wait(_emptyUntil - now);
        var excess = _sent.Count - _limits[lane];
        if (excess >= 0)
        {
            Wait(Window - _time.GetElapsedTime(_sent.ElementAt(excess)));
        }

        if (lane != Lane.Interactive && now < _gapUntil && _last is { } last)
        {
            Wait(_gap - _time.GetElapsedTime(last));
        }

        return delay;

        void Wait(TimeSpan candidate) => delay = candidate > delay ? candidate : delay;
    }

    private void Forget()
    {
        while (_sent.TryPeek(out var oldest) && _time.GetElapsedTime(oldest) >= Window)
        {
            _sent.Dequeue();
        }
    }
}
