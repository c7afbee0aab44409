using AdminPortal.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

[assembly: AssemblyFixture(typeof(AdminPortal.Tests.Infrastructure.DatabaseTemplates))]

namespace AdminPortal.Tests.Infrastructure;

/// <summary>
/// Every provider's migrations run once; tests get copies of the result. As a fixture of the assembly it takes the
/// templates away at the end of the run.
/// </summary>
public sealed class DatabaseTemplates : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string of a server on which databases may be created.</summary>
    public const string PostgresVariable = "ADMINPORTAL_TEST_POSTGRES";

    private static readonly Lazy<Task<string>> s_sqliteFile = new(MakeSqliteAsync);
    private static readonly Lazy<Task<string>> s_postgresName = new(MakePostgresAsync);

    /// <summary>The server's own connection string, or null when none is configured.</summary>
    public static string? PostgresServer { get; } =
        Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } value ? value : null;

    public async ValueTask DisposeAsync()
    {
        if (s_sqliteFile.IsValueCreated)
        {
            Directory.Delete(Path.GetDirectoryName(await s_sqliteFile.Value)!, recursive: true);
        }

        if (s_postgresName.IsValueCreated)
        {
            await DropPostgresAsync(await s_postgresName.Value);
        }
    }

    internal static Task<string> SqliteFileAsync() => s_sqliteFile.Value;

    /// <summary>Returns the name of a new database.</summary>
    internal static async Task<string> CopyPostgresAsync()
    {
        var name = NewName();
        await ExecuteOnServerAsync($"""CREATE DATABASE "{name}" TEMPLATE "{await s_postgresName.Value}" """);
        return name;
    }

    internal static Task DropPostgresAsync(string name) =>
        ExecuteOnServerAsync($"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""");

    // Small pools: the databases of parallel tests share one server.
    internal static string PostgresConnection(string name) =>
        new NpgsqlConnectionStringBuilder(PostgresServer) { Database = name, MaxPoolSize = 20, ConnectionIdleLifetime = 10, ConnectionPruningInterval = 5 }.ConnectionString;

    private static string NewName() => "adminportal_test_" + Guid.NewGuid().ToString("N");

    private static async Task<string> MakeSqliteAsync()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("adminportal-template").FullName, "template.db");
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        await using var db = TestDatabase.Open(DatabaseProvider.Sqlite, connection.ConnectionString);
        await db.Database.MigrateAsync();
        // Stays with the file, also in its copies; closing the last connection empties the log into the file.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;");
        return file;
    }

    private static async Task<string> MakePostgresAsync()
    {
        var name = NewName();
        await ExecuteOnServerAsync($"""CREATE DATABASE "{name}" """);
        // No pool: a database that somebody is connected to cannot be copied.
        var connection = new NpgsqlConnectionStringBuilder(PostgresConnection(name)) { Pooling = false };
        await using var db = TestDatabase.Open(DatabaseProvider.Postgres, connection.ConnectionString);
        await db.Database.MigrateAsync();
        return name;
    }

    private static async Task ExecuteOnServerAsync(string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(
            PostgresServer ?? throw new InvalidOperationException($"{PostgresVariable} is not set.")) { Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
