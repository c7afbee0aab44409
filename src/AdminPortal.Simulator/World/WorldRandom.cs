namespace AdminPortal.Simulator.World;

/// <summary>SplitMix64: small, deterministic on every platform, and its whole state is one number that a snapshot can keep.</summary>
public sealed class WorldRandom(ulong state)
{
    public ulong State { get; private set; } = state;

    public ulong NextBits()
    {
        State += 0x9E3779B97F4A7C15UL;
        var z = State;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <returns>From 0 to <paramref name="exclusive"/> - 1.</returns>
    public int Next(int exclusive) => (int)(NextBits() % (ulong)exclusive);

    public int Next(int inclusive, int exclusive) => inclusive + Next(exclusive - inclusive);

    /// <returns>From 0 up to but not including 1.</returns>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public string Text(int length, string alphabet) =>
        string.Create(length, (this, alphabet), static (span, source) =>
        {
            foreach (ref var character in span)
            {
                character = source.alphabet[source.Item1.Next(source.alphabet.Length)];
            }
        });
}
