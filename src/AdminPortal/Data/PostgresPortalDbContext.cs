using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Data;

/// <summary>PostgreSQL, for several nodes on one database.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options)
{
    /// <summary>An arbitrary number that only the audit chain uses.</summary>
    private const long AuditChainLock = 7_203_114_001;

    protected override ValueTask<IDisposable?> EnterWriterQueueAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    protected override Task LockAuditChainAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AuditChainLock})", cancellationToken);
}
