using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Pacing;

/// <summary>Days that turn, and clocks that somebody sets: neither frees a cap, nor freezes a number.</summary>
public sealed class PaceClockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Midnight_frees_nothing_and_each_add_is_free_again_a_day_after_it_was_made(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.AddsPerDay = 60;
        var governor = await world.StartAsync();
        var evening = new DateTimeOffset(2025, 11, 20, 23, 40, 0, TimeSpan.Zero);
        world.Time.Advance(evening - world.Time.GetUtcNow());
        await world.SentAsync(ItemKind.AddParticipant, [.. Enumerable.Range(0, 60).Select(i => evening - TimeSpan.FromMinutes(60) + (i * TimeSpan.FromMinutes(1)))]);

        world.Time.Advance(TimeSpan.FromMinutes(30));
        var afterMidnight = await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token);
        Assert.Equal(evening - TimeSpan.FromMinutes(60) + TimeSpan.FromDays(1), afterMidnight.At);
        Assert.Equal("at most 60 adds in 24 h", afterMidnight.Reason);
        Assert.Equal(60, (await governor.MeterAsync(world.Number, Token))!.Of(PaceClass.Add).InDay);
        Assert.Equal(afterMidnight.At, (await governor.MeterAsync(world.Number, Token))!.Of(PaceClass.Add).NextAt);

        world.Time.Advance(afterMidnight.At - world.Time.GetUtcNow());
        Assert.Null((await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).Reason);
        await world.SentAsync(ItemKind.AddParticipant, world.Time.GetUtcNow());
        Assert.Equal(afterMidnight.At + TimeSpan.FromMinutes(1), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
    }

    [Theory, DatabaseData]
    public async Task A_clock_set_back_keeps_the_spacing_and_does_not_freeze_the_number(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        await world.SentAsync(ItemKind.AddParticipant, world.Time.GetUtcNow());
        world.Time.Set(TimeSpan.FromHours(-3));

        for (var send = 0; send < 3; send++)
        {
            var now = world.Time.GetUtcNow();
            Assert.Equal(now + TimeSpan.FromSeconds(10), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
            world.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Null((await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).Reason);
            await world.SentAsync(ItemKind.AddParticipant, world.Time.GetUtcNow());
        }
    }

    [Theory, DatabaseData]
    public async Task A_clock_set_back_frees_no_cap_and_neither_does_its_catching_up(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.AddsPerDay = 5;
        var governor = await world.StartAsync();
        var before = world.Time.GetUtcNow();
        await world.SentAsync(ItemKind.AddParticipant, [.. Enumerable.Range(0, 5).Select(i => before - TimeSpan.FromMinutes(i))]);
        world.Time.Set(TimeSpan.FromHours(-3));
        var set = world.Time.GetUtcNow();

        Assert.Equal(set - TimeSpan.FromMinutes(4) + TimeSpan.FromDays(1), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
        world.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(set - TimeSpan.FromMinutes(4) + TimeSpan.FromDays(1), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
    }

    [Theory, DatabaseData]
    public async Task A_clock_set_forward_by_a_day_frees_no_cap(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.AddsPerDay = 5;
        var governor = await world.StartAsync();
        await world.SentAsync(ItemKind.AddParticipant, [.. Enumerable.Range(0, 5).Select(i => world.Time.GetUtcNow() - TimeSpan.FromMinutes(i))]);
        Assert.NotNull((await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).Reason);
        world.Time.Set(TimeSpan.FromHours(25));

        var slot = await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token);

        Assert.Equal(world.Time.GetUtcNow() - TimeSpan.FromMinutes(4) + TimeSpan.FromDays(1), slot.At);
    }

    [Theory]
    [DatabaseData(-3)]
    [DatabaseData(3)]
    public async Task A_cool_down_lasts_as_long_as_it_was_meant_to_whatever_the_clock_does(TestDatabase database, int hours)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        await world.LimitAsync(governor, code: 429, world.Time.GetUtcNow() + TimeSpan.FromMinutes(4));
        world.Time.Set(TimeSpan.FromHours(hours));
        var entering = governor.GateFor(world.Number, Lane.Interactive).EnterAsync(isWrite: false, Token).AsTask();

        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromMinutes(4), await governor.PausedUntilAsync(world.Number, Token));
        world.Time.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromSeconds(1));
        Assert.False(entering.IsCompleted);
        world.Time.Advance(TimeSpan.FromSeconds(2));

        await entering.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Theory, DatabaseData]
    public async Task A_rest_that_a_person_set_ends_at_the_hour_they_named(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        var until = world.Time.GetUtcNow() + TimeSpan.FromHours(5);
        await world.ChangeNumberAsync(c => (c.PausedUntil, c.PausedReason, c.PausedBy) = (until, "Olga lets it rest: new phone", "Olga"));
        Assert.Equal(until, await governor.PausedUntilAsync(world.Number, Token));

        world.Time.Set(TimeSpan.FromHours(2));

        Assert.Equal(until, await governor.PausedUntilAsync(world.Number, Token));
    }
}
