using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>Hands out contexts on a test's database and keeps every statement that changes a row.</summary>
internal sealed partial class WriteWatch(TestDatabase database) : DbCommandInterceptor, IDbContextFactory<PortalDbContext>
{
    private readonly ConcurrentQueue<string> _writes = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<string> Writes => [.. _writes];

    /// <summary>Statements of any kind.</summary>
    public int Commands { get; private set; }

    public void Clear()
    {
        _writes.Clear();
        Commands = 0;
    }

    public PortalDbContext CreateDbContext() => TestDatabase.Open(database.Provider, database.ConnectionString, this);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return ValueTask.FromResult(result);
    }

    private void Keep(DbCommand command)
    {
        Commands++;
        if (ChangesRows().IsMatch(command.CommandText))
        {
            _writes.Enqueue(command.CommandText + " -- " + string.Join(", ", command.Parameters.Cast<DbParameter>().Select(p => p.Value)));
        }
    }

    [GeneratedRegex(@"^\s*(INSERT|UPDATE|DELETE|MERGE)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ChangesRows();
}
