using AdminPortal.Simulator.Faults;

namespace AdminPortal.Simulator.Http;

/// <param name="Number">Phone of the calling number, when known.</param>
/// <param name="Status">Null when the connection was dropped instead of an answer.</param>
public sealed record LoggedRequest(
    long Sequence,
    DateTimeOffset At,
    string Dialect,
    RouteKind Route,
    string Method,
    string Path,
    string? Number,
    int? Status,
    IReadOnlySet<FaultKind> Faults);

/// <summary>The latest requests, oldest first. Never holds tokens or bodies.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _requests = new();
    private readonly List<LoggedRequest> _unmatched = [];
    private readonly List<Exception> _errors = [];
    private readonly int _capacity;
    private long _sequence;

    internal RequestLog(int capacity) => _capacity = capacity;

    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Requests to routes that no vendor documents: a test ends with none.</summary>
    public IReadOnlyList<LoggedRequest> Unmatched
    {
        get
        {
            lock (_gate)
            {
                return [.. _unmatched];
            }
        }
    }

    /// <summary>Bugs in the simulator itself: a test ends with none.</summary>
    public IReadOnlyList<Exception> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _errors];
            }
        }
    }

    public int Count(RouteKind route, string? number = null)
    {
        lock (_gate)
        {
            return _requests.Count(request => request.Route == route && (number is null || request.Number == number));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
            _unmatched.Clear();
            _errors.Clear();
        }
    }

    internal void Add(Func<long, LoggedRequest> make)
    {
        lock (_gate)
        {
            var request = make(++_sequence);
            _requests.Enqueue(request);
            if (_requests.Count > _capacity)
            {
                _requests.Dequeue();
            }

            if (request.Route is RouteKind.Unknown && _unmatched.Count < _capacity)
            {
                _unmatched.Add(request);
            }
        }
    }

    internal void AddError(Exception error)
    {
        lock (_gate)
        {
            _errors.Add(error);
        }
    }
}
