using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Pacing;

/// <summary>
/// The counted requests of numbers, in the database.
/// <para>
/// On PostgreSQL several nodes speak for one number, and only the database sees them all: each request takes its place in the
/// number's one row before it leaves, by the database's own clock. That is one small update per request that costs a gateway
/// a hundred times as long; taking places in blocks would save little and would hand out places that nobody uses in time.
/// </para>
/// <para>
/// On SQLite there is one node, whose memory is the truth while it runs. The row is written when the console ends and, where a
/// cap of reads reaches over hours, once a minute; quiet reading writes nothing else. After a crash the last minute is known
/// from the items that were sent.
/// </para>
/// </summary>
internal sealed partial class RequestLedger(IDbContextFactory<PortalDbContext> contexts, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Other nodes may speak for the same numbers.</summary>
    public bool IsShared { get; } = OpenIsShared(contexts);

    /// <summary>Takes a place among what all nodes send, when there is one.</summary>
    /// <returns>Whether it was taken, and what all nodes sent as of now.</returns>
    public async Task<(bool Taken, Func<DateTimeOffset, RequestTally> Tally)> TakeAsync(
        Guid connectionId, RequestBudget budget, Lane lane, bool isWrite, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryTakeAsync(connectionId, budget, lane, isWrite, cancellationToken);
            }
#pragma warning disable CA1031 // What cannot be booked must not leave; whatever the database says now, it is asked again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotBooked(exception, connectionId);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    /// <summary>Brings what this node knows up to what all nodes sent.</summary>
    public async Task RefreshAsync(Guid connectionId, RequestBudget budget, CancellationToken cancellationToken)
    {
        if (!IsShared)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await LoadAsync(db, connectionId, cancellationToken) is { } tally)
        {
            var now = await db.TimeAsync(cancellationToken);
            budget.Learn(here => RequestTally.Read(tally, now, here));
        }
    }

    /// <summary>What was written last; null when nothing was.</summary>
    public async Task<string?> LoadAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken) =>
        await db.RequestCounts.Where(c => c.ConnectionId == connectionId).Select(c => c.Tally).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Writes down what this node, alone on its database, has sent.</summary>
    public async Task SaveAsync(Guid connectionId, string tally, CancellationToken cancellationToken)
    {
        if (IsShared)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Connections.AnyAsync(c => c.Id == connectionId, cancellationToken))
        {
            return;
        }

        if (await db.RequestCounts.FirstOrDefaultAsync(c => c.ConnectionId == connectionId, cancellationToken) is { } row)
        {
            row.Tally = tally;
        }
        else
        {
            db.RequestCounts.Add(new RequestCount { ConnectionId = connectionId, Tally = tally });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<(bool Taken, Func<DateTimeOffset, RequestTally> Tally)> TryTakeAsync(
        Guid connectionId, RequestBudget budget, Lane lane, bool isWrite, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var row = await db.RequestCounts.AsNoTracking().FirstOrDefaultAsync(c => c.ConnectionId == connectionId, cancellationToken);
            var now = await db.TimeAsync(cancellationToken);
            var tally = row is null ? new RequestTally() : RequestTally.Read(row.Tally, now, now);
            var taken = budget.WaitBy(tally, now, lane, isWrite) <= TimeSpan.Zero;
            if (taken)
            {
                tally.Add(now, isWrite);
            }

            var text = tally.Write(now);
            if (!taken || await WriteAsync(db, connectionId, row, text, cancellationToken))
            {
                return (taken, here => RequestTally.Read(text, now, here));
            }
        }
    }

    private static bool OpenIsShared(IDbContextFactory<PortalDbContext> contexts)
    {
        using var db = contexts.CreateDbContext();
        return db.IsShared;
    }

    /// <returns>False when another node was faster.</returns>
    private static async Task<bool> WriteAsync(PortalDbContext db, Guid connectionId, RequestCount? row, string text, CancellationToken cancellationToken)
    {
        if (row is not null)
        {
            var version = Guid.NewGuid();
            return await db.RequestCounts
                .Where(c => c.ConnectionId == connectionId && c.Version == row.Version)
                .ExecuteUpdateAsync(c => c.SetProperty(r => r.Tally, text).SetProperty(r => r.Version, version), cancellationToken) == 1;
        }

        db.RequestCounts.Add(new RequestCount { ConnectionId = connectionId, Tally = text });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // The other node's first request, most likely; if it was anything else, the next try meets it again.
            if (await db.RequestCounts.AsNoTracking().AnyAsync(c => c.ConnectionId == connectionId, cancellationToken))
            {
                return false;
            }

            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of number {ConnectionId} could not be booked yet; it waits.")]
    private partial void LogNotBooked(Exception exception, Guid connectionId);
}
