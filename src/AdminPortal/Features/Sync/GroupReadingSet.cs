using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>The readings of one group in the current transaction.</summary>
internal sealed class GroupReadingSet
{
    private readonly CacheWrite _write;
    private readonly string _groupId;
    private readonly Dictionary<GroupAspect, GroupReading> _readings;

    private GroupReadingSet(CacheWrite write, string groupId, Dictionary<GroupAspect, GroupReading> readings) =>
        (_write, _groupId, _readings) = (write, groupId, readings);

    public static async Task<GroupReadingSet> LoadAsync(CacheWrite write, string groupId, CancellationToken cancellationToken) =>
        new(write, groupId, await write.Db.GroupReadings.Where(r => r.GroupId == groupId).ToDictionaryAsync(r => r.Aspect, cancellationToken));

    public GroupReading? Find(GroupAspect aspect) => _readings.GetValueOrDefault(aspect);

    /// <summary>
    /// A read that left earlier but arrives later must not undo a newer one. Equal times are not older: a read may be
    /// stored twice.
    /// </summary>
    public bool HasNewer(GroupAspect aspect, DateTimeOffset than) =>
        Find(aspect) is { } reading && _write.Ages.At(_groupId, aspect, reading.At) > than;

    public bool WasRead(GroupAspect aspect) => Find(aspect)?.At is not null;

    public void Good(GroupAspect aspect, Guid connectionId, ReadingOrigin origin, DateTimeOffset at)
    {
        var reading = GetOrAdd(aspect, connectionId, origin);
        if (reading is { At: not null, Suspicion: null, SuspectedAt: null, StaleReason: null })
        {
            _write.Confirm(reading, new LastRead(at, origin, connectionId));
            return;
        }

        reading.Take(new LastRead(at, origin, connectionId));
        (reading.Suspicion, reading.SuspectedAt, reading.StaleReason) = (null, null, null);
    }

    /// <summary>Keeps the age of the last good read. The same suspicion again keeps the time at which it arose.</summary>
    public void Suspect(GroupAspect aspect, Guid connectionId, ReadingOrigin origin, DateTimeOffset at, Suspicion suspicion)
    {
        var reading = GetOrAdd(aspect, connectionId, origin);
        if (reading.Suspicion != suspicion.Sentence)
        {
            (reading.Suspicion, reading.SuspectedAt) = (suspicion.Sentence, at);
        }

        reading.StaleReason = null;
    }

    /// <summary>The same was seen long enough ago that it is no passing fault of the gateway.</summary>
    public bool SeenBefore(GroupAspect aspect, Suspicion suspicion, DateTimeOffset at, TimeSpan hold) =>
        suspicion.MayBecomeBelieved
        && Find(aspect) is { SuspectedAt: { } since } reading
        && reading.Suspicion == suspicion.Sentence
        && at - since >= hold;

    /// <summary>Asks for another read soon. An earlier reason stands.</summary>
    public void Stale(GroupAspect aspect, Guid connectionId, string reason)
    {
        var reading = GetOrAdd(aspect, connectionId, ReadingOrigin.List);
        reading.StaleReason ??= StorableText.Fact(reason, 300);
    }

    private GroupReading GetOrAdd(GroupAspect aspect, Guid connectionId, ReadingOrigin origin)
    {
        if (!_readings.TryGetValue(aspect, out var reading))
        {
            reading = new GroupReading { GroupId = _groupId, Aspect = aspect, ConnectionId = connectionId, Origin = origin };
            _write.Db.GroupReadings.Add(reading);
            _readings[aspect] = reading;
        }

        return reading;
    }
}
