using AdminPortal.Features.Approvals;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static AdminPortal.Tests.Sync.SyncBench;

namespace AdminPortal.Tests.Sync;

/// <summary>Reads are compared, never wiped and reloaded (b-6, b-16, b-17).</summary>
public sealed class CacheDiffTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Members_leave_by_tombstone_and_return(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Member(1), Member(2)));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.DetailAsync(desk, Detail(1, Member(1, MemberRole.Admin)));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.DetailAsync(desk, Detail(1, Member(1), Member(2)), ReadingOrigin.OwnWrite);

        await using var db = bench.Open();
        Assert.Equal(2, await db.Memberships.CountAsync(m => m.GoneAt == null, Ending));
        Assert.Equal(
            [
                (MembershipChangeKind.Promoted, ReadingOrigin.Detail),
                (MembershipChangeKind.Left, ReadingOrigin.Detail),
                (MembershipChangeKind.Demoted, ReadingOrigin.OwnWrite),
                (MembershipChangeKind.Joined, ReadingOrigin.OwnWrite),
            ],
            (await db.MembershipChanges.OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(Ending)).Select(c => (c.Kind, c.Origin)));
        Assert.Equal(bench.Time.GetUtcNow(), await db.Memberships.MaxAsync(m => m.SeenSince, Ending));
    }

    [Theory, DatabaseData]
    public async Task An_older_answer_that_arrives_late_changes_nothing(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        var early = bench.Time.GetUtcNow();
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.ListAsync(desk, Listing(1));
        await bench.DetailAsync(desk, Detail(1, Member(1), Member(2)));

        await bench.DetailAsync(desk, Detail(1, Member(1)) with { Name = "Old" }, at: early);
        await bench.Get<ListWriter>().StoreAsync(desk, [], early, Ending);

        Assert.Equal(2, (await bench.LiveMembersAsync(IdOf(1))).Count);
        await using var db = bench.Open();
        var group = await db.Groups.SingleAsync(Ending);
        Assert.Equal(("Group 1", null), (group.Name, group.GoneAt));
    }

    [Theory, DatabaseData]
    public async Task One_group_seen_by_two_numbers_is_one_group(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var north = await bench.ConnectAsync("North", ownNumberKey: PhoneOf(1));
        var south = await bench.ConnectAsync("South", ownNumberKey: PhoneOf(2));
        await bench.ListAsync(north, Listing(1));
        await bench.ListAsync(south, Listing(1));

        await bench.DetailAsync(north, Detail(1, Member(1), Member(2, MemberRole.Admin), Member(3)));

        await using (var db = bench.Open())
        {
            Assert.Equal(1, await db.Groups.CountAsync(Ending));
            var roles = await db.GroupConnections.ToDictionaryAsync(r => r.ConnectionId, r => r.Role, Ending);
            Assert.Equal((MemberRole.Member, MemberRole.Admin), (roles[north], roles[south]));
        }

        // One of them leaves: the group stays, its relation does not.
        await bench.ListAsync(north, Listing(2));
        await using (var db = bench.Open())
        {
            Assert.Null((await db.Groups.SingleAsync(g => g.Id == IdOf(1), Ending)).GoneAt);
            Assert.NotNull((await db.GroupConnections.SingleAsync(r => r.ConnectionId == north && r.GroupId == IdOf(1), Ending)).GoneAt);
        }

        await bench.ListAsync(south, Listing(3));
        await using var gone = bench.Open();
        Assert.NotNull((await gone.Groups.SingleAsync(g => g.Id == IdOf(1), Ending)).GoneAt);
        await bench.ListAsync(south, Listing(3), Listing(1));
        await using var back = bench.Open();
        Assert.Null((await back.Groups.SingleAsync(g => g.Id == IdOf(1), Ending)).GoneAt);
    }

    [Theory, DatabaseData]
    public async Task A_count_that_moved_is_a_reason_to_look_closer_once(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.ListAsync(desk, Listing(1, count: 2));
        await bench.DetailAsync(desk, Detail(1, Members(2)));

        await bench.ListAsync(desk, Listing(1, count: 3));
        Assert.Equal("The list says 3 members, 2 are known.", (await bench.ReadingAsync(IdOf(1), GroupAspect.Members))!.StaleReason);

        // The detail stands by its count: this gateway's list counts in its own way.
        await bench.DetailAsync(desk, Detail(1, Members(2)));
        await bench.ListAsync(desk, Listing(1, count: 3));
        Assert.Null((await bench.ReadingAsync(IdOf(1), GroupAspect.Members))!.StaleReason);
    }

    [Theory, DatabaseData]
    public async Task Requests_appear_vanish_and_are_left_to_their_operation(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.ListAsync(desk, Listing(1));
        var asked = bench.Time.GetUtcNow() - TimeSpan.FromHours(1);
        await bench.RequestsAsync(desk, IdOf(1), Request(1, asked), Request(2, asked), Request(3, null));
        await using (var db = bench.Open())
        {
            var deciding = await db.MembershipRequests.SingleAsync(r => r.ListedId == LidOf(2), Ending);
            (deciding.State, deciding.Approve) = (RequestState.Deciding, true);
            await db.SaveChangesAsync(Ending);
        }

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.RequestsAsync(desk, IdOf(1));
        Assert.Equal((RequestState.Gone, RequestState.Deciding, RequestState.Gone), await StatesAsync());

        // The first was only missing from one list; the third may be a new one.
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.RequestsAsync(desk, IdOf(1), Request(1, asked), Request(3, null));
        Assert.Equal((RequestState.Waiting, RequestState.Deciding, RequestState.Gone), await StatesAsync());
        await using var after = bench.Open();
        Assert.Equal(4, await after.MembershipRequests.CountAsync(Ending));
        Assert.Contains(bench.Changes, c => c.Topic == ChangeTopic.Requests);

        async Task<(RequestState, RequestState, RequestState)> StatesAsync()
        {
            await using var db = bench.Open();
            var states = await db.MembershipRequests.OrderBy(r => r.FirstSeenAt).ThenBy(r => r.ListedId).Select(r => r.State).ToListAsync(Ending);
            return (states[0], states[1], states[2]);
        }

        static MembershipRequestListing Request(int number, DateTimeOffset? at) =>
            new(ParticipantId.Parse(LidOf(number)), null, at, RequestMethod.InviteLink);
    }

    [Theory, DatabaseData]
    public async Task Names_that_no_column_holds_are_cut_and_stored(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        var name = new string('x', 199) + "\U0001F600" + "\0";

        await bench.DetailAsync(desk, Detail(1, Members(1)) with { Name = name, Description = new string('ﷺ', 5000) + "\0" });

        await using var db = bench.Open();
        Assert.Equal(199, (await db.Groups.SingleAsync(Ending)).Name.Length);
    }
}
