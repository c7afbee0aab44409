namespace AdminPortal.Features.Pacing;

/// <summary>
/// The built-in values of the three levels. Published limits conflict and change: all of these are defaults that
/// configuration and a number's own values replace.
/// </summary>
internal static class PaceProfiles
{
    private static readonly Dictionary<PaceLevel, PacingValues> s_builtIn = new()
    {
        [PaceLevel.Careful] = new()
        {
            AddSpacing = TimeSpan.FromSeconds(20), AddsPerHour = 30, AddsPerDay = 60,
            PromoteSpacing = TimeSpan.FromSeconds(5), PromotionsPerHour = 60,
            CreateSpacing = TimeSpan.FromMinutes(2), CreationsPerHour = 2, CreationsPerDay = 10,
            LinkSpacing = TimeSpan.FromSeconds(3),
            ApproveSpacing = TimeSpan.FromSeconds(2),
            MessageSpacing = TimeSpan.FromSeconds(30), MessagesPerMinute = 1, MessagesPerQuarterHour = 5, MessagesPerDay = 40,
            GroupMessageSpacing = TimeSpan.FromMinutes(1), GroupMessagesPerDay = 100,
            OtherSpacing = TimeSpan.FromSeconds(1),
            ReadsPerMinute = 40, ReadsPerHour = 1000,
        },
        [PaceLevel.Normal] = new()
        {
            AddSpacing = TimeSpan.FromSeconds(10), AddsPerDay = 250,
            PromoteSpacing = TimeSpan.FromSeconds(1),
            CreationsPerHour = 5, CreationsPerDay = 30,
            LinkSpacing = TimeSpan.FromSeconds(1),
            ApproveSpacing = TimeSpan.FromMilliseconds(500),
            MessagesPerMinute = 2, MessagesPerQuarterHour = 10, MessagesPerDay = 100,
            GroupMessageSpacing = TimeSpan.FromSeconds(20),
        },
        [PaceLevel.Brisk] = new()
        {
            AddSpacing = TimeSpan.FromSeconds(6), AddsPerDay = 600,
            PromoteSpacing = TimeSpan.FromMilliseconds(500),
            CreationsPerHour = 8, CreationsPerDay = 45,
            LinkSpacing = TimeSpan.FromMilliseconds(500),
            MessagesPerMinute = 3, MessagesPerQuarterHour = 20, MessagesPerDay = 200,
            GroupMessageSpacing = TimeSpan.FromSeconds(10),
        },
    };

    public static PacingValues BuiltIn(PaceLevel level) => s_builtIn[level];
}
