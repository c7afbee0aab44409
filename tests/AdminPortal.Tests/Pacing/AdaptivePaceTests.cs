using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Pacing;

/// <summary>Trouble makes a number slower at once; what the gateway takes afterwards makes it quicker again, slowly.</summary>
public sealed class AdaptivePaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Every_rate_limit_doubles_the_spacing_up_to_eight_times_and_a_restart_keeps_it(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        foreach (var seconds in (int[])[20, 40, 80, 80])
        {
            await world.LimitAsync(governor, code: 429);
            world.Time.Advance(TimeSpan.FromMinutes(20));

            Assert.Equal(TimeSpan.FromSeconds(seconds), await SpacingAsync(governor, world));
            Assert.Equal(TimeSpan.FromSeconds(seconds), await SpacingAsync(await world.StartAsync(), world));
        }

        var meter = await governor.MeterAsync(world.Number, Token);
        Assert.Equal(8, meter!.Factor);
        Assert.Equal(12, meter.PerMinute);
        Assert.Equal(429, meter.LimitCode);
        Assert.Equal(world.Time.GetUtcNow() - TimeSpan.FromMinutes(20), meter.LimitedAt);
    }

    [Theory, DatabaseData]
    public async Task Changes_that_were_taken_narrow_it_step_by_step_also_across_a_restart(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        await world.LimitAsync(governor, code: 429);
        world.Time.Advance(TimeSpan.FromHours(1));
        List<double> factors = [];
        for (var ten = 0; ten < 4; ten++)
        {
            await world.SentAsync(ItemKind.PromoteParticipant, [.. Enumerable.Range(0, 10).Select(i => world.Time.GetUtcNow() + TimeSpan.FromSeconds(i))]);
            world.Time.Advance(TimeSpan.FromMinutes(1));
            factors.Add(Math.Round((await governor.MeterAsync(world.Number, Token))!.Factor, 3));
        }

        Assert.Equal([1.6, 1.28, 1.024, 1], factors);
        Assert.Equal(TimeSpan.FromSeconds(10), await SpacingAsync(await world.StartAsync(), world));
    }

    [Theory, DatabaseData]
    public async Task What_was_refused_earns_nothing(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        await world.LimitAsync(governor, code: 429);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.SentAsync(ItemKind.AddParticipant, ItemState.Refused, [.. Enumerable.Range(0, 40).Select(i => world.Time.GetUtcNow() - TimeSpan.FromSeconds(i))]);

        Assert.Equal(2, (await (await world.StartAsync()).MeterAsync(world.Number, Token))!.Factor);
    }

    [Theory, DatabaseData]
    public async Task A_reach_out_lock_rests_the_number_until_its_end_or_for_the_longest_cool_down(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        var until = world.Time.GetUtcNow() + TimeSpan.FromHours(6);

        await world.LimitAsync(governor, code: 463, until);
        Assert.Equal(until, await governor.PausedUntilAsync(world.Number, Token));
        Assert.Contains("463", (await governor.NextSlotAsync(world.Number, ItemKind.SendText, Token)).Reason, StringComparison.Ordinal);
        world.Time.Advance(TimeSpan.FromHours(7));
        var now = world.Time.GetUtcNow();
        await world.LimitAsync(governor, code: 463);

        Assert.Equal(now + TimeSpan.FromMinutes(15), await governor.PausedUntilAsync(world.Number, Token));
        Assert.Equal(463, (await governor.MeterAsync(world.Number, Token))!.LimitCode);
        Assert.Equal(4, (await governor.MeterAsync(world.Number, Token))!.Factor);
    }

    [Theory, DatabaseData]
    public async Task A_restart_during_a_cool_down_forgets_neither_its_end_nor_how_many_went_before(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var first = await world.StartAsync();
        await world.LimitAsync(first, code: 429);
        world.Time.Advance(TimeSpan.FromSeconds(61));
        var now = world.Time.GetUtcNow();
        await world.LimitAsync(first, code: 429);

        var second = await world.StartAsync();
        Assert.Equal(now + TimeSpan.FromMinutes(2), await second.PausedUntilAsync(world.Number, Token));
        world.Time.Advance(TimeSpan.FromSeconds(121));
        now = world.Time.GetUtcNow();
        await world.LimitAsync(second, code: 429);

        Assert.Equal(now + TimeSpan.FromMinutes(5), await second.PausedUntilAsync(world.Number, Token));
    }

    [Theory, DatabaseData]
    public async Task The_estimate_goes_by_the_widened_pace_and_says_so(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        await world.LimitAsync(governor, code: 429);

        var estimate = await governor.EstimateAsync(world.Number, new Dictionary<ItemKind, int> { [ItemKind.AddParticipant] = 4 }, Token);

        Assert.Equal(TimeSpan.FromSeconds(120), estimate.Duration);
        Assert.Equal("4 adds = about 2 min at the current pace, 60 s of pause included, 2 times slower since the last 429.", estimate.Sentence);
    }

    private static async Task<TimeSpan> SpacingAsync(PacingGovernor governor, PacingWorld world) =>
        (await governor.MeterAsync(world.Number, Token))!.Of(PaceClass.Add).Spacing;
}
