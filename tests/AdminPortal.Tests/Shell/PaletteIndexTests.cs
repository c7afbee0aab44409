using AdminPortal.Gateways.Model;
using AdminPortal.Security;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Overview;

namespace AdminPortal.Tests.Shell;

public sealed class PaletteIndexTests
{
    private static readonly Actor s_operator = new(Guid.NewGuid(), "Ada", OperatorRole.Operator);
    private static readonly Actor s_viewer = new(Guid.NewGuid(), "Vic", OperatorRole.Viewer);
    private static readonly DateTimeOffset s_now = new(2025, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, DatabaseData]
    public async Task Names_are_found_by_a_part_whatever_their_case_and_marks(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, s_now);
            var harbor = estate.Group("Hafen Köln", GroupKind.CommunityParent);
            estate.Group("Hafen Köln", GroupKind.Announcement, harbor);
            estate.Group("Crew KOLN", GroupKind.Subgroup, harbor);
            estate.Group("Elsewhere");
            estate.Person("Kölner Karl", "4915110000001");
            await db.SaveChangesAsync();
        }

        var found = await FindAsync(database, s_operator, "koln");

        Assert.Equal(
            [("Hafen Köln", "Community"), ("Crew KOLN", "Group in Hafen Köln"), ("Hafen Köln", "Announcements of Hafen Köln"), ("Kölner Karl", "+4915110000001")],
            found.Select(e => (e.Title, e.Detail)));
    }

    [Theory, DatabaseData]
    public async Task A_viewer_sees_masked_numbers_and_cannot_find_people_by_one(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            new Estate(db, s_now).Person("Karl", "4915110000001");
            await db.SaveChangesAsync();
        }

        Assert.Equal("+49 ••• 01", Assert.Single(await FindAsync(database, s_viewer, "karl")).Detail);
        Assert.Empty(await FindAsync(database, s_viewer, "4915110000001"));
        Assert.Single(await FindAsync(database, s_operator, "4915110000001"));
    }

    [Theory, DatabaseData]
    public async Task Never_more_than_fit(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, s_now);
            for (var i = 0; i < 40; i++)
            {
                estate.Group($"Community {i}");
                estate.Person($"Communist {i}", $"49151100000{i:00}");
            }

            await db.SaveChangesAsync();
        }

        Assert.Equal(PaletteIndex.MaxEntries, (await FindAsync(database, s_operator, "commun")).Count);
    }

    [Theory, DatabaseData]
    public async Task Wildcards_and_quotes_are_only_text(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, s_now);
            estate.Group("100% cotton");
            estate.Group("Other");
            await db.SaveChangesAsync();
        }

        Assert.Equal("100% cotton", Assert.Single(await FindAsync(database, s_operator, "0%")).Title);
        Assert.Empty(await FindAsync(database, s_operator, "' OR 1=1 --"));
    }

    [Theory, DatabaseData]
    public async Task Without_words_the_pages_of_the_role_are_offered(TestDatabase database)
    {
        var viewer = await FindAsync(database, s_viewer, "");

        Assert.Contains(viewer, e => e.Title == "Approvals");
        Assert.DoesNotContain(viewer, e => e.Title is "Operators" or "Connect a number");
    }

    private static Task<IReadOnlyList<PaletteEntry>> FindAsync(TestDatabase database, Actor actor, string query) =>
        new PaletteIndex(database.Contexts).FindAsync(actor, query, TestContext.Current.CancellationToken);
}
