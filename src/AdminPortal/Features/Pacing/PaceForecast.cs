namespace AdminPortal.Features.Pacing;

/// <summary>Plays a rule forward.</summary>
internal static class PaceForecast
{
    /// <summary>When the last of so many items is sent, if nothing else is sent meanwhile.</summary>
    /// <param name="sent">Earlier sends, latest first.</param>
    public static DateTimeOffset LastOf(PaceRule rule, IReadOnlyList<DateTimeOffset> sent, DateTimeOffset start, int count)
    {
        if (rule.Caps.Count == 0)
        {
            var first = rule.Next(sent, start, "").At;
            return first + (rule.Spacing * (count - 1));
        }

        var history = new List<DateTimeOffset>(sent.Reverse());
        var at = start;
        for (var i = 0; i < count; i++)
        {
            var latest = Enumerable.Range(1, Math.Min(rule.Memory, history.Count)).Select(back => history[^back]).ToList();
            at = rule.Next(latest, at, "").At;
            history.Add(at);
        }

        return at;
    }
}
