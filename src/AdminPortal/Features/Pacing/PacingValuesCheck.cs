namespace AdminPortal.Features.Pacing;

/// <summary>What cannot be used among values that were configured, or typed for one number.</summary>
internal static class PacingValuesCheck
{
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromHours(24);

    public static IEnumerable<(string Key, string Sentence)> Problems(PacingValues values)
    {
        foreach (var property in typeof(PacingValues).GetProperties())
        {
            switch (property.GetValue(values))
            {
                case < 1:
                    yield return (property.Name, "must be at least 1.");
                    break;
                case TimeSpan span when span < TimeSpan.Zero:
                    yield return (property.Name, "must not be negative.");
                    break;
                case TimeSpan span when span > LongestSpacing:
                    yield return (property.Name, "must not be longer than a day.");
                    break;
            }
        }
    }
}
