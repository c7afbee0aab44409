using System.Data.Common;
using AdminPortal.Data;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>One transaction that brings a read into the cache, and what it changed.</summary>
internal sealed class CacheWrite(PortalDbContext db, ReadingAges ages)
{
    private readonly HashSet<Change> _changes = [];
    private readonly List<(GroupReading Stored, LastRead Read)> _confirmed = [];

    public PortalDbContext Db { get; } = db;

    public ReadingAges Ages { get; } = ages;

    public bool Changed => _changes.Count > 0;

    public IReadOnlyCollection<Change> Changes => _changes;

    /// <summary>Published when the transaction is committed.</summary>
    public void Note(ChangeTopic topic, string id) => _changes.Add(new Change(topic, id));

    /// <summary>Facts were saved within this transaction before its last save.</summary>
    public bool SavedFacts { get; private set; }

    public async Task SaveFactsAsync(CancellationToken cancellationToken)
    {
        SavedFacts |= await Db.SaveChangesAsync(cancellationToken) > 0;
    }

    /// <summary>The stored reading was good and this read is, too: if nothing else changes, only its age does.</summary>
    public void Confirm(GroupReading stored, LastRead read) => _confirmed.Add((stored, read));

    /// <summary>The last save. Where nothing changed but ages, nothing is written.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (!SavedFacts && !Db.ChangeTracker.HasChanges())
        {
            return;
        }

        foreach (var (stored, read) in _confirmed)
        {
            stored.Take(read);
        }

        _confirmed.Clear();
        await Db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>After the commit: what was confirmed and not written is remembered.</summary>
    public void KeepAges()
    {
        foreach (var (stored, read) in _confirmed)
        {
            Ages.Stands(stored.GroupId, stored.Aspect, stored.At!.Value, read);
        }
    }

    public void NoteGroup(string groupId) => Note(ChangeTopic.Groups, groupId);

    /// <summary>Whether an entity of that type waits to be saved.</summary>
    public bool HasPending<TEntity>() where TEntity : class =>
        Db.ChangeTracker.Entries<TEntity>().Any(e => e.State is not EntityState.Unchanged);
}

/// <summary>
/// Runs reads into the cache one after the other on this node. Operations and other nodes write too: whoever meets them is
/// rolled back and does its comparison again on what stands then.
/// </summary>
internal sealed class CacheWriter(IDbContextFactory<PortalDbContext> contexts, ReadingAges ages, ChangeFeed feed) : IDisposable
{
    private const int Attempts = 5;

    private readonly SemaphoreSlim _place = new(1, 1);

    public async Task<T> WriteAsync<T>(Func<CacheWrite, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        T outcome;
        IReadOnlyCollection<Change> changes;
        await _place.WaitAsync(cancellationToken);
        try
        {
            (outcome, changes) = await AttemptAsync(work, cancellationToken);
        }
        finally
        {
            _place.Release();
        }

        foreach (var change in changes)
        {
            feed.Publish(change.Topic, change.Id);
        }

        return outcome;
    }

    public void Dispose() => _place.Dispose();

    private async Task<(T Outcome, IReadOnlyCollection<Change> Changes)> AttemptAsync<T>(
        Func<CacheWrite, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var write = new CacheWrite(db, ages);
            try
            {
                var outcome = await db.WriteAsync(token => work(write, token), cancellationToken);
                write.KeepAges();
                return (outcome, write.Changes);
            }
            catch (Exception exception) when (attempt < Attempts && exception is DbUpdateException or DbException { IsTransient: true })
            {
                // Somebody else wrote the same rows: compare anew with what they left.
            }
        }
    }
}
