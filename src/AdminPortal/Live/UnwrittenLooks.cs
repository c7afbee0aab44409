using System.Collections.Concurrent;

namespace AdminPortal.Live;

/// <summary>
/// What this node looked at again and found exactly as it is stored. A look that changes nothing writes nothing: its time is
/// kept here and the value's age is told from it.
/// <para>
/// Each look extends the stored time that it was compared with, and ends with it: as soon as anybody, on whatever node, stores
/// another time for the same value, that one counts. So a value is never told to be younger than it is. It may be told to be
/// older: by another node, or after this one was killed, until the times are written down (see <c>AgeKeeper</c>).
/// </para>
/// </summary>
internal sealed class UnwrittenLooks<TKey, TLook>
    where TKey : notnull
    where TLook : struct
{
    private readonly ConcurrentDictionary<TKey, Extension> _looks = new();

    /// <param name="stored">The stored time that the look confirms.</param>
    public void Note(TKey key, DateTimeOffset stored, TLook look) => _looks[key] = new(stored, look);

    /// <returns>The later look at what was stored at that time, if there was one.</returns>
    public TLook? Find(TKey key, DateTimeOffset? stored) =>
        _looks.TryGetValue(key, out var extension) && extension.Stored == stored ? extension.Look : null;

    /// <summary>All of them, to be written down.</summary>
    public IReadOnlyDictionary<TKey, Extension> All() => _looks.ToDictionary();

    /// <summary>It was written down, or what it extended is no more. A later look that came meanwhile stays.</summary>
    public void Drop(TKey key, Extension extension) => _looks.TryRemove(new(key, extension));

    internal readonly record struct Extension(DateTimeOffset Stored, TLook Look);
}
