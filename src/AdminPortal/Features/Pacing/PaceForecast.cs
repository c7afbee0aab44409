namespace AdminPortal.Features.Pacing;

/// <summary>Plays a rule forward.</summary>
internal static class PaceForecast
{
    /// <summary>When the last of so many items is sent, if nothing else is sent meanwhile.</summary>
    /// <param name="sent">Earlier sends, latest first.</param>
    public static DateTimeOffset LastOf(PaceRule rule, IReadOnlyList<DateTimeOffset> sent, DateTimeOffset start, int count)
    {
        if (count == 0)
        {
            return start;
        }

        if (rule.Caps.Count == 0)
        {
            var first = rule.Next(sent, start, "").At;
            return first + (rule.Spacing * (count - 1));
        }

        var history = new List<DateTimeOffset>(sent.Count + count);
        history.AddRange(sent.Reverse());
        var at = start;
        for (var i = 0; i < count; i++)
        {
            at = rule.Next(history.Count, back => history[^(back + 1)], at, "").At;
            history.Add(at);
        }

        return at;
    }
}
