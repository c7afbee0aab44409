using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Data;

public sealed class TestDatabaseTests
{
    [Theory, DatabaseData(1), DatabaseData(2)]
    public async Task Every_test_gets_a_database_of_its_own(TestDatabase database, int value)
    {
        await using var db = database.Open();

        // Fails when another test's table is there.
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE mark (value integer)", TestContext.Current.CancellationToken);

        Assert.InRange(value, 1, 2);
    }

    [Theory, DatabaseData]
    public async Task Migrations_make_the_whole_model(TestDatabase database)
    {
        await using var db = database.Open();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.False(await db.Groups.AnyAsync(TestContext.Current.CancellationToken));
    }
}
