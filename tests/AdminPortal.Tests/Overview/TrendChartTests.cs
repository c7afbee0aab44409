using AdminPortal.Features.Overview;
using AdminPortal.Tests.Ui;
using Bunit;
using Radzen;
using Radzen.Blazor;

namespace AdminPortal.Tests.Overview;

public sealed class TrendChartTests : UiTestContext
{
    private static readonly DateOnly s_first = new(2025, 11, 18);

    public TrendChartTests()
    {
        Services.AddRadzenComponents();
        JSInterop.Setup<Radzen.Blazor.Rendering.Rect>("Radzen.createChart", _ => true).SetResult(new Radzen.Blazor.Rendering.Rect { Width = 300, Height = 128 });
    }

    [Fact]
    public void The_picture_has_words_and_a_table()
    {
        var chart = Chart(bars: false, 10, 12, 11);

        Assert.Equal("2 joined.", chart.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal(["10", "12", "11"], chart.FindAll("table td").Select(c => c.TextContent));
    }

    [Fact]
    public void Days_before_we_watched_are_left_out_instead_of_being_zero()
    {
        var chart = Chart(bars: false, null, 12, 11);

        Assert.Equal([12, 11], chart.FindComponent<RadzenAreaSeries<TrendChart.Point>>().Instance.Data!.Select(p => p.Value));
        Assert.Equal(2, chart.FindAll("table td").Count);
    }

    [Fact]
    public void One_day_makes_no_line() => Assert.Empty(Chart(bars: false, null, null, 11).FindAll("[role=img]"));

    [Fact]
    public void Bars_begin_at_zero()
    {
        var axis = Chart(bars: true, 7, 9, 8).FindComponent<RadzenValueAxis>().Instance;

        Assert.Equal((0, 10), (axis.Min, axis.Max));
    }

    [Fact]
    public void A_calm_line_does_not_look_like_a_cliff()
    {
        var axis = Chart(bars: false, 1000, 1001, 1000).FindComponent<RadzenValueAxis>().Instance;

        Assert.Equal((975, 1025), (axis.Min, axis.Max));
    }

    private IRenderedComponent<TrendChart> Chart(bool bars, params int?[] values) =>
        Render<TrendChart>(parameters => parameters
            .Add(c => c.Title, "Members")
            .Add(c => c.Headline, "11")
            .Add(c => c.Summary, "2 joined.")
            .Add(c => c.Bars, bars)
            .Add(c => c.Days, [.. values.Select((value, index) => new TrendDay(s_first.AddDays(index), value))]));
}
