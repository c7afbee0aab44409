using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Data;

/// <summary>PostgreSQL, for several nodes on one database.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options)
{
    /// <summary>An arbitrary number that only the audit chain uses.</summary>
    private const long AuditChainLock = 7_203_114_001;

    public override bool IsShared => true;

    public override async Task<DateTimeOffset> TimeAsync(CancellationToken cancellationToken) =>
        (await Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AT TIME ZONE 'UTC' AS \"Value\"").ToListAsync(cancellationToken)) is [var now]
            ? new DateTimeOffset(DateTime.SpecifyKind(now, DateTimeKind.Utc))
            : throw new InvalidOperationException("The database told no time.");

    protected override ValueTask<IDisposable?> EnterWriterQueueAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    protected override Task LockAuditChainAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AuditChainLock})", cancellationToken);
}
