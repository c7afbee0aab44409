using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Data;

/// <summary>SQLite in WAL mode. Writers stand in one queue per file, so that none of them meets a locked database.</summary>
public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options)
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new(StringComparer.Ordinal);

    public override bool IsShared => false;

    public override Task<DateTimeOffset> TimeAsync(CancellationToken cancellationToken) => Task.FromResult(TimeProvider.System.GetUtcNow());

    protected override async ValueTask<IDisposable?> EnterWriterQueueAsync(CancellationToken cancellationToken)
    {
        var queue = Queues.GetOrAdd(Database.GetConnectionString() ?? "", _ => new SemaphoreSlim(1, 1));
        await queue.WaitAsync(cancellationToken);
        return new Place(queue);
    }

    /// <summary>The transaction was begun as the only writer.</summary>
    protected override Task LockAuditChainAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class Place(SemaphoreSlim queue) : IDisposable
    {
        public void Dispose() => queue.Release();
    }
}
