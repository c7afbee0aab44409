using AdminPortal.Features.Pacing;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Ui;

namespace AdminPortal.Tests.Pacing;

public sealed class PaceFormTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2025, 11, 20, 21, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(RestLength.Open, null, null)]
    [InlineData(RestLength.Hour, null, "2025-11-20T22:30:00Z")]
    [InlineData(RestLength.EightHours, null, "2025-11-21T05:30:00Z")]
    [InlineData(RestLength.Morning, null, "2025-11-21T07:00:00Z")]
    [InlineData(RestLength.ThreeDays, null, "2025-11-23T21:30:00Z")]
    [InlineData(RestLength.Until, "2025-11-22T06:15", "2025-11-22T05:15:00Z")]
    public void A_rest_ends_by_the_clock_of_who_sets_it(RestLength length, string? typed, string? expected)
    {
        using var clock = Berlin();
        var form = new RestForm { Length = length, Until = typed };

        Assert.True(form.TryEnd(clock, out var until));

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), until);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("2026-03-29T02:30")]
    public void A_time_that_is_none_is_not_taken(string? typed)
    {
        using var clock = Berlin();

        Assert.False(new RestForm { Length = RestLength.Until, Until = typed }.TryEnd(clock, out _));
    }

    [Fact]
    public void Own_values_come_back_as_they_were_stored()
    {
        var own = new PacingValues { RequestsPerMinute = 50, AddSpacing = TimeSpan.FromSeconds(7.5), AddsPerDay = 90, MessagesPerQuarterHour = 4, ReadsPerHour = 500 };
        var form = new PaceForm();

        form.Show(new PaceChoice(PaceLevel.Brisk, own, new Dictionary<PaceLevel, IReadOnlyDictionary<PaceClass, KindPace>>(), new Dictionary<PaceLevel, int>()));
        var read = form.Read(own, out var problem);

        Assert.Null(problem);
        Assert.Equal(PaceLevel.Brisk, form.Level);
        Assert.Equal(50, read!.RequestsPerMinute);
        Assert.All(Enum.GetValues<PaceClass>(), c => Assert.Equal(own.Of(c), read.Of(c)));
    }

    [Theory]
    [InlineData(PaceField.Spacing, "ten")]
    [InlineData(PaceField.Spacing, "-1")]
    [InlineData(PaceField.Spacing, "100000")]
    [InlineData(PaceField.PerDay, "0")]
    [InlineData(PaceField.PerHour, "1.5")]
    [InlineData(PaceField.PerMinute, "99999999999")]
    public void What_is_no_value_is_named_with_its_kind(PaceField field, string typed)
    {
        var form = new PaceForm();
        form.Type(PaceClass.Create, field, typed);

        Assert.Null(form.Read(new PacingValues(), out var problem));
        Assert.StartsWith("New groups, communities: write ", problem, StringComparison.Ordinal);
    }

    private ViewerClock Berlin()
    {
        var clock = new ViewerClock(_time);
        clock.UseZone("Europe/Berlin");
        return clock;
    }
}
