using AdminPortal.Features.Overview;
using AdminPortal.Tests.Ui;
using Bunit;

namespace AdminPortal.Tests.Overview;

public sealed class TrendChartTests : UiTestContext
{
    private static readonly DateOnly s_first = new(2025, 11, 18);

    [Fact]
    public void The_picture_has_words_and_a_table()
    {
        var chart = Chart(bars: false, 10, 12, 11);

        Assert.Equal("2 joined.", chart.Find("svg").GetAttribute("aria-label"));
        Assert.Equal(["10", "12", "11"], chart.FindAll("table td").Select(c => c.TextContent));
        Assert.Equal(3, chart.Find("polyline").GetAttribute("points")!.Split(' ').Length);
    }

    [Fact]
    public void Days_before_we_watched_are_left_out_instead_of_being_zero()
    {
        var chart = Chart(bars: false, null, 12, 11);

        Assert.StartsWith("150,", chart.Find("polyline").GetAttribute("points"), StringComparison.Ordinal);
        Assert.Equal(2, chart.FindAll("table td").Count);
    }

    [Fact]
    public void One_day_makes_no_line() => Assert.Empty(Chart(bars: false, null, null, 11).FindAll("svg"));

    [Fact]
    public void Bars_stand_for_days_with_something() => Assert.Equal(2, Chart(bars: true, 0, 3, 1).FindAll("rect").Count);

    private IRenderedComponent<TrendChart> Chart(bool bars, params int?[] values) =>
        Render<TrendChart>(parameters => parameters
            .Add(c => c.Title, "Members")
            .Add(c => c.Headline, "11")
            .Add(c => c.Summary, "2 joined.")
            .Add(c => c.Bars, bars)
            .Add(c => c.Days, [.. values.Select((value, index) => new TrendDay(s_first.AddDays(index), value))]));
}
