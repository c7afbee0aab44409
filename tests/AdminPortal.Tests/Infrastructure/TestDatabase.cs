using AdminPortal.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>A database for one test, with the current schema and nothing in it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly string? _name;

    private TestDatabase(DatabaseProvider provider, string connectionString, string? folder, string? name)
    {
        Provider = provider;
        ConnectionString = connectionString;
        _folder = folder;
        _name = name;
        Contexts = new ContextFactory(provider, connectionString);
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>What a service under test takes.</summary>
    public IDbContextFactory<PortalDbContext> Contexts { get; }

    /// <summary>The folder of the SQLite file; another process or host started on it finds the same database.</summary>
    public string Folder => _folder ?? throw new InvalidOperationException("PostgreSQL keeps no folder of the test's own.");

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            // A file, not memory: write-ahead logging and several connections are part of what is tested.
            var folder = Directory.CreateTempSubdirectory("adminportal-test").FullName;
            var data = new DataOptions { Directory = folder };
            File.Copy(
                await DatabaseTemplates.SqliteFileAsync(),
                new SqliteConnectionStringBuilder(data.SqliteConnectionString).DataSource);
            return new(provider, data.SqliteConnectionString, folder, name: null);
        }

        var name = await DatabaseTemplates.CopyPostgresAsync();
        return new(provider, DatabaseTemplates.PostgresConnection(name), folder: null, name);
    }

    /// <summary>A context of its own, as every service call opens one.</summary>
    public PortalDbContext Open() => Contexts.CreateDbContext();

    public override string ToString() => Provider.ToString();

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

        await DatabaseTemplates.DropPostgresAsync(_name!);
    }

    internal static PortalDbContext Open(DatabaseProvider provider, string connectionString, params IEnumerable<IInterceptor> interceptors)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            var sqlite = new DbContextOptionsBuilder<SqlitePortalDbContext>();
            sqlite.UsePortalSqlite(connectionString).AddInterceptors(interceptors);
            return new SqlitePortalDbContext(sqlite.Options);
        }

        var postgres = new DbContextOptionsBuilder<PostgresPortalDbContext>();
        postgres.UsePortalPostgres(connectionString).AddInterceptors(interceptors);
        return new PostgresPortalDbContext(postgres.Options);
    }

    private sealed class ContextFactory(DatabaseProvider provider, string connectionString) : IDbContextFactory<PortalDbContext>
    {
        public PortalDbContext CreateDbContext() => Open(provider, connectionString);
    }
}
