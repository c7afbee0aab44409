using System.Data.Common;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AdminPortal.Tests.Data;

public sealed class TestDatabaseTests
{
    [Theory, DatabaseData(1), DatabaseData(2)]
    public async Task Every_test_gets_an_empty_database_of_its_own(TestDatabase database, int value)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();

        // Fails when the table is there already.
        command.CommandText = $"CREATE TABLE mark (value integer); INSERT INTO mark VALUES ({value}); SELECT value FROM mark";

        Assert.Equal(value, Convert.ToInt32(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)));
    }
}
