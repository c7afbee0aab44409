using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static AdminPortal.Tests.Sync.SyncBench;

namespace AdminPortal.Tests.Sync;

/// <summary>Records of people become one only on an exact pair (b-7).</summary>
public sealed class IdentityTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_pair_joins_two_records_and_takes_everything_along(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Member(1), Member(9)));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.DetailAsync(desk, Detail(2, ByLid(1), Member(9)));
        await bench.DetailAsync(desk, Detail(3, ByLid(1), Member(1)) with { MemberCount = null });
        await bench.RequestsAsync(desk, IdOf(2), new MembershipRequestListing(
            ParticipantId.Parse(LidOf(1)), null, null, RequestMethod.Unknown));
        Guid older;
        await using (var db = bench.Open())
        {
            Assert.Equal(3, await db.People.CountAsync(Ending));
            older = (await db.People.SingleAsync(p => p.PhoneKey == PhoneOf(1), Ending)).Id;
        }

        await bench.DetailAsync(desk, Detail(4, Pair(1)));

        await using var after = bench.Open();
        var person = await after.People.SingleAsync(p => p.LidKey == LidOf(1), Ending);
        Assert.Equal((older, PhoneOf(1), "members of Group 4, by Desk"), (person.Id, person.PhoneKey, person.PairOrigin));
        Assert.Equal(2, await after.People.CountAsync(Ending));
        Assert.Equal(
            [IdOf(1), IdOf(2), IdOf(3), IdOf(4)],
            await after.Memberships.Where(m => m.PersonId == older && m.GoneAt == null).OrderBy(m => m.GroupId).Select(m => m.GroupId).ToListAsync(Ending));
        Assert.Equal(older, (await after.MembershipRequests.SingleAsync(Ending)).PersonId);
    }

    [Theory, DatabaseData]
    public async Task Nothing_but_a_pair_joins(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Member(1) with { Name = "Rui" }));
        await bench.DetailAsync(desk, Detail(2, ByLid(1) with { Name = "Rui" }));

        await using var db = bench.Open();
        Assert.Equal(2, await db.People.CountAsync(Ending));
        Assert.All(await db.People.ToListAsync(Ending), p => Assert.Null(p.PairOrigin));
    }

    [Theory, DatabaseData]
    public async Task An_answer_that_pairs_one_id_twice_proves_nothing(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");

        await bench.DetailAsync(desk, Detail(1, Pair(1, lid: 7), Pair(2, lid: 7)));

        await using var db = bench.Open();
        Assert.Equal(2, await db.People.CountAsync(p => p.LidKey == null && p.PhoneKey != null, Ending));
    }

    [Theory, DatabaseData]
    public async Task A_number_given_to_somebody_else_moves_to_the_person_of_the_lid(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Pair(1, lid: 1), Pair(2, lid: 2)));

        await bench.DetailAsync(desk, Detail(2, Pair(1, lid: 2)));

        await using var db = bench.Open();
        var people = await db.People.OrderBy(p => p.LidKey).ToListAsync(Ending);
        Assert.Equal([(LidOf(1), null), (LidOf(2), PhoneOf(1))], people.Select(p => (p.LidKey, p.PhoneKey)));
    }

    [Theory, DatabaseData]
    public async Task Our_own_number_is_found_by_a_lid_that_another_group_showed(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk", ownNumberKey: PhoneOf(1));
        var other = await bench.ConnectAsync("Other");
        await bench.ListAsync(desk, Listing(2));
        await bench.ListAsync(other, Listing(1));
        await bench.DetailAsync(other, Detail(1, Pair(1), Pair(7)));

        await bench.DetailAsync(desk, Detail(2, ByLid(1) with { Role = MemberRole.Admin }, ByLid(7)));

        await using var db = bench.Open();
        var relation = await db.GroupConnections.SingleAsync(r => r.ConnectionId == desk, Ending);
        Assert.Equal(MemberRole.Admin, relation.Role);
        Assert.Equal(LidOf(1), (await db.Connections.SingleAsync(c => c.Id == desk, Ending)).OwnLidKey);
    }

    [Theory, DatabaseData]
    public async Task One_person_listed_in_both_forms_is_one_member_with_the_stronger_role(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");

        await bench.DetailAsync(desk, Detail(1, Pair(1), ByLid(1) with { Role = MemberRole.Admin }));

        await using var db = bench.Open();
        Membership membership = await db.Memberships.SingleAsync(Ending);
        Assert.Equal((MemberRole.Admin, LidOf(1)), (membership.Role, membership.ListedId));
    }
}
