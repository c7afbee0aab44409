using System.Globalization;

namespace AdminPortal.Simulator.World;

/// <summary>
/// One WhatsApp, in memory. Every method is atomic and safe to call from any thread; what it answers is a copy.
/// An acting number or person is named by phone digits, a group by its JID, a participant by digits, phone JID or LID.
/// The same seed and the same calls give the same world.
/// </summary>
public sealed partial class WhatsAppWorld
{
    private const string CodeAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<WorldWatch> _watches = [];
    private WorldState _state;
    private WorldRandom _random;

    public WhatsAppWorld(int seed, TimeProvider time, WorldLimits? limits = null)
        : this(new WorldState { Random = (ulong)seed }, time, limits)
    {
        // Account credentials are drawn first, so that they do not depend on what is built afterwards.
        _state.AccountToken = "acct_" + _random.Text(32, CodeAlphabet);
    }

    private WhatsAppWorld(WorldState state, TimeProvider time, WorldLimits? limits)
    {
        _time = time;
        _state = state;
        _random = new WorldRandom(state.Random);
        Limits = limits ?? WorldLimits.Default;
    }

    public WorldLimits Limits { get; set; }

    /// <summary>The secret for vendors whose account has a token above the numbers.</summary>
    public string AccountToken
    {
        get
        {
            lock (_gate)
            {
                return _state.AccountToken;
            }
        }
    }

    /// <summary>A secret that a vendor makes up.</summary>
    public string DrawSecret(int length = 32)
    {
        lock (_gate)
        {
            return _random.Text(length, CodeAlphabet);
        }
    }

    /// <summary>Sequence number of the latest effect; 0 when nothing happened yet.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _state.LastSequence;
            }
        }
    }

    /// <summary>Effects after the given sequence number, oldest first.</summary>
    public IReadOnlyList<WorldEvent> Journal(long after = 0)
    {
        lock (_gate)
        {
            return [.. _state.Journal.Where(worldEvent => worldEvent.Sequence > after)];
        }
    }

    /// <summary>How often something happened: what "exactly once" is asserted with.</summary>
    public int Count(WorldEventKind kind, string? groupId = null, string? person = null, long after = 0)
    {
        lock (_gate)
        {
            return _state.Journal.Count(worldEvent =>
                worldEvent.Sequence > after
                && worldEvent.Kind == kind
                && (groupId is null || string.Equals(worldEvent.GroupId, groupId, StringComparison.Ordinal))
                && (person is null || string.Equals(worldEvent.Person, person, StringComparison.Ordinal)));
        }
    }

    /// <summary>Starts listening; no effect between this call and the first read is missed.</summary>
    public WorldWatch Watch()
    {
        lock (_gate)
        {
            var watch = new WorldWatch(Unwatch);
            _watches.Add(watch);
            return watch;
        }
    }

    private void Unwatch(WorldWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    private void Record(WorldEventKind kind, string? actor, string? groupId = null, string? person = null, string? details = null)
    {
        var worldEvent = new WorldEvent(++_state.LastSequence, _time.GetUtcNow(), actor, kind, groupId, person, details);
        _state.Journal.Add(worldEvent);
        if (_state.Journal.Count > Limits.JournalCapacity)
        {
            // A tenth at a time: removing from the front of a list moves all the rest.
            _state.Journal.RemoveRange(0, Math.Max(1, Limits.JournalCapacity / 10));
        }

        foreach (var watch in _watches)
        {
            watch.Offer(worldEvent);
        }
    }

    private string NewGroupId()
    {
        // Eighteen digits, as real ones: a fixed head, a counter that keeps them unique, a seeded tail.
        var tail = _random.Next(10_000);
        return string.Create(CultureInfo.InvariantCulture, $"12036307{++_state.LastGroup:D6}{tail:D4}@g.us");
    }

    private string NewInviteCode() => _random.Text(22, CodeAlphabet);
}
