using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Sync;
using static AdminPortal.Tests.Sync.SyncBench;

namespace AdminPortal.Tests.People;

public sealed class PersonDirectoryTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task People_are_found_by_words_and_by_digits_however_they_are_written(TestDatabase database)
    {
        await using var bench = await FurnishAsync(database);
        var directory = new PersonDirectory(database.Contexts);

        Assert.Equal(["José Müller"], await NamesAsync("jose MULL"));
        Assert.Equal(["José Müller"], await NamesAsync("+49 1511 000-0001"));
        Assert.Equal(["Zoë 💚 %_"], await NamesAsync("%_"));
        Assert.Empty(await NamesAsync("jose zoe"));
        Assert.Equal(4, (await directory.SearchAsync("  ", null, Ending)).Total);

        async Task<IEnumerable<string>> NamesAsync(string query) => (await directory.SearchAsync(query, null, Ending)).Rows.Select(r => r.Name);
    }

    [Theory, DatabaseData]
    public async Task Pages_follow_each_other_without_gap_or_double(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        // Same names: the key decides.
        await bench.DetailAsync(desk, Detail(1, [.. Enumerable.Range(1, 25).Select(n => Member(n) with { Name = n % 3 == 0 ? "Same" : null })]));
        var directory = new PersonDirectory(database.Contexts);

        List<Guid> seen = [];
        PeopleCursor? cursor = null;
        do
        {
            var page = await directory.SearchAsync(null, cursor, Ending, pageSize: 7);
            Assert.Equal(25, page.Total);
            seen.AddRange(page.Rows.Select(r => r.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(25, seen.Count);
        Assert.Equal(25, seen.Distinct().Count());
    }

    [Theory, DatabaseData]
    public async Task One_person_is_shown_across_everything(TestDatabase database)
    {
        await using var bench = await FurnishAsync(database);
        var directory = new PersonDirectory(database.Contexts);
        var row = Assert.Single((await directory.SearchAsync("jose", null, Ending)).Rows);
        Assert.Equal((2, 1, 1), (row.Groups, row.AdminOf, row.Waiting));

        var sheet = await directory.FindAsync(row.Id, Ending);

        Assert.Equal(["Group 1", "Group 2"], sheet!.Now.Select(m => m.GroupName));
        Assert.Equal(["Group 3"], sheet.Formerly.Select(m => m.GroupName));
        Assert.Equal("Group 4", Assert.Single(sheet.Requests).GroupName);
        Assert.Equal(MembershipChangeKind.Left, Assert.Single(sheet.Changes).Kind);
        Assert.Equal("members of Group 1, by Desk", sheet.PairOrigin);
        Assert.Null(await directory.FindAsync(Guid.NewGuid(), Ending));
    }

    private static async Task<SyncBench> FurnishAsync(TestDatabase database)
    {
        var bench = WithoutFarSide(database);
        var desk = await bench.ConnectAsync("Desk");
        await bench.DetailAsync(desk, Detail(1, Pair(1) with { Name = "José Müller", Role = MemberRole.Admin }, Member(2) with { Name = "Zoë 💚 %_" }));
        await bench.DetailAsync(desk, Detail(2, Member(1), ByLid(9)));
        await bench.DetailAsync(desk, Detail(3, Member(1), Member(3)));
        await bench.DetailAsync(desk, Detail(3, Member(3)));
        await bench.ListAsync(desk, Listing(1), Listing(2), Listing(3), Listing(4));
        await bench.RequestsAsync(desk, IdOf(4), new MembershipRequestListing(ParticipantId.Parse(LidOf(1)), null, null, RequestMethod.InviteLink));
        return bench;
    }
}
