using Microsoft.Data.Sqlite;
using Npgsql;

namespace AdminPortal.Data;

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    private const string EndOfSilence = "-c idle_in_transaction_session_timeout=10s";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Needed for PostgreSQL. On SQLite the file is <c>adminportal.db</c> in <see cref="DataOptions.Directory"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// As configured, and with an end to every transaction whose client says nothing any more: a node that stands still (a
    /// suspended machine, a cut line) would else keep its locks, and all other nodes would stand still with it.
    /// </summary>
    public string PostgresConnectionString
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            builder.Options = string.IsNullOrWhiteSpace(builder.Options) ? EndOfSilence : $"{builder.Options} {EndOfSilence}";
            return builder.ConnectionString;
        }
    }
}

/// <summary>Section <c>Data</c>.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Where everything lies that must survive a restart and is not in PostgreSQL. Created with owner-only rights.</summary>
    public string Directory { get; set; } = "data";

    public string SqliteConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(Path.Combine(Directory, "adminportal.db")),
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();
}
