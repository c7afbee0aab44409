using System.Data.Common;
using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>Counts the commands that a piece of work sends to the database; what runs beside it does not count.</summary>
public sealed class CommandCount(TestDatabase database) : DbCommandInterceptor, IDbContextFactory<PortalDbContext>
{
    private readonly AsyncLocal<List<string>?> _current = new();

    public PortalDbContext CreateDbContext() => TestDatabase.Open(database.Provider, database.ConnectionString, this);

    /// <returns>The texts of the commands, in order.</returns>
    public async Task<IReadOnlyList<string>> OfAsync(Func<Task> work)
    {
        List<string> commands = [];
        _current.Value = commands;
        await work();
        _current.Value = null;
        return commands;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return base.ReaderExecutedAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return base.NonQueryExecutedAsync(command, eventData, result, cancellationToken);
    }

    private void Note(DbCommand command) => _current.Value?.Add(command.CommandText);
}
