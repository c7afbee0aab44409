using System.Collections.Concurrent;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Faults;

/// <summary>The switches: one plan per number, and one that hits every call.</summary>
public sealed class FaultBoard
{
    private readonly ConcurrentDictionary<string, FaultPlan> _plans = new(StringComparer.Ordinal);
    private readonly ulong _seed;

    public FaultBoard(int seed)
    {
        _seed = (ulong)seed;
        Everyone = new FaultPlan(_seed);
    }

    public FaultPlan Everyone { get; }

    public FaultPlan Of(WorldNumber number) => Of(number.Phone);

    /// <param name="phone">Digits.</param>
    public FaultPlan Of(string phone) => _plans.GetOrAdd(
        phone,
        static (key, seed) => new FaultPlan(key.Aggregate(seed, static (hash, digit) => (hash * 31) + digit)),
        _seed);

    public void ClearAll()
    {
        Everyone.Clear();
        foreach (var plan in _plans.Values)
        {
            plan.Clear();
        }
    }

    /// <summary>What goes wrong with one delivery to this number's webhook.</summary>
    internal DrawnFaults DrawDelivery(string phone) => Draw(phone, RouteKind.Delivery);

    internal DrawnFaults Draw(string? phone, RouteKind route)
    {
        var drawn = new HashSet<FaultKind>();
        Everyone.Draw(route, drawn);
        var plan = phone is null ? Everyone : Of(phone);
        if (plan != Everyone)
        {
            plan.Draw(route, drawn);
        }

        return new DrawnFaults(drawn, plan.Latency, plan.RateLimitReset);
    }
}

/// <summary>What goes wrong with one call.</summary>
internal sealed record DrawnFaults(IReadOnlySet<FaultKind> Kinds, TimeSpan Latency, TimeSpan RateLimitReset)
{
    public bool Has(FaultKind kind) => Kinds.Contains(kind);
}
