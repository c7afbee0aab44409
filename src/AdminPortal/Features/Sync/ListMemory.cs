using System.Collections.Concurrent;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Sync;

/// <summary>
/// What the last group list of each number said, for as long as this process runs. Lists count members in their own way at
/// some gateways; only a count that moved is a reason to look closer. Lost on restart: then one more look is taken.
/// </summary>
internal sealed class ListMemory
{
    private readonly ConcurrentDictionary<(Guid Connection, string Group), int> _counts = new();
    private readonly ConcurrentDictionary<Guid, (string Sentence, DateTimeOffset Since)> _suspicions = new();

    /// <summary>True when the list says something else than last time, or speaks for the first time.</summary>
    public bool Moved(Guid connectionId, string groupId, int count) =>
        !_counts.TryGetValue((connectionId, groupId), out var before) || before != count;

    /// <summary>After the list was stored.</summary>
    public void Remember(Guid connectionId, IEnumerable<GroupListing> listings)
    {
        foreach (var listing in listings)
        {
            if (listing.MemberCount is { } count)
            {
                _counts[(connectionId, listing.Id.Value)] = count;
            }
        }
    }

    /// <summary>True when the same suspicion arose long enough ago.</summary>
    public bool SeenBefore(Guid connectionId, Suspicion suspicion, DateTimeOffset at, TimeSpan hold)
    {
        var (sentence, since) = _suspicions.AddOrUpdate(
            connectionId,
            (suspicion.Sentence, at),
            (_, old) => old.Sentence == suspicion.Sentence ? old : (suspicion.Sentence, at));
        return suspicion.MayBecomeBelieved && sentence == suspicion.Sentence && at - since >= hold;
    }

    public void Trust(Guid connectionId) => _suspicions.TryRemove(connectionId, out _);
}
