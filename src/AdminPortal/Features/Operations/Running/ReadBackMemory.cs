namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// What reading back has tried for one number. Lost with the process, and then tried anew: it decides when to look, never
/// what is true.
/// </summary>
internal sealed class ReadBackMemory
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Trouble> _troubles = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, SecondLook> _secondLooks = [];
    private readonly HashSet<Guid> _givenUp = [];

    /// <summary>Work on the number was stopped when we last looked.</summary>
    public bool WasBlocked { get; set; } = true;

    public DateTimeOffset SessionAskedAt { get; set; }

    public BreakerMemory Breaker { get; } = new();

    public bool IsGivenUp(Guid itemId) => _givenUp.Contains(itemId);

    public void GiveUp(Guid itemId) => _givenUp.Add(itemId);

    /// <summary>When the item is to be looked at for the second time; null before the first.</summary>
    public SecondLook? SecondLookOf(Guid itemId) => _secondLooks.GetValueOrDefault(itemId);

    public void LookAgain(Guid itemId, SecondLook look) => _secondLooks.TryAdd(itemId, look);

    public void ForgetLook(Guid itemId) => _secondLooks.Remove(itemId);

    public DateTimeOffset NotBefore(string key) => _troubles.TryGetValue(key, out var trouble) ? trouble.NotBefore : DateTimeOffset.MinValue;

    /// <param name="first">How long to leave it alone after the first failure; doubled each time.</param>
    /// <param name="answered">The gateway did answer: no waiting will mend that for certain, as it does an outage.</param>
    /// <returns>How often the target was answered without telling anything.</returns>
    public int Failed(string key, DateTimeOffset now, TimeSpan first, bool answered)
    {
        var (failures, answers, _) = _troubles.GetValueOrDefault(key) ?? new Trouble(0, 0, now);
        var wait = first * Math.Pow(2, Math.Min(failures, 10));
        var trouble = new Trouble(failures + 1, answers + (answered ? 1 : 0), now + (wait < LongestWait ? wait : LongestWait));
        _troubles[key] = trouble;
        return trouble.Answers;
    }

    public void Succeeded(string key) => _troubles.Remove(key);

    /// <summary>Keeps only what is about items that are still open.</summary>
    public void Keep(IReadOnlySet<Guid> open)
    {
        _givenUp.IntersectWith(open);
        foreach (var id in _secondLooks.Keys.Where(id => !open.Contains(id)).ToList())
        {
            _secondLooks.Remove(id);
        }
    }

    public void Forget()
    {
        _troubles.Clear();
        _secondLooks.Clear();
        _givenUp.Clear();
    }

    /// <summary>A time to wait, measured by a clock that nobody sets.</summary>
    /// <param name="Since">A timestamp.</param>
    internal sealed record SecondLook(long Since, TimeSpan Wait);

    private sealed record Trouble(int Failures, int Answers, DateTimeOffset NotBefore);
}
