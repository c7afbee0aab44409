using AdminPortal.Features.Audit;

namespace AdminPortal.Tests.Audit;

public sealed class AuditPageStateTests
{
    [Fact]
    public void What_cannot_be_understood_counts_as_not_there()
    {
        var state = AuditPageState.Parse("  ", "no id", "", null, "yesterday", "2026-13-40", before: -3);

        Assert.False(state.IsFiltered);
        Assert.Equal("/audit", state.Url());
    }

    [Fact]
    public void Address_and_state_say_the_same()
    {
        var actor = Guid.NewGuid();
        var state = AuditPageState.Parse("a&b", actor.ToString(), "group", "1@g.us", "2026-03-01", "2026-03-02", before: 9);

        Assert.Equal($"/audit?subject=1%40g.us&actor={actor}&action=group&q=a%26b&from=2026-03-01&to=2026-03-02&before=9", state.Url());
    }

    [Fact]
    public void Days_are_the_viewers_and_the_last_one_is_included()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(3), "test", "test");
        var filter = AuditPageState.Parse(null, null, null, null, "2026-03-01", "2026-03-02", before: null).ToFilter(zone);

        Assert.Equal(new DateTimeOffset(2026, 2, 28, 21, 0, 0, TimeSpan.Zero), filter.From!.Value.ToUniversalTime());
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero), filter.Until!.Value.ToUniversalTime());
    }

    [Theory]
    [InlineData("group", "1@g.us", "/groups/1%40g.us")]
    [InlineData("connection", "7", "/connections/7")]
    [InlineData("audit", "csv", null)]
    public void Subjects_with_a_page_are_links(string kind, string id, string? url) =>
        Assert.Equal(url, AuditPageState.UrlOf(new AuditLine(1, default, Guid.Empty, "", "", kind, id, "", OperationId: null)));
}
