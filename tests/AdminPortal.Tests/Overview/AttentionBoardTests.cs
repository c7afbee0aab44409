using AdminPortal.Features.Approvals;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Overview;
using AdminPortal.Gateways.Model;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Overview;

public sealed class AttentionBoardTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory, DatabaseData]
    public async Task Without_a_number_there_is_nothing(TestDatabase database)
    {
        var report = await ReadAsync(database);

        Assert.False(report.HasNumbers);
        Assert.True(report.IsCalm);
    }

    [Theory, DatabaseData]
    public async Task Requests_wait_by_group_with_the_oldest_first(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, _time.GetUtcNow());
            var harbor = estate.Group("Harbor", GroupKind.CommunityParent);
            var (young, old) = (estate.Group("Young", GroupKind.Subgroup, harbor), estate.Group("Old"));
            var (ada, bo) = (estate.Person("Ada", "4915110000001"), estate.Person("Bo", "4915110000002"));
            estate.Request(young, ada, _time.GetUtcNow().AddHours(-1));
            estate.Request(young, bo, askedAt: null);
            estate.Request(old, ada, _time.GetUtcNow().AddDays(-3));
            estate.Request(old, bo, _time.GetUtcNow().AddDays(-9), RequestState.Approved);
            await db.SaveChangesAsync();
        }

        var waiting = (await ReadAsync(database)).Waiting;

        Assert.Equal(3, waiting.Total);
        Assert.Equal([("Old", null, 1), ("Young", "Harbor", 2)], waiting.First.Select(l => (l.GroupName, l.CommunityName, l.Requests)));
        Assert.Equal([_time.GetUtcNow().AddDays(-3), _time.GetUtcNow().AddHours(-1)], waiting.First.Select(l => l.Oldest));
    }

    [Theory, DatabaseData]
    public async Task Operations_numbers_limits_and_cover_are_told(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, _time.GetUtcNow());
            estate.Operation("Add 63 people", OperationState.NeedsAttention, reason: "Desk is signed out");
            estate.Operation("Link 2 groups", OperationState.Running);
            var desk = estate.Number("Desk", SessionState.SignedOut);
            var reception = estate.Number("Reception");
            estate.Number("Field", and: c => (c.PausedUntil, c.PausedReason) = (_time.GetUtcNow().AddMinutes(5), "the gateway asked for it"));
            estate.Number("Gone", SessionState.SignedOut, c => c.RemovedAt = _time.GetUtcNow());

            var harbor = estate.Group("Harbor", GroupKind.CommunityParent);
            var announcements = estate.Group("Harbor", GroupKind.Announcement, harbor, members: 1850);
            var full = estate.Group("Crew", GroupKind.Subgroup, harbor, members: 1024);
            estate.Group("Not read in detail yet", GroupKind.Unknown, members: 1400);
            var small = estate.Group("Board", GroupKind.Subgroup, harbor, members: 12);
            estate.Seen(announcements, desk, MemberRole.Admin);
            estate.Seen(announcements, reception, MemberRole.SuperAdmin);
            estate.Seen(full, desk, MemberRole.Admin);
            estate.Seen(full, reception, MemberRole.Member);
            estate.Seen(small, desk, MemberRole.Member);
            await db.SaveChangesAsync();
        }

        var report = await ReadAsync(database);

        Assert.Equal([("Add 63 people", "Desk is signed out")], report.Operations.First.Select(o => (o.Title, o.Reason!)));
        Assert.Equal([("Desk", NumberState.SignedOut), ("Field", NumberState.Paused)], report.Numbers.Select(n => (n.Name, n.State)));
        Assert.Equal([("Crew", 1024, 1024), ("Harbor", 1850, 2000)], report.NearLimit.First.Select(l => (l.Name, l.Used, l.Limit)));
        Assert.Equal((1, 1), (report.Cover.Without, report.Cover.Single));
        Assert.Equal(["Board"], report.Cover.First.Select(l => l.GroupName));
        Assert.Equal((1, 3, 1), (report.Size.Communities, report.Size.Groups, report.Size.OperationsRunning));
        Assert.False(report.IsCalm);
    }

    [Theory, DatabaseData]
    public async Task A_community_with_hardly_a_place_left_is_near_its_limit(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, _time.GetUtcNow());
            var harbor = estate.Group("Harbor", GroupKind.CommunityParent);
            for (var i = 0; i < 45; i++)
            {
                estate.Group($"Group {i}", GroupKind.Subgroup, harbor);
            }

            await db.SaveChangesAsync();
        }

        var line = Assert.Single((await ReadAsync(database)).NearLimit.First);
        Assert.Equal(("Harbor", 45, 50, "groups"), (line.Name, line.Used, line.Limit, line.Unit));
    }

    [Theory, DatabaseData]
    public async Task The_trend_walks_back_from_now_and_starts_when_we_did(TestDatabase database)
    {
        var now = _time.GetUtcNow();
        await using (var db = database.Open())
        {
            var estate = new Estate(db, now);
            var group = estate.Group("Crew", firstSeen: now.AddDays(-10));
            estate.Member(group, estate.Person("Ada", "4915110000001"));
            estate.Member(group, estate.Person("Bo", "4915110000002"), joined: now.AddDays(-2));
            estate.Member(group, estate.Person("Cy", "4915110000003"), joined: now.AddDays(-5), left: now.AddDays(-1));
            estate.Request(group, estate.Person("Di", "4915110000004"), now.AddDays(-2));
            estate.Request(group, estate.Person("Ed", "4915110000005"), now.AddDays(-2), RequestState.Rejected);
            await db.SaveChangesAsync();
        }

        var trend = await new TrendBoard(database.Contexts, _time).ReadAsync(TimeZoneInfo.Utc, TestContext.Current.CancellationToken);

        Assert.Equal(TrendBoard.Days, trend.Members.Count);
        Assert.Equal([null, 1, 1, 1, 1, 1, 2, 2, 2, 3, 2, 2], trend.Members.TakeLast(12).Select(d => d.Value));
        Assert.Equal(new DateOnly(2025, 11, 10), trend.Since);
        Assert.Equal((2, 1), (trend.Joined, trend.Left));
        Assert.Equal(2, trend.Requests.Single(d => d.Day == new DateOnly(2025, 11, 18)).Value);
        Assert.Equal(2, trend.RequestsInAll);
        Assert.Equal(new DateOnly(2025, 11, 20), trend.Members[^1].Day);
    }

    /// <summary>A night of 25 hours lies within these thirty days.</summary>
    [Theory, DatabaseData]
    public async Task The_trend_divides_days_at_the_midnight_of_whoever_looks(TestDatabase database)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var now = _time.GetUtcNow();
        var random = new Random(5);
        List<(DateTimeOffset At, bool Joined)> changes = [];
        await using (var db = database.Open())
        {
            var estate = new Estate(db, now);
            var group = estate.Group("Crew");
            for (var i = 0; i < 60; i++)
            {
                var joined = now.AddMinutes(-random.Next(40 * 24 * 60));
                DateTimeOffset? left = random.Next(3) == 0 ? joined.AddMinutes(random.Next((int)(now - joined).TotalMinutes + 1)) : null;
                estate.Member(group, estate.Person($"Person {i}", $"49151100000{i:00}"), joined, left);
                changes.Add((joined, true));
                changes.AddRange(left is { } at ? [(at, false)] : []);
            }

            await db.SaveChangesAsync();
        }

        var trend = await new TrendBoard(database.Contexts, _time).ReadAsync(zone, TestContext.Current.CancellationToken);

        var first = trend.Members[0].Day;
        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var count = changes.Sum(c => c.Joined ? 1 : -1);
        Assert.Equal(
            trend.Members.Select(d => (d.Day, (int?)(count - changes.Where(c => DayOf(c.At) > d.Day).Sum(c => c.Joined ? 1 : -1)))),
            trend.Members.Select(d => (d.Day, d.Value)));
        Assert.Equal(changes.Count(c => c.Joined && DayOf(c.At) >= first), trend.Joined);
        Assert.Equal(changes.Count(c => !c.Joined && DayOf(c.At) >= first), trend.Left);
    }

    [Theory, DatabaseData]
    public async Task People_to_follow_up_and_invitations_about_to_end_are_told(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, _time.GetUtcNow());
            estate.Number("Desk");
            var crew = estate.Group("Crew");
            estate.Wanted(crew, "Ada", WantedState.Refused);
            estate.Wanted(crew, "Bo", WantedState.MayBeInvited);
            estate.Wanted(crew, "Cy", WantedState.Refused);
            estate.Wanted(crew, "Di", WantedState.Invited, TimeSpan.FromHours(23));
            estate.Wanted(crew, "Ed", WantedState.Invited, TimeSpan.FromHours(2));
            estate.Wanted(crew, "Flo", WantedState.Invited, TimeSpan.FromHours(50));
            estate.Wanted(crew, "Gus", WantedState.Joined);
            await db.SaveChangesAsync();
        }

        var report = await ReadAsync(database);

        Assert.Equal(3, report.ToFollowUp);
        Assert.Equal((2, 1), (report.Wanted[WantedState.Refused], report.Wanted[WantedState.MayBeInvited]));
        Assert.Equal(2, report.Ending.Total);
        Assert.Equal([("Ed", "Crew"), ("Di", "Crew")], report.Ending.First.Select(e => (e.Label, e.GroupName)));
        Assert.False(report.IsCalm);
    }

    private Task<AttentionReport> ReadAsync(TestDatabase database) =>
        new AttentionBoard(database.Contexts, new ShellStatus(database.Contexts, _time), Options.Create(new GroupLimitOptions()), _time)
            .ReadAsync(TestContext.Current.CancellationToken);
}
