using System.Globalization;

namespace AdminPortal.Features.Pacing;

/// <summary>
/// How many requests left in a sliding window. What left within one grain is counted together and forgotten together, at the
/// time of the latest: never too early.
/// </summary>
internal sealed class TallyWindow(TimeSpan window, TimeSpan grain)
{
    private readonly LinkedList<Slice> _slices = [];

    public int Count { get; private set; }

    public DateTimeOffset? Latest => _slices.Last?.Value.Latest;

    public void Add(DateTimeOffset at, int count = 1)
    {
        // A clock that stepped back writes on the last slice: order is what everything here rests on.
        if (_slices.Last is { } last && at - last.Value.First < grain)
        {
            last.Value = last.Value with { Latest = at > last.Value.Latest ? at : last.Value.Latest, Count = last.Value.Count + count };
        }
        else
        {
            _slices.AddLast(new Slice(at, at, count));
        }

        Count += count;
    }

    public void Forget(DateTimeOffset now)
    {
        while (_slices.First is { } first && now - first.Value.Latest >= window)
        {
            Count -= first.Value.Count;
            _slices.RemoveFirst();
        }
    }

    /// <summary>How long until fewer than <paramref name="limit"/> are counted; zero when it is so now.</summary>
    public TimeSpan Wait(DateTimeOffset now, int limit)
    {
        Forget(now);
        var counted = Count;
        for (var slice = _slices.First; slice is not null && counted >= limit; slice = slice.Next)
        {
            counted -= slice.Value.Count;
            if (counted < limit)
            {
                return slice.Value.Latest + window - now;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>"age:count …", the ages in ms at <paramref name="now"/>, oldest first.</summary>
    public string Write(DateTimeOffset now)
    {
        Forget(now);
        return string.Join(' ', _slices.Select(s => string.Create(CultureInfo.InvariantCulture, $"{(long)(now - s.Latest).TotalMilliseconds}:{s.Count}")));
    }

    public void Read(string text, DateTimeOffset now)
    {
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var age = long.Parse(part.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            Add(now - TimeSpan.FromMilliseconds(Math.Max(0, age)), int.Parse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }

    private sealed record Slice(DateTimeOffset First, DateTimeOffset Latest, int Count);
}
