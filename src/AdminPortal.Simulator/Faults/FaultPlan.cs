using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Faults;

/// <summary>
/// What goes wrong, for one number or for all. Scripted faults hit an exact number of calls; others come by chance,
/// from a seed. May be changed while requests run.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly WorldRandom _random;

    // Deliveries run beside requests: with a source of their own, what hits a request does not depend on their pace.
    private readonly WorldRandom _deliveryRandom;
    private readonly List<Rule> _rules = [];

    internal FaultPlan(ulong seed)
    {
        _random = new WorldRandom(seed);
        _deliveryRandom = new WorldRandom(~seed);
    }

    /// <summary>For <see cref="FaultKind.Latency"/>.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>When <see cref="FaultKind.RateLimited"/> says that calls are welcome again.</summary>
    public TimeSpan RateLimitReset { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Hits the next matching calls, and then no more.</summary>
    /// <param name="on">Which calls match; none means every call.</param>
    public FaultPlan Next(FaultKind kind, int calls = 1, params RouteKind[] on) => NextAfter(0, kind, calls, on);

    /// <summary>Lets some matching calls through first.</summary>
    public FaultPlan NextAfter(int skipped, FaultKind kind, int calls = 1, params RouteKind[] on)
    {
        lock (_gate)
        {
            _rules.Add(new Rule(kind, [.. on]) { Skip = skipped, Left = calls, Probability = 1 });
        }

        return this;
    }

    /// <summary>Hits each matching call with this probability, until cleared.</summary>
    /// <param name="probability">0 to 1.</param>
    public FaultPlan Sometimes(FaultKind kind, double probability, params RouteKind[] on)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        lock (_gate)
        {
            _rules.Add(new Rule(kind, [.. on]) { Left = int.MaxValue, Probability = probability });
        }

        return this;
    }

    public FaultPlan Always(FaultKind kind, params RouteKind[] on) => Sometimes(kind, 1, on);

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    public void Clear(FaultKind kind)
    {
        lock (_gate)
        {
            _rules.RemoveAll(rule => rule.Kind == kind);
        }
    }

    internal void Draw(RouteKind route, HashSet<FaultKind> drawn)
    {
        var isDelivery = route is RouteKind.Delivery;
        var random = isDelivery ? _deliveryRandom : _random;
        lock (_gate)
        {
            foreach (var rule in _rules.Where(rule => rule.IsOfDelivery == isDelivery && (rule.On.Count == 0 || rule.On.Contains(route))))
            {
                if (rule.Skip > 0)
                {
                    rule.Skip--;
                }
                else if (rule.Probability >= 1 || random.Chance(rule.Probability))
                {
                    rule.Left -= rule.Left == int.MaxValue ? 0 : 1;
                    drawn.Add(rule.Kind);
                }
            }

            _rules.RemoveAll(rule => rule.Left <= 0);
        }
    }

    private sealed record Rule(FaultKind Kind, HashSet<RouteKind> On)
    {
        public bool IsOfDelivery => Kind is FaultKind.LoseDelivery or FaultKind.RepeatDelivery or FaultKind.ReorderDelivery;

        public int Skip { get; set; }

        public required int Left { get; set; }

        public required double Probability { get; init; }
    }
}
