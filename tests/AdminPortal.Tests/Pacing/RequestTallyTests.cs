using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Pacing;

/// <summary>Requests are counted over a minute, reads also over an hour and a day; a restart forgets none of them.</summary>
public sealed class RequestTallyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cap_of_reads_holds_back_reads_and_no_write()
    {
        var time = new ManualTimeProvider();
        using var budget = new RequestBudget(time, new RequestTerms(100, PaceRule.Of(new KindPace(PerMinute: 50, PerHour: 3))), 0.9, 0.7);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(budget.EnterAsync(Lane.Interactive, isWrite: false, Token).IsCompletedSuccessfully);
        }

        var click = budget.EnterAsync(Lane.Interactive, isWrite: false, Token);
        var write = budget.EnterAsync(Lane.Bulk, isWrite: true, Token);

        Assert.True(write.IsCompletedSuccessfully);
        Assert.False(click.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(60) + TimeSpan.FromSeconds(1));
        Assert.True(await click.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Reads_keep_their_spacing()
    {
        var time = new ManualTimeProvider();
        using var budget = new RequestBudget(time, new RequestTerms(100, PaceRule.Of(new KindPace(TimeSpan.FromSeconds(5)))), 0.9, 0.7);
        Assert.True(budget.EnterAsync(Lane.Interactive, isWrite: false, Token).IsCompletedSuccessfully);
        var second = budget.EnterAsync(Lane.Interactive, isWrite: false, Token);

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await second.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public void What_was_written_is_read_as_old_as_it_is_by_then()
    {
        var start = new DateTimeOffset(2025, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var tally = new RequestTally();
        tally.Add(start, isWrite: true);
        tally.Add(start + TimeSpan.FromSeconds(30), isWrite: false);
        var text = tally.Write(start + TimeSpan.FromSeconds(31));

        var later = start + TimeSpan.FromSeconds(65);
        var read = RequestTally.Read(text, later, later);
        var hourLater = RequestTally.Read(text, start + TimeSpan.FromHours(1), start);
        var clockSetBack = RequestTally.Read(text, start - TimeSpan.FromHours(1), start);

        Assert.Equal((1, 1, 1, 1), (read.Requests.Count, read.ReadsInMinute.Count, read.ReadsInHour.Count, read.ReadsInDay.Count));
        Assert.Equal((0, 1), (hourLater.Requests.Count, hourLater.ReadsInDay.Count));
        Assert.Equal(2, clockSetBack.Requests.Count);
    }

    [Theory, DatabaseData]
    public async Task A_restart_forgets_neither_the_minute_nor_the_reads_of_the_day(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.ReadsPerDay = 1000;
        var governor = await world.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await governor.GateFor(world.Number, Lane.Background).EnterAsync(isWrite: false, Token);
        }

        await governor.SaveCountsAsync(all: false, Token);
        var meter = await (await world.StartAsync()).MeterAsync(world.Number, Token);

        Assert.Equal((20, 20, 20), (meter!.Used, meter.Of(PaceClass.Read).InHour, meter.Of(PaceClass.Read).InDay));
    }

    [Theory, DatabaseData]
    public async Task After_a_crash_the_items_that_were_sent_count(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        await world.StartAsync();
        await world.SentAsync(ItemKind.PromoteParticipant, [.. Enumerable.Range(0, 12).Select(i => world.Time.GetUtcNow() - TimeSpan.FromSeconds(i))]);

        var restarted = await world.StartAsync();
        await restarted.NextSlotAsync(world.Number, ItemKind.LinkGroup, Token);

        Assert.Equal(12, (await restarted.MeterAsync(world.Number, Token))!.Used);
    }
}
