using AdminPortal.Ui;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Ui;

public sealed class RelativeTimeTests : UiTestContext
{
    [Fact]
    public void Words_grow_older_by_themselves()
    {
        var time = Render<RelativeTime>(parameters => parameters.Add(t => t.Value, Time.GetUtcNow()));
        Assert.Equal("just now", time.Find("time").TextContent);

        Time.Advance(TimeSpan.FromMinutes(2));

        time.WaitForAssertion(() => Assert.Equal("2 min ago", time.Find("time").TextContent));
        Assert.Equal("2025-11-20T12:00:00Z", time.Find("time").GetAttribute("datetime"));
        Assert.Equal("20 Nov 2025, 12:00:00 UTC", time.Find("time").GetAttribute("title"));
    }

    [Fact]
    public void A_tick_that_changes_no_word_renders_nothing()
    {
        var time = Render<RelativeTime>(parameters => parameters.Add(t => t.Value, Time.GetUtcNow().AddHours(-5)));
        var before = time.RenderCount;

        Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(before, time.RenderCount);
    }

    [Fact]
    public void All_times_of_a_circuit_share_one_timer_that_ends_with_the_last()
    {
        var value = Time.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            Render<RelativeTime>(parameters => parameters.Add(t => t.Value, value));
        }

        Assert.Equal(1, Time.ActiveTimers);
        Services.GetRequiredService<ViewerClock>().Dispose();
        Assert.Equal(0, Time.ActiveTimers);
    }

    [Fact]
    public void No_value_says_never() =>
        Assert.Equal("never", Render<RelativeTime>(parameters => parameters.Add(t => t.Value, null)).Find("span").TextContent);

    [Fact]
    public void The_viewers_zone_is_used_once_it_is_known()
    {
        var clock = Services.GetRequiredService<ViewerClock>();
        clock.UseZone("Europe/Berlin");
        Assert.Equal("20 Nov 2025, 13:00:00", clock.Absolute(Time.GetUtcNow()));

        clock.UseZone("Nowhere/At_All");
        Assert.Equal("13:00", clock.Clock(Time.GetUtcNow()));
        Assert.Equal("21 Nov, 13:00", clock.Clock(Time.GetUtcNow().AddDays(1)));
    }

    [Theory]
    [InlineData(10, "just now")]
    [InlineData(59, "59 s ago")]
    [InlineData(60 * 50, "50 min ago")]
    [InlineData(60 * 60 * 3, "3 h ago")]
    [InlineData(60 * 60 * 24 * 5, "5 d ago")]
    [InlineData(60 * 60 * 24 * 60, "21 Sep 2025")]
    [InlineData(-60 * 5, "in 5 min")]
    public void Distances_read_as_people_say_them(int secondsAgo, string words) =>
        Assert.Equal(words, TimeWords.Relative(Time.GetUtcNow().AddSeconds(-secondsAgo), Time.GetUtcNow()));
}
