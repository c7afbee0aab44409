using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Data;

/// <summary>Makes the data folder and brings the database to the current schema before anything else starts.</summary>
internal sealed class DatabaseStartup(
    IDbContextFactory<PortalDbContext> contexts,
    IOptions<DatabaseOptions> database,
    IOptions<DataOptions> data)
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        CreateDataDirectory(data.Value.Directory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        if (database.Value.Provider == DatabaseProvider.Sqlite)
        {
            // Stays with the file: readers never wait for the writer.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        }
    }

    private static void CreateDataDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
