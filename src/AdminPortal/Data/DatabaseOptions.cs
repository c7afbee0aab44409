using Microsoft.Data.Sqlite;

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

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Needed for PostgreSQL. On SQLite the file is <c>adminportal.db</c> in <see cref="DataOptions.Directory"/>.</summary>
    public string? ConnectionString { get; set; }
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
