namespace AdminPortal.Features.Overview;

/// <summary>One day of a chart. Null: we were not watching yet.</summary>
public sealed record TrendDay(DateOnly Day, int? Value);

/// <summary>The last 30 days, oldest first.</summary>
/// <param name="Members">Memberships at the end of each day.</param>
/// <param name="Requests">Membership requests that arrived on each day.</param>
/// <param name="Joined">Over all days shown.</param>
/// <param name="Left">Over all days shown.</param>
public sealed record EstateTrend(IReadOnlyList<TrendDay> Members, IReadOnlyList<TrendDay> Requests, int Joined, int Left)
{
    public int RequestsInAll => Requests.Sum(d => d.Value ?? 0);
}
