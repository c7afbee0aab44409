using System.Collections.Concurrent;

namespace AdminPortal.Features.Sync;

/// <summary>What is left alone for a while because reading it did not help. Kept in memory: a restart may try at once.</summary>
internal sealed class SyncPatience
{
    private readonly ConcurrentDictionary<(Guid Connection, string Group, GroupAspect Aspect), DateTimeOffset> _notBefore = new();

    public bool MayRead(Guid connectionId, string groupId, GroupAspect aspect, DateTimeOffset now) =>
        !_notBefore.TryGetValue((connectionId, groupId, aspect), out var until) || until <= now;

    public void Defer(Guid connectionId, string groupId, GroupAspect aspect, DateTimeOffset until) =>
        _notBefore[(connectionId, groupId, aspect)] = until;

    public void Forget(Guid connectionId, string groupId, GroupAspect aspect) => _notBefore.TryRemove((connectionId, groupId, aspect), out _);
}
