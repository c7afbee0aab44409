using AdminPortal.Data;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Overview;

/// <summary>Growth and requests by day, from what was recorded as it became known.</summary>
public sealed class TrendBoard(IDbContextFactory<PortalDbContext> contexts, TimeProvider time)
{
    public const int Days = 30;

    /// <param name="zone">Whose midnight divides the days.</param>
    public async Task<EstateTrend> ReadAsync(TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var today = DayOf(time.GetUtcNow(), zone);
        var days = Enumerable.Range(0, Days).Select(back => today.AddDays(back - Days + 1)).ToList();
        var starts = days.Select(d => StartOf(d, zone)).ToList();
        var since = starts[0];

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Groups.MinAsync(g => (DateTimeOffset?)g.FirstSeenAt, cancellationToken) is not { } watchingSince)
        {
            return new EstateTrend(today, [.. days.Select(d => new TrendDay(d, Value: null))], [.. days.Select(d => new TrendDay(d, Value: null))], 0, 0);
        }

        var firstDay = DayOf(watchingSince, zone);
        var now = await AttentionBoard.MembershipsHere(db).CountAsync(cancellationToken);
        var changes = await ChangesSince(db, since)
            .GroupBy(DayBuckets.Of<Change>(c => c.At, starts))
            .Select(g => new { Day = g.Key, Joined = g.Sum(c => c.Joined), All = g.Count() })
            .ToListAsync(cancellationToken);
        var asked = await db.MembershipRequests.AsNoTracking()
            .Where(r => (r.RequestedAt ?? r.FirstSeenAt) >= since)
            .Select(r => new Asked { At = r.RequestedAt ?? r.FirstSeenAt })
            .GroupBy(DayBuckets.Of<Asked>(r => r.At, starts))
            .Select(g => new { Day = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);

        var netByDay = changes.ToDictionary(c => days[c.Day], c => c.Joined - (c.All - c.Joined));
        var askedByDay = asked.ToDictionary(a => days[a.Day], a => a.Count);
        return new EstateTrend(
            firstDay > days[0] ? firstDay : days[0],
            Members(days, firstDay, now, netByDay),
            [.. days.Select(d => new TrendDay(d, d < firstDay && !askedByDay.ContainsKey(d) ? null : askedByDay.GetValueOrDefault(d)))],
            changes.Sum(c => c.Joined),
            changes.Sum(c => c.All - c.Joined));
    }

    private static IQueryable<Change> ChangesSince(PortalDbContext db, DateTimeOffset since) =>
        from c in db.MembershipChanges.AsNoTracking()
        join g in db.Groups on c.GroupId equals g.Id
        where c.At >= since && (c.Kind == MembershipChangeKind.Joined || c.Kind == MembershipChangeKind.Left)
            && g.GoneAt == null && g.Kind != GroupKind.Announcement && g.Kind != GroupKind.CommunityParent
        select new Change { At = c.At, Joined = c.Kind == MembershipChangeKind.Joined ? 1 : 0 };

    /// <summary>Walks back from what is true now, undoing each day's changes.</summary>
    private static List<TrendDay> Members(List<DateOnly> days, DateOnly firstDay, int now, Dictionary<DateOnly, int> netByDay)
    {
        var members = new List<TrendDay>(days.Count);
        var count = now;
        foreach (var day in Enumerable.Reverse(days))
        {
            members.Add(new TrendDay(day, day < firstDay ? null : count));
            count -= netByDay.GetValueOrDefault(day);
        }

        members.Reverse();
        return members;
    }

    private static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private sealed class Change
    {
        public DateTimeOffset At { get; init; }
        public int Joined { get; init; }
    }

    private sealed class Asked
    {
        public DateTimeOffset At { get; init; }
    }
}
