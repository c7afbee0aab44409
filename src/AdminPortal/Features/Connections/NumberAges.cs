using AdminPortal.Data;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Connections;

/// <summary>
/// When a number's session was last checked and its group list last read, counting the looks that found nothing new and were
/// therefore not written (see <see cref="UnwrittenLooks{TKey,TLook}"/>).
/// </summary>
public sealed class NumberAges
{
    private readonly UnwrittenLooks<Guid, DateTimeOffset> _sessions = new();
    private readonly UnwrittenLooks<Guid, DateTimeOffset> _lists = new();

    /// <param name="stored">The connection's <see cref="Connection.SessionCheckedAt"/>.</param>
    public DateTimeOffset? SessionCheckedAt(Guid connectionId, DateTimeOffset? stored) => _sessions.Find(connectionId, stored) ?? stored;

    /// <param name="stored">The connection's <see cref="Connection.ListedAt"/>.</param>
    public DateTimeOffset? ListedAt(Guid connectionId, DateTimeOffset? stored) => _lists.Find(connectionId, stored) ?? stored;

    internal void SessionStands(Guid connectionId, DateTimeOffset stored, DateTimeOffset at) => _sessions.Note(connectionId, stored, at);

    internal void ListStands(Guid connectionId, DateTimeOffset stored, DateTimeOffset at) => _lists.Note(connectionId, stored, at);

    /// <summary>Statements of their own: the row's version belongs to those who edit the connection.</summary>
    internal async Task WriteDownAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        foreach (var (id, look) in _sessions.All())
        {
            await db.Connections.Where(c => c.Id == id && c.SessionCheckedAt == look.Stored)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.SessionCheckedAt, look.Look), cancellationToken);
            _sessions.Drop(id, look);
        }

        foreach (var (id, look) in _lists.All())
        {
            await db.Connections.Where(c => c.Id == id && c.ListedAt == look.Stored)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.ListedAt, look.Look), cancellationToken);
            _lists.Drop(id, look);
        }
    }
}
