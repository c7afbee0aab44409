using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Pacing;

public sealed class PacingGovernorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Spaces_adds_by_what_was_sent_also_before_the_start(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var now = world.Time.GetUtcNow();
        var governor = await world.StartAsync();
        await world.SentAsync(ItemKind.AddParticipant, now - TimeSpan.FromSeconds(25), now - TimeSpan.FromSeconds(4));

        var slot = await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token);

        Assert.Equal(now + TimeSpan.FromSeconds(6), slot.At);
        Assert.Equal("adds go 10 s apart", slot.Reason);
        Assert.Equal(now, (await governor.NextSlotAsync(world.Number, ItemKind.LinkGroup, Token)).At);
        Assert.Equal(slot.At, (await (await world.StartAsync()).NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
    }

    [Theory, DatabaseData]
    public async Task Creates_five_per_hour_and_thirty_per_day(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var now = world.Time.GetUtcNow();
        var governor = await world.StartAsync();
        await world.SentAsync(ItemKind.CreateGroup, [.. Enumerable.Range(1, 5).Select(i => now - TimeSpan.FromMinutes(10 * i))]);

        var hourly = await governor.NextSlotAsync(world.Number, ItemKind.CreateCommunity, Token);
        await world.SentAsync(ItemKind.CreateSubgroup, [.. Enumerable.Range(0, 25).Select(i => now - TimeSpan.FromHours(2) - TimeSpan.FromMinutes(i))]);
        var daily = await governor.NextSlotAsync(world.Number, ItemKind.CreateCommunity, Token);

        Assert.Equal(now + TimeSpan.FromMinutes(10), hourly.At);
        Assert.Equal(now - TimeSpan.FromHours(2) - TimeSpan.FromMinutes(24) + TimeSpan.FromDays(1), daily.At);
    }

    [Theory, DatabaseData]
    public async Task Sends_two_messages_per_minute_and_ten_per_quarter_hour(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var now = world.Time.GetUtcNow();
        var governor = await world.StartAsync();
        await world.SentAsync(ItemKind.SendText, now - TimeSpan.FromSeconds(50), now - TimeSpan.FromSeconds(10));

        var slot = await governor.NextSlotAsync(world.Number, ItemKind.SendInviteCard, Token);

        Assert.Equal(now + TimeSpan.FromSeconds(10), slot.At);
        Assert.Equal("at most 2 invitation cards in 60 s", slot.Reason);
    }

    [Theory, DatabaseData]
    public async Task What_was_sent_again_counts_once_for_each_time(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var now = world.Time.GetUtcNow();
        var governor = await world.StartAsync();
        await world.RepeatedAsync(ItemKind.CreateGroup, [.. Enumerable.Range(1, 5).Select(i => now - TimeSpan.FromMinutes(10 * i))]);

        var slot = await governor.NextSlotAsync(world.Number, ItemKind.CreateCommunity, Token);

        Assert.Equal(now + TimeSpan.FromMinutes(10), slot.At);
        Assert.Equal(0, await governor.RoomForAsync(world.Number, ItemKind.CreateGroup, Token));
        Assert.Equal(5, (await governor.MeterAsync(world.Number, Token))!.Of(PaceClass.Create).InHour);
    }

    [Theory, DatabaseData]
    public async Task Says_when_a_read_may_leave_instead_of_waiting_for_it(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.ReadsPerHour = 20;
        var now = world.Time.GetUtcNow();
        var governor = await world.StartAsync();
        for (var i = 0; i < 18; i++)
        {
            await governor.GateFor(world.Number, Lane.Bulk).EnterAsync(isWrite: false, Token);
        }

        Assert.True(await governor.NextReadAsync(world.Number, Lane.Bulk, Token) > now + TimeSpan.FromMinutes(59));
        Assert.Null(await governor.NextReadAsync(world.Number, Lane.Interactive, Token));
        var invitation = await governor.NextSlotAsync(world.Number, ItemKind.SendInviteLink, Token);
        Assert.True(invitation.At > now + TimeSpan.FromMinutes(59));
        Assert.Equal("its reads are used up for now", invitation.Reason);
        Assert.Equal(now, (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
    }

    [Theory, DatabaseData]
    public async Task A_clock_that_was_set_back_does_not_freeze_the_number(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var now = world.Time.GetUtcNow();
        var governor = await world.StartAsync();
        await world.SentAsync(ItemKind.AddParticipant, now + TimeSpan.FromHours(3));

        Assert.Equal(now + TimeSpan.FromSeconds(10), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
    }

    [Theory, DatabaseData]
    public async Task A_rate_limit_cools_the_number_down_longer_each_time_and_after_a_restart(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        foreach (var minutes in (int[])[1, 2, 5, 15, 15])
        {
            var now = world.Time.GetUtcNow();
            await MeetLimitAsync(world, governor, resetsAt: null);
            await MeetLimitAsync(world, governor, resetsAt: null);

            Assert.Equal(now + TimeSpan.FromMinutes(minutes), await governor.PausedUntilAsync(world.Number, Token));
            var slot = await (await world.StartAsync()).NextSlotAsync(world.Number, ItemKind.PromoteParticipant, Token);
            Assert.Equal(now + TimeSpan.FromMinutes(minutes), slot.At);
            Assert.Contains("too many requests", slot.Reason, StringComparison.Ordinal);
            world.Time.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        }
    }

    [Theory, DatabaseData]
    public async Task The_reset_that_the_gateway_names_is_the_floor_and_half_an_hour_of_peace_forgives(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        var reset = world.Time.GetUtcNow() + TimeSpan.FromMinutes(4);
        await MeetLimitAsync(world, governor, reset);
        Assert.Equal(reset, await governor.PausedUntilAsync(world.Number, Token));

        world.Time.Advance(TimeSpan.FromMinutes(4) + TimeSpan.FromMinutes(31));
        var now = world.Time.GetUtcNow();
        await MeetLimitAsync(world, governor, resetsAt: null);

        Assert.Equal(now + TimeSpan.FromMinutes(1), await governor.PausedUntilAsync(world.Number, Token));
    }

    [Theory, DatabaseData]
    public async Task A_request_waits_for_the_end_of_the_pause_or_for_a_person_who_lifts_it(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();
        await world.ChangeNumberAsync(c => (c.PausedUntil, c.PausedReason) = (world.Time.GetUtcNow() + TimeSpan.FromHours(1), "it rests"));

        var entering = governor.GateFor(world.Number, Lane.Interactive).EnterAsync(isWrite: false, Token).AsTask();
        Assert.Equal("it rests", (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).Reason);
        Assert.False(entering.IsCompleted);
        await world.ChangeNumberAsync(c => c.PausedUntil = null);

        await entering.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Theory, DatabaseData]
    public async Task Tells_honestly_how_long_it_takes(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        var governor = await world.StartAsync();

        var adds = await governor.EstimateAsync(world.Number, new Dictionary<ItemKind, int> { [ItemKind.AddParticipant] = 63 }, Token);
        var creations = await governor.EstimateAsync(world.Number, new Dictionary<ItemKind, int> { [ItemKind.CreateGroup] = 12 }, Token);
        var click = await governor.EstimateAsync(world.Number, new Dictionary<ItemKind, int> { [ItemKind.UpdateProfile] = 0 }, Token);

        Assert.Equal(TimeSpan.FromSeconds(620), adds.Duration);
        Assert.Equal("63 adds = about 10 min at the current pace.", adds.Sentence);
        Assert.Equal(TimeSpan.FromHours(2), creations.Duration);
        Assert.Equal("Nothing to send.", click.Sentence);
    }

    [Theory, DatabaseData]
    public async Task A_gateway_may_have_its_own_values(TestDatabase database)
    {
        await using var world = new PacingWorld(database);
        world.Options.AddSpacing = TimeSpan.FromSeconds(20);
        world.Options.Gateways["RyzeApi"] = new PacingValues { AddSpacing = TimeSpan.FromSeconds(3) };
        var governor = await world.StartAsync();
        var now = world.Time.GetUtcNow();
        await world.SentAsync(ItemKind.AddParticipant, now);

        Assert.Equal(now + TimeSpan.FromSeconds(3), (await governor.NextSlotAsync(world.Number, ItemKind.AddParticipant, Token)).At);
    }

    [Fact]
    public void Bad_values_are_all_named_with_their_keys()
    {
        var options = new PacingOptions { AddSpacing = TimeSpan.FromSeconds(-1), CreationsPerHour = 0, BulkShare = 2 };
        options.Gateways["Nobody"] = new PacingValues { RequestsPerMinute = 0 };

        var result = new PacingOptionsValidator().Validate(name: null, options);

        string[] keys = ["Pacing:BulkShare", "Pacing:CreationsPerHour", "Pacing:AddSpacing", "Pacing:Gateways:Nobody", "Pacing:Gateways:Nobody:RequestsPerMinute"];
        Assert.All(keys, key => Assert.Contains(result.Failures!, f => f.StartsWith(key + " ", StringComparison.Ordinal)));
    }

    /// <summary>A 429 passes the gate, and the pause has reached the database.</summary>
    private static async Task MeetLimitAsync(PacingWorld world, PacingGovernor governor, DateTimeOffset? resetsAt)
    {
        var gate = governor.GateFor(world.Number, Lane.Bulk);
        if (await governor.PausedUntilAsync(world.Number, Token) is not { } paused || paused <= world.Time.GetUtcNow())
        {
            using var stored = new SemaphoreSlim(0);
            using var subscription = world.Feed.Subscribe(c =>
            {
                if (c.Topic == ChangeTopic.Connections)
                {
                    stored.Release();
                }
            });
            gate.Observe(Limited(world, resetsAt));

            // The cause, then the pause.
            await stored.WaitAsync(TimeSpan.FromSeconds(20), Token);
            await stored.WaitAsync(TimeSpan.FromSeconds(20), Token);
            Assert.Equal(await governor.PausedUntilAsync(world.Number, Token), (await world.NumberAsync()).PausedUntil);
        }
        else
        {
            gate.Observe(Limited(world, resetsAt));
        }
    }

    private static GatewayExchange Limited(PacingWorld world, DateTimeOffset? resetsAt) => new(
        "POST /add", null, 429, "{}", world.Time.GetUtcNow(), TimeSpan.FromMilliseconds(5), resetsAt is null ? null : new RateLimitReport(100, 50, resetsAt));
}
