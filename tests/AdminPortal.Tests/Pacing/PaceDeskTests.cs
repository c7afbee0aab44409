using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Pacing;

public sealed class PaceDeskTests
{
    private static readonly Actor s_admin = new(Guid.Parse("0198a000-0000-7000-8000-0000000000aa"), "Ann", OperatorRole.Administrator);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_profile_and_own_values_hold_at_once_and_are_audited(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), await SpacingAsync(governor, world));

        Assert.True((await world.Desk.ChooseAsync(s_admin, world.Number, PaceLevel.Careful, new PacingValues(), Token)).Succeeded);
        var careful = await governor.MeterAsync(world.Number, Token);
        Assert.True((await world.Desk.ChooseAsync(s_admin, world.Number, PaceLevel.Brisk, new PacingValues { AddsPerDay = 400 }, Token)).Succeeded);
        var brisk = await governor.MeterAsync(world.Number, Token);

        Assert.Equal((TimeSpan.FromSeconds(20), 60, 50), (careful!.Of(PaceClass.Add).Spacing, careful.Of(PaceClass.Add).PerDay, careful.PerMinute));
        Assert.Equal((TimeSpan.FromSeconds(6), 400, 100), (brisk!.Of(PaceClass.Add).Spacing, brisk.Of(PaceClass.Add).PerDay, brisk.PerMinute));
        Assert.True(brisk.HasOwnValues);
        var choice = await world.Desk.FindAsync(world.Number, Token);
        Assert.Equal((PaceLevel.Brisk, 400), (choice!.Level, choice.Own.AddsPerDay));
        Assert.Equal(600, choice.Profiles[PaceLevel.Brisk][PaceClass.Add].PerDay);
        await using var db = database.Open();
        Assert.Equal(2, await db.AuditEntries.CountAsync(e => e.Action == "pace.chosen", Token));
    }

    [Theory, DatabaseData]
    public async Task An_override_lets_the_daily_cap_be_exceeded_for_its_time_and_nothing_else(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        (world.Options.AddsPerDay, world.Options.CreationsPerHour) = (5, 1);
        var governor = await world.StartAsync();
        var now = world.Time.GetUtcNow();
        await world.SentAsync(ItemKind.AddParticipant, [.. Enumerable.Range(0, 5).Select(i => now - TimeSpan.FromMinutes(i))]);
        await world.SentAsync(ItemKind.CreateGroup, now - TimeSpan.FromMinutes(1));
        Assert.NotNull((await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).Reason);

        Assert.True((await world.Desk.OverrideAsync(s_admin, world.Number, TimeSpan.FromHours(2), "The match is tonight", Token)).Succeeded);

        Assert.Equal(now + TimeSpan.FromSeconds(10), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
        Assert.Equal(now + TimeSpan.FromMinutes(59), (await governor.NextSlotAsync(world.Number, ItemKind.CreateGroup, Token)).At);
        Assert.Equal("The match is tonight", (await governor.MeterAsync(world.Number, Token))!.Override!.Reason);
        world.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("at most 5 adds in 24 h", (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).Reason);
        await using var db = database.Open();
        var line = await db.AuditEntries.SingleAsync(e => e.Action == "pace.overridden", Token);
        Assert.Contains("The match is tonight", line.Summary, StringComparison.Ordinal);
        Assert.Equal("Ann", line.ActorName);
    }

    [Theory, DatabaseData]
    public async Task An_override_can_be_ended_early(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        await world.StartAsync();
        await world.Desk.OverrideAsync(s_admin, world.Number, TimeSpan.FromHours(2), "why not", Token);

        Assert.True((await world.Desk.EndOverrideAsync(s_admin, world.Number, Token)).Succeeded);

        Assert.Null((await (await world.StartAsync()).MeterAsync(world.Number, Token))!.Override);
    }

    [Theory, DatabaseData]
    public async Task Without_reason_without_bound_or_without_right_nothing_changes(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        await world.StartAsync();
        var clerk = s_admin with { Role = OperatorRole.Operator };
        var hour = TimeSpan.FromHours(1);

        Assert.Equal("reason", (await world.Desk.OverrideAsync(s_admin, world.Number, hour, "  ", Token)).Failure!.Field);
        Assert.Equal("until", (await world.Desk.OverrideAsync(s_admin, world.Number, TimeSpan.FromHours(25), "x", Token)).Failure!.Field);
        Assert.IsType<NotAllowed>((await world.Desk.OverrideAsync(clerk, world.Number, hour, "x", Token)).Failure);
        Assert.IsType<NotAllowed>((await world.Desk.EndOverrideAsync(clerk, world.Number, Token)).Failure);
        Assert.IsType<NotAllowed>((await world.Desk.ChooseAsync(clerk, world.Number, PaceLevel.Brisk, new PacingValues(), Token)).Failure);
        Assert.Equal("AddsPerDay", (await world.Desk.ChooseAsync(s_admin, world.Number, PaceLevel.Brisk, new PacingValues { AddsPerDay = 0 }, Token)).Failure!.Field);
        Assert.IsType<NotThere>((await world.Desk.OverrideAsync(s_admin, Guid.NewGuid(), hour, "x", Token)).Failure);
        await using var db = database.Open();
        Assert.False(await db.NumberBudgets.AnyAsync(Token));
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Theory, DatabaseData]
    public async Task The_estimate_counts_the_daily_cap_and_what_waits_already(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.AddsPerDay = 50;
        var governor = await world.StartAsync();
        await world.WaitingAsync(ItemKind.AddParticipant, 40);

        var estimate = await governor.EstimateAsync(world.Number, new Dictionary<ItemKind, int> { [ItemKind.AddParticipant] = 80 }, Token);

        Assert.Equal(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(190), estimate.Duration);
        Assert.Equal("80 adds = about 2 d at the current pace, after 40 that wait already, at most 50 adds in 24 h.", estimate.Sentence);
    }

    private static async Task<TimeSpan> SpacingAsync(PacingGovernor governor, PacingWorld world) =>
        (await governor.MeterAsync(world.Number, Token))!.Of(PaceClass.Add).Spacing;
}
