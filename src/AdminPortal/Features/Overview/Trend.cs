namespace AdminPortal.Features.Overview;

/// <summary>One day of a chart. Null: we were not watching yet.</summary>
public sealed record TrendDay(DateOnly Day, int? Value);

/// <summary>The last 30 days, oldest first.</summary>
/// <param name="Since">The first day that is shown: 30 days ago, or the day on which we began to watch.</param>
/// <param name="Members">Memberships at the end of each day.</param>
/// <param name="Requests">Membership requests that arrived on each day.</param>
/// <param name="Joined">Over all days shown.</param>
/// <param name="Left">Over all days shown.</param>
public sealed record EstateTrend(DateOnly Since, IReadOnlyList<TrendDay> Members, IReadOnlyList<TrendDay> Requests, int Joined, int Left)
{
    public int RequestsInAll => Requests.Sum(d => d.Value ?? 0);
}
