using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static AdminPortal.Tests.Sync.SyncBench;

namespace AdminPortal.Tests.Sync;

/// <summary>What a gateway says against itself, or against yesterday, does not overwrite what was known (b-5, b-18).</summary>
public sealed class SuspicionTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_list_shorter_than_the_stated_count_is_not_believed(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(8)));
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        var outcome = await bench.DetailAsync(desk, Detail(1, Members(5)) with { MemberCount = 8, Name = "Renamed" });

        Assert.Contains("states 8 members and lists 5", Assert.IsType<ReadOutcome.Quarantined>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(8, (await bench.LiveMembersAsync(IdOf(1))).Count);
        var reading = await bench.ReadingAsync(IdOf(1), GroupAspect.Members);
        Assert.Equal(bench.Time.GetUtcNow() - TimeSpan.FromMinutes(5), reading!.At);
        Assert.Equal(bench.Time.GetUtcNow(), reading.SuspectedAt);
        await using var db = bench.Open();
        // What does not depend on the list is believed.
        var group = await db.Groups.SingleAsync(Ending);
        Assert.Equal(("Renamed", 8), (group.Name, group.MemberCount));
    }

    [Theory, DatabaseData]
    public async Task A_contradiction_is_never_believed_however_often_it_is_read(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(3)));
        for (var i = 0; i < 3; i++)
        {
            bench.Time.Advance(TimeSpan.FromHours(1));
            Assert.IsType<ReadOutcome.Quarantined>(await bench.DetailAsync(desk, Detail(1) with { MemberCount = 3 }));
        }

        Assert.Equal(3, (await bench.LiveMembersAsync(IdOf(1))).Count);
    }

    [Theory, DatabaseData]
    public async Task An_empty_list_waits_until_a_later_read_shows_the_same(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(3)));

        Assert.IsType<ReadOutcome.Quarantined>(await bench.DetailAsync(desk, Detail(1)));
        Assert.IsType<ReadOutcome.Quarantined>(await bench.DetailAsync(desk, Detail(1) with { MemberCount = null }));
        Assert.Equal(3, (await bench.LiveMembersAsync(IdOf(1))).Count);
        bench.Time.Advance(bench.SyncOptions.SuspicionHold);

        Assert.IsType<ReadOutcome.Stored>(await bench.DetailAsync(desk, Detail(1)));
    }

    [Theory, DatabaseData]
    public async Task A_sudden_halving_waits_until_a_later_read_shows_the_same(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(10)));

        Assert.IsType<ReadOutcome.Quarantined>(await bench.DetailAsync(desk, Detail(1, Members(5))));
        bench.Time.Advance(bench.SyncOptions.SuspicionHold / 2);
        Assert.IsType<ReadOutcome.Quarantined>(await bench.DetailAsync(desk, Detail(1, Members(5))));
        Assert.Equal(10, (await bench.LiveMembersAsync(IdOf(1))).Count);
        bench.Time.Advance(bench.SyncOptions.SuspicionHold / 2);

        Assert.Equal(new ReadOutcome.Stored(Changed: true), await bench.DetailAsync(desk, Detail(1, Members(5))));

        Assert.Equal(5, (await bench.LiveMembersAsync(IdOf(1))).Count);
        Assert.Null((await bench.ReadingAsync(IdOf(1), GroupAspect.Members))!.Suspicion);
    }

    [Theory, DatabaseData]
    public async Task Small_groups_and_our_own_removals_may_halve(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(9)));
        await bench.DetailAsync(desk, Detail(2, Members(40)));

        Assert.IsType<ReadOutcome.Stored>(await bench.DetailAsync(desk, Detail(1, Members(4))));
        Assert.IsType<ReadOutcome.Stored>(await bench.DetailAsync(desk, Detail(2, Members(4)), ReadingOrigin.OwnWrite));
    }

    [Theory, DatabaseData]
    public async Task Hidden_members_keep_the_count_and_leave_the_list_alone(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(4)));

        var outcome = await bench.DetailAsync(desk, Detail(1, Members(1)) with { MemberCount = 700, MembersHidden = true });

        Assert.IsType<ReadOutcome.Stored>(outcome);
        Assert.Equal(4, (await bench.LiveMembersAsync(IdOf(1))).Count);
        Assert.NotNull((await bench.ReadingAsync(IdOf(1), GroupAspect.Members))!.Suspicion);
        await using var db = bench.Open();
        var group = await db.Groups.SingleAsync(Ending);
        Assert.Equal((700, true), (group.MemberCount, group.MembersHidden));
    }

    [Theory, DatabaseData]
    public async Task A_detail_without_members_leaves_the_known_ones_and_says_so(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Members(4)));

        Assert.IsType<ReadOutcome.Stored>(await bench.DetailAsync(desk, Detail(1) with { Members = null, MemberCount = 4 }, ReadingOrigin.List));
        Assert.Null((await bench.ReadingAsync(IdOf(1), GroupAspect.Members))!.Suspicion);
        Assert.IsType<ReadOutcome.Quarantined>(await bench.DetailAsync(desk, Detail(1) with { Members = null, MemberCount = 4 }));

        Assert.Equal(4, (await bench.LiveMembersAsync(IdOf(1))).Count);
        Assert.Equal("The gateway lists no members.", (await bench.ReadingAsync(IdOf(1), GroupAspect.Members))!.Suspicion);
    }

    [Theory, DatabaseData]
    public async Task A_group_list_that_shrinks_suspiciously_waits_too(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.ListAsync(desk, [.. Enumerable.Range(1, 12).Select(n => Listing(n))]);

        Assert.IsType<ReadOutcome.Quarantined>(await bench.ListAsync(desk));
        Assert.IsType<ReadOutcome.Quarantined>(await bench.ListAsync(desk, Listing(1), Listing(2)));
        await using (var db = bench.Open())
        {
            Assert.Equal(12, await db.Groups.CountAsync(g => g.GoneAt == null, Ending));
            Assert.Contains("lists 2 groups where 12 were", (await db.Connections.SingleAsync(Ending)).LastError, StringComparison.Ordinal);
        }

        bench.Time.Advance(bench.SyncOptions.SuspicionHold);
        Assert.IsType<ReadOutcome.Stored>(await bench.ListAsync(desk, Listing(1), Listing(2)));
        await using var after = bench.Open();
        Assert.Equal(2, await after.Groups.CountAsync(g => g.GoneAt == null, Ending));
    }

    [Theory, DatabaseData]
    public async Task Nothing_is_concluded_from_an_incomplete_list_of_subgroups(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.ListAsync(desk, Listing(1), Listing(2), Listing(3));
        await bench.SubgroupsAsync(desk, IdOf(1), Subgroup(2, announcement: true), Subgroup(3));

        await bench.SubgroupsAsync(desk, IdOf(1), Subgroup(2, announcement: true));

        await using var db = bench.Open();
        Assert.Equal(IdOf(1), await db.Groups.Where(g => g.Id == IdOf(3)).Select(g => g.CommunityId).SingleAsync(Ending));
        Assert.Equal("Group 1 no longer lists it.", (await bench.ReadingAsync(IdOf(3), GroupAspect.Detail))!.StaleReason);
        Assert.IsType<ReadOutcome.Quarantined>(await bench.SubgroupsAsync(desk, IdOf(1)));
    }

    private static SubgroupListing Subgroup(int number, bool announcement = false) =>
        new(GroupId.Parse(IdOf(number)), $"Group {number}", announcement);
}
