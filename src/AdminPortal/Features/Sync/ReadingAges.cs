using System.Runtime.InteropServices;
using AdminPortal.Data;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>One good read: when it left the gateway, how, and through which number.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LastRead(DateTimeOffset At, ReadingOrigin Origin, Guid ConnectionId);

/// <summary>
/// When aspects of groups were last read, counting the reads that found everything as it is stored and were therefore not
/// written (see <see cref="UnwrittenLooks{TKey,TLook}"/>).
/// </summary>
public sealed class ReadingAges
{
    private const int GroupsPerQuery = 400;

    private readonly UnwrittenLooks<(string GroupId, GroupAspect Aspect), LastRead> _reads = new();

    /// <param name="stored">The row's <see cref="GroupReading.At"/>.</param>
    public DateTimeOffset? At(string groupId, GroupAspect aspect, DateTimeOffset? stored) => _reads.Find((groupId, aspect), stored)?.At ?? stored;

    /// <summary>The last good read, however it is kept.</summary>
    /// <param name="stored">What the row says.</param>
    public LastRead Of(string groupId, GroupAspect aspect, LastRead stored) => _reads.Find((groupId, aspect), stored.At) ?? stored;

    /// <summary>Brings a row that was loaded for reading up to what is known here.</summary>
    public GroupReading Refresh(GroupReading untracked)
    {
        if (_reads.Find((untracked.GroupId, untracked.Aspect), untracked.At) is { } read)
        {
            untracked.Take(read);
        }

        return untracked;
    }

    internal void Stands(string groupId, GroupAspect aspect, DateTimeOffset stored, LastRead read) => _reads.Note((groupId, aspect), stored, read);

    internal async Task WriteDownAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var all = _reads.All();
        foreach (var chunk in all.Keys.Select(k => k.GroupId).Distinct().Chunk(GroupsPerQuery))
        {
            foreach (var row in await db.GroupReadings.Where(r => chunk.Contains(r.GroupId)).ToListAsync(cancellationToken))
            {
                if (all.TryGetValue((row.GroupId, row.Aspect), out var read) && read.Stored == row.At)
                {
                    row.Take(read.Look);
                }
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (key, read) in all)
        {
            _reads.Drop(key, read);
        }
    }
}
