using System.Linq.Expressions;

namespace AdminPortal.Features.Overview;

/// <summary>
/// Numbers the day in which a time falls, in the database: days of a zone have no length in common, and providers no function
/// for them, so each day is compared with the moment at which it begins.
/// </summary>
internal static class DayBuckets
{
    /// <param name="at">The time of a row.</param>
    /// <param name="starts">When each day begins, in order. What is older counts for the first.</param>
    public static Expression<Func<T, int>> Of<T>(Expression<Func<T, DateTimeOffset>> at, IReadOnlyList<DateTimeOffset> starts)
    {
        Expression day = Expression.Constant(0);
        for (var i = 1; i < starts.Count; i++)
        {
            // The last day is asked first: most of what happens is recent, and the first answer ends the comparison.
            day = Expression.Condition(Expression.GreaterThanOrEqual(at.Body, Expression.Constant(starts[i])), Expression.Constant(i), day);
        }

        return Expression.Lambda<Func<T, int>>(day, at.Parameters);
    }
}
