using AdminPortal.Features.Operations.Running;

namespace AdminPortal.Tests.Operations;

public sealed class BanSignalTests
{
    [Theory]
    [InlineData(101, null, "too many people who do not know it")]
    [InlineData(102, null, "too many people blocked it")]
    [InlineData(103, null, "too many groups")]
    [InlineData(106, null, "the same to too many people")]
    [InlineData(463, null, "463")]
    [InlineData(500, "failed to add participants: info query returned status 463: reach-out time lock", "463")]
    [InlineData(null, "reachout_timelock until 1763712000", "463")]
    [InlineData(null, "temp_banned", "for a while")]
    [InlineData(null, "Temporarily banned, reason 103, expires in 86400 s", "too many groups")]
    [InlineData(403, "Your account has been banned", "for a while")]
    public void Is_seen_in_codes_and_in_words(int? code, string? words, string sentence) =>
        Assert.Contains(sentence, BanSignal.In(code, words), StringComparison.Ordinal);

    [Theory]
    [InlineData(401, "Invalid instance token")]
    [InlineData(403, "Error 1010: Access denied: The owner of this website has banned your access based on your browser's signature")]
    [InlineData(500, "Internal server error 463101")]
    [InlineData(429, "rate-overlimit")]
    [InlineData(404, "+49 151 463 is not on WhatsApp")]
    [InlineData(null, null)]
    public void Is_not_seen_where_there_is_none(int? code, string? words) => Assert.Null(BanSignal.In(code, words));
}
