namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// What reading back has tried for one number. Lost with the process, and then tried anew: it decides when to look, never
/// what is true.
/// </summary>
internal sealed class ReadBackMemory
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (int Failures, DateTimeOffset NotBefore)> _troubles = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, DateTimeOffset> _secondLooks = [];
    private readonly HashSet<Guid> _givenUp = [];

    /// <summary>Work on the number was stopped when we last looked.</summary>
    public bool WasBlocked { get; set; } = true;

    public DateTimeOffset SessionAskedAt { get; set; }

    public BreakerMemory Breaker { get; } = new();

    public bool IsGivenUp(Guid itemId) => _givenUp.Contains(itemId);

    public void GiveUp(Guid itemId) => _givenUp.Add(itemId);

    /// <summary>When the item is to be looked at for the second time; null before the first.</summary>
    public DateTimeOffset? SecondLookOf(Guid itemId) => _secondLooks.TryGetValue(itemId, out var at) ? at : null;

    public void LookAgain(Guid itemId, DateTimeOffset at) => _secondLooks.TryAdd(itemId, at);

    public void ForgetLook(Guid itemId) => _secondLooks.Remove(itemId);

    public DateTimeOffset NotBefore(string key) => _troubles.TryGetValue(key, out var trouble) ? trouble.NotBefore : DateTimeOffset.MinValue;

    /// <param name="first">How long to leave it alone after the first failure; doubled each time.</param>
    public void Failed(string key, DateTimeOffset now, TimeSpan first)
    {
        var failures = (_troubles.TryGetValue(key, out var trouble) ? trouble.Failures : 0) + 1;
        var wait = first * Math.Pow(2, Math.Min(failures - 1, 10));
        _troubles[key] = (failures, now + (wait < LongestWait ? wait : LongestWait));
    }

    public int FailuresOf(string key) => _troubles.TryGetValue(key, out var trouble) ? trouble.Failures : 0;

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
}
