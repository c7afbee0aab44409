namespace AdminPortal.Features.Pacing;

/// <summary>What the requests of one number may come to.</summary>
internal sealed record RequestTerms(int PerMinute, PaceRule Reads)
{
    /// <summary>After trouble a number does less of everything.</summary>
    public RequestTerms Widened(double factor) => new(Math.Max(1, (int)(PerMinute / factor)), Reads.Widened(factor));
}

/// <summary>
/// The requests of one number in the last minute, and who waits for a place among them. Lanes are served in order; a lane
/// further down may fill a smaller part of the minute. Knows no database and no gateway.
/// </summary>
internal sealed class RequestBudget : IDisposable
{
    // A timer may fire a little early; without this the wait would end in many tiny ones.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly double _bulkShare;
    private readonly double _backgroundShare;
    private readonly Dictionary<Lane, LinkedList<Waiter>> _waiting;

    // Counted by elapsed time from here: a clock that is set forward or back neither frees nor freezes a number.
    private readonly DateTimeOffset _origin;
    private readonly long _originStamp;
    private RequestTally _tally = new();
    private RequestTerms _terms;
    private DateTimeOffset? _pausedUntil;
    private TimeSpan _gap;
    private DateTimeOffset _gapUntil;
    private DateTimeOffset _emptyUntil;

    public RequestBudget(TimeProvider time, RequestTerms terms, double bulkShare, double backgroundShare)
    {
        (_time, _terms, _bulkShare, _backgroundShare) = (time, terms, bulkShare, backgroundShare);
        (_origin, _originStamp) = (time.GetUtcNow(), time.GetTimestamp());
        _waiting = Enum.GetValues<Lane>().ToDictionary(lane => lane, _ => new LinkedList<Waiter>());
        _timer = time.CreateTimer(_ => Serve(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many requests left in the last minute.</summary>
    public int Used => Read(tally => tally.Requests.Count);

    public RequestTerms Terms
    {
        get
        {
            lock (_gate)
            {
                return _terms;
            }
        }
    }

    private DateTimeOffset Now => _origin + _time.GetElapsedTime(_originStamp);

    public int LimitOf(Lane lane) => LimitOf(lane, Terms);

    public T Read<T>(Func<RequestTally, T> read)
    {
        lock (_gate)
        {
            _tally.Forget(Now);
            return read(_tally);
        }
    }

    /// <summary>Waits for a place and takes it.</summary>
    /// <returns>False when the terms changed meanwhile: look again, then ask again.</returns>
    public async Task<bool> EnterAsync(Lane lane, bool isWrite, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> place;
        lock (_gate)
        {
            place = _waiting[lane].AddLast(new Waiter(isWrite, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        Serve();
        await using var leave = cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_gate)
                {
                    place.List?.Remove(place);
                }

                place.Value.Done.TrySetCanceled(cancellationToken);
            },
            state: null);
        return await place.Value.Done.Task;
    }

    /// <summary>How long a request of that lane would have to wait at least.</summary>
    public TimeSpan WaitFor(Lane lane, bool isWrite)
    {
        lock (_gate)
        {
            return isWrite ? Delay(lane) : Longer(Delay(lane), ReadDelay(_tally, Now, lane, _terms.Reads));
        }
    }

    /// <summary>How long a request would have to wait by a tally that is shared with others.</summary>
    /// <param name="now">By the clock of that tally.</param>
    public TimeSpan WaitBy(RequestTally tally, DateTimeOffset now, Lane lane, bool isWrite)
    {
        var terms = Terms;
        var wait = tally.Requests.Wait(now, LimitOf(lane, terms));
        return isWrite ? wait : Longer(wait, ReadDelay(tally, now, lane, terms.Reads));
    }

    /// <summary>Takes over what all nodes sent.</summary>
    public void Learn(Func<DateTimeOffset, RequestTally> read)
    {
        lock (_gate)
        {
            _tally = read(Now);
        }

        Serve();
    }

    public string Write(DateTimeOffset wallClock)
    {
        // Ages are what counts; they are told by our own clock and dated by the wall's.
        var text = Read(tally => tally.Write(Now));
        return $"{wallClock.UtcTicks}{text[text.IndexOf('|', StringComparison.Ordinal)..]}";
    }

    /// <summary>Counts writes that left before this process knew of them.</summary>
    public void Seed(IEnumerable<TimeSpan> ages)
    {
        lock (_gate)
        {
            foreach (var age in ages.Where(a => a >= TimeSpan.Zero && a < PaceProfile.Minute).OrderDescending())
            {
                _tally.Add(Now - age, isWrite: true);
            }
        }
    }

    public void Change(RequestTerms terms)
    {
        lock (_gate)
        {
            if (_terms == terms)
            {
                return;
            }

            _terms = terms;
        }

        Serve();
    }

    /// <summary>No request before this time; null is free.</summary>
    public void Pause(DateTimeOffset? until)
    {
        lock (_gate)
        {
            _pausedUntil = until is { } end ? Now + (end - _time.GetUtcNow()) : null;
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

            (_gap, _gapUntil) = (left / (remaining + 1), Now + left);
            _emptyUntil = remaining <= 0 ? Now + left : default;
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
        List<Waiter> disturbed;
        lock (_gate)
        {
            disturbed = [.. _waiting.OrderBy(lane => lane.Key).SelectMany(lane => lane.Value)];
            foreach (var lane in _waiting.Values)
            {
                lane.Clear();
            }
        }

        disturbed.ForEach(place => place.Done.TrySetResult(false));
    }

    public void Dispose() => _timer.Dispose();

    private void Serve()
    {
        lock (_gate)
        {
            var reads = TimeSpan.Zero;
            foreach (var (lane, places) in _waiting.OrderBy(l => l.Key))
            {
                for (var place = places.First; place is not null;)
                {
                    var next = place.Next;
                    var delay = Delay(lane);
                    if (delay > TimeSpan.Zero)
                    {
                        // Who stands further down may never go first.
                        _timer.Change((reads > TimeSpan.Zero && reads < delay ? reads : delay) + Grain, Timeout.InfiniteTimeSpan);
                        return;
                    }

                    if (!place.Value.IsWrite && ReadDelay(_tally, Now, lane, _terms.Reads) is var read && read > TimeSpan.Zero)
                    {
                        // A cap of reads holds back no write, and the share of one lane no other lane.
                        reads = reads > TimeSpan.Zero && reads < read ? reads : read;
                    }
                    else
                    {
                        places.Remove(place);
                        if (place.Value.Done.TrySetResult(true))
                        {
                            _tally.Add(Now, place.Value.IsWrite);
                        }
                    }

                    place = next;
                }
            }

            if (reads > TimeSpan.Zero)
            {
                _timer.Change(reads + Grain, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan Delay(Lane lane)
    {
        var now = Now;
        var delay = Longer((_pausedUntil ?? default) - now, _emptyUntil - now);
        delay = Longer(delay, _tally.Requests.Wait(now, LimitOf(lane, _terms)));
        if (lane != Lane.Interactive && now < _gapUntil && _tally.Requests.Latest is { } last)
        {
            delay = Longer(delay, last + _gap - now);
        }

        return Longer(delay, TimeSpan.Zero);
    }

    private int LimitOf(Lane lane, RequestTerms terms) => ShareOf(lane, terms.PerMinute);

    private int ShareOf(Lane lane, int count) => lane switch
    {
        Lane.Interactive => count,
        Lane.Bulk => Math.Max(1, (int)(count * _bulkShare)),
        _ => Math.Max(1, (int)(count * _backgroundShare)),
    };

    /// <summary>Sync may not use up what proofs and clicks will need.</summary>
    private TimeSpan ReadDelay(RequestTally tally, DateTimeOffset now, Lane lane, PaceRule rule)
    {
        var delay = tally.ReadsInMinute.Latest is { } last ? Longer(last + rule.Spacing - now, TimeSpan.Zero) : TimeSpan.Zero;
        foreach (var cap in rule.Caps)
        {
            var window = cap.Window == PaceProfile.Minute ? tally.ReadsInMinute : cap.Window == PaceProfile.Hour ? tally.ReadsInHour : tally.ReadsInDay;
            delay = Longer(delay, window.Wait(now, ShareOf(lane, cap.Count)));
        }

        return delay;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed record Waiter(bool IsWrite, TaskCompletionSource<bool> Done);
}
