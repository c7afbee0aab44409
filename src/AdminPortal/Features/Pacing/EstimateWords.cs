using AdminPortal.Features.Operations;

namespace AdminPortal.Features.Pacing;

/// <summary>The sentence of an estimate: how long, and what makes it long.</summary>
internal static class EstimateWords
{
    /// <param name="wanted">What was asked about, the most of a kind first.</param>
    /// <param name="waiting">Items of earlier work that go first.</param>
    public static string Of(IReadOnlyList<KeyValuePair<ItemKind, int>> wanted, TimeSpan duration, TimeSpan pause, int waiting, NumberPace number)
    {
        var counts = string.Join(" and ", wanted.Select(i => PaceWords.Count(i.Key, i.Value)));
        if (duration < TimeSpan.FromSeconds(1))
        {
            return $"{counts} = at once.";
        }

        List<string> because = [];
        if (pause > TimeSpan.Zero)
        {
            because.Add($"{PaceWords.Span(pause)} of pause included");
        }

        if (waiting > 0)
        {
            because.Add($"after {waiting:N0} that {(waiting == 1 ? "waits" : "wait")} already");
        }

        because.AddRange(wanted
            .Select(i => (i.Key, Cap: number.RuleOf(PaceProfile.ClassOf(i.Key)).PerDay))
            .Where(i => i.Cap is not null && duration > PaceProfile.Day)
            .DistinctBy(i => PaceProfile.ClassOf(i.Key))
            .Select(i => $"at most {PaceWords.Count(i.Key, i.Cap!.Value)} in 24 h"));
        if (number.Factor > 1.05)
        {
            because.Add($"{PaceWords.Times(number.Factor)} since the last {number.LimitCode}");
        }

        var tail = string.Concat(because.Select(b => $", {b}"));
        return $"{counts} = about {PaceWords.Span(duration)} at the current pace{tail}.";
    }
}
