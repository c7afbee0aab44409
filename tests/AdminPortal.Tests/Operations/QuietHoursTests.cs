using System.Globalization;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("2026-06-10T21:59:59Z", null)]
    [InlineData("2026-06-10T22:00:00Z", "2026-06-11T07:00:00Z")]
    [InlineData("2026-06-11T03:00:00Z", "2026-06-11T07:00:00Z")]
    [InlineData("2026-06-11T07:00:00Z", null)]
    public void Last_over_midnight(string at, string? end) => Assert.Equal(Time(end), Quiet("22:00", "07:00").EndAt(Time(at)!.Value));

    [Theory]
    [InlineData("2026-06-10T12:30:00Z", "2026-06-10T14:00:00Z")]
    [InlineData("2026-06-10T14:00:00Z", null)]
    [InlineData("2026-06-10T11:59:00Z", null)]
    public void Last_within_a_day(string at, string? end) => Assert.Equal(Time(end), Quiet("12:00", "14:00").EndAt(Time(at)!.Value));

    [Theory]
    // Berlin puts the clock forward on 29 March 2026 at 02:00 and back on 25 October 2026 at 03:00: the night ends at 07:00 all the same.
    [InlineData("22:00", "07:00", "2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("22:00", "07:00", "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z")]
    // A beginning or an end that the clock jumps over lies where it would have been without the jump.
    [InlineData("22:00", "02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("02:30", "07:00", "2026-03-29T01:29:00Z", null)]
    [InlineData("02:30", "07:00", "2026-03-29T01:30:00Z", "2026-03-29T05:00:00Z")]
    // Of an hour that comes twice the whole belongs to the quiet hours.
    [InlineData("22:00", "02:30", "2026-10-25T00:45:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("02:30", "07:00", "2026-10-25T00:30:00Z", "2026-10-25T06:00:00Z")]
    // A whole window within the hour that is left out does not take place.
    [InlineData("02:10", "02:50", "2026-03-29T00:59:00Z", null)]
    public void Keep_to_the_clock_on_the_wall_when_clocks_change(string from, string to, string at, string? end) =>
        Assert.Equal(Time(end), Quiet(from, to, "Europe/Berlin").EndAt(Time(at)!.Value));

    [Fact]
    public void Without_a_setting_no_hour_is_quiet()
    {
        var quiet = new QuietHours(Options.Create(new BulkOptions()));

        Assert.Null(quiet.EndAt(Time("2026-06-10T03:00:00Z")!.Value));
        Assert.Null(quiet.Sentence);
        Assert.Equal(Time("2026-06-13T03:00:00Z"), quiet.After(Time("2026-06-10T03:00:00Z")!.Value, TimeSpan.FromDays(3)));
    }

    [Theory]
    [InlineData("2026-06-10T20:00:00Z", 1, "2026-06-10T21:00:00Z")]
    [InlineData("2026-06-10T20:00:00Z", 2, "2026-06-10T22:00:00Z")]
    [InlineData("2026-06-10T20:00:00Z", 3, "2026-06-11T08:00:00Z")]
    [InlineData("2026-06-10T23:00:00Z", 1, "2026-06-11T08:00:00Z")]
    [InlineData("2026-06-10T20:00:00Z", 18, "2026-06-12T08:00:00Z")]
    public void Work_rests_in_them(string start, int hours, string end) =>
        Assert.Equal(Time(end), Quiet("22:00", "07:00").After(Time(start)!.Value, TimeSpan.FromHours(hours)));

    [Theory]
    [InlineData("22:00", null, "UTC", 500, "Bulk:QuietFrom and Bulk:QuietTo belong together")]
    [InlineData("22:00", "22:00", "UTC", 500, "must differ")]
    [InlineData(null, null, "Mars/Olympus", 500, "Bulk:TimeZone")]
    [InlineData(null, null, "UTC", -1, "Bulk:SecondOperatorAbove")]
    public void A_setting_that_makes_no_sense_is_named(string? from, string? to, string zone, int above, string problem)
    {
        var result = new BulkOptions.Validator().Validate(null, new BulkOptions { QuietFrom = Clock(from), QuietTo = Clock(to), TimeZone = zone, SecondOperatorAbove = above });

        Assert.Contains(problem, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_waits_for_the_morning_and_a_click_goes()
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        var now = TimeProvider.System.GetUtcNow();
        await using var world = await RunnerWorld.StartAsync(
            b => (group, people) = (b.AddGroup("Yard"), b.AddPeople(3)),
            database: null,
            ("Bulk:QuietFrom", now.AddHours(-2).ToString("HH:mm", CultureInfo.InvariantCulture)),
            ("Bulk:QuietTo", now.AddHours(4).ToString("HH:mm", CultureInfo.InvariantCulture)));

        var bulk = await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people.Take(2)));
        var click = await world.FinishedAsync(await world.SubmitAsync(OperationKind.AddParticipants, world.Adds(group, people.Skip(2)), interactive: true));
        var waiting = await world.WithAsync((OperationBoard board) => board.FindAsync(bulk, TestContext.Current.CancellationToken));

        Assert.Equal(OperationState.Completed, click.State);
        Assert.Equal((OperationState.Queued, 2), (waiting!.Row.State, waiting.Row.Counts[ItemState.Planned]));
        Assert.NotNull(waiting.Row.QuietUntil);
        Assert.Equal(1, world.Effects(WorldEventKind.MemberAdded, group));
    }

    private static QuietHours Quiet(string from, string to, string zone = "UTC") =>
        new(Options.Create(new BulkOptions { QuietFrom = Clock(from), QuietTo = Clock(to), TimeZone = zone }));

    private static TimeOnly? Clock(string? text) => text is null ? null : TimeOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
