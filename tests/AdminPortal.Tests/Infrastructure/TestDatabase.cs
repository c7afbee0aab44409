using Microsoft.Data.Sqlite;
using Npgsql;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>A database for one test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string of a server on which databases may be created.</summary>
    public const string PostgresVariable = "ADMINPORTAL_TEST_POSTGRES";

    private readonly string? _folder;
    private readonly string? _name;

    private TestDatabase(DatabaseKind kind, string connectionString, string? folder, string? name)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _folder = folder;
        _name = name;
    }

    /// <summary>The server's own connection string, or null when none is configured.</summary>
    public static string? PostgresServer { get; } =
        Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } value ? value : null;

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    /// <summary>The folder of the SQLite file; another process or host started on it finds the same database.</summary>
    public string Folder => _folder ?? throw new InvalidOperationException("PostgreSQL keeps no folder of the test's own.");

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            // A file, not memory: write-ahead logging and several connections are part of what is tested.
            var folder = Directory.CreateTempSubdirectory("adminportal-test").FullName;
            var file = new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder, "adminportal.db"),
                ForeignKeys = true,
                DefaultTimeout = 30,
            };
            return new(kind, file.ConnectionString, folder, name: null);
        }

        var name = "test_" + Guid.NewGuid().ToString("N");
        await ExecuteOnServerAsync($"""CREATE DATABASE "{name}" """);
        var connection = new NpgsqlConnectionStringBuilder(PostgresServer) { Database = name, MaxPoolSize = 20 };
        return new(kind, connection.ConnectionString, folder: null, name);
    }

    public override string ToString() => Kind.ToString();

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            using var pooled = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pooled);
            Directory.Delete(_folder, recursive: true);
            return;
        }

        await using (var pooled = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await ExecuteOnServerAsync($"""DROP DATABASE IF EXISTS "{_name}" WITH (FORCE)""");
    }

    private static async Task ExecuteOnServerAsync(string sql)
    {
        // Without a pool: connections to the maintenance database would add up over parallel tests.
        var server = new NpgsqlConnectionStringBuilder(
            PostgresServer ?? throw new InvalidOperationException($"{PostgresVariable} is not set.")) { Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
