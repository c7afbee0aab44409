using AdminPortal.Features.Pacing;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Pacing;

public sealed class RequestBudgetTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RequestBudget _budget;

    public RequestBudgetTests() => _budget = new RequestBudget(_time, new RequestTerms(10, new PaceRule(TimeSpan.Zero, [])), bulkShare: 0.9, backgroundShare: 0.7);

    public void Dispose() => _budget.Dispose();

    [Theory]
    [InlineData(Lane.Interactive, 10)]
    [InlineData(Lane.Bulk, 9)]
    [InlineData(Lane.Background, 7)]
    public void Each_lane_fills_its_part_of_the_minute(Lane lane, int expected)
    {
        var admitted = Enumerable.Range(0, 15).Count(_ => Enter(lane).IsCompletedSuccessfully);

        Assert.Equal(expected, admitted);
    }

    [Theory]
    [InlineData(Lane.Interactive, 20)]
    [InlineData(Lane.Bulk, 18)]
    [InlineData(Lane.Background, 14)]
    public void Each_lane_fills_its_part_of_the_reads_of_an_hour(Lane lane, int expected)
    {
        using var budget = new RequestBudget(
            _time, new RequestTerms(100, new PaceRule(TimeSpan.Zero, [new PaceCap(20, PaceProfile.Hour)])), bulkShare: 0.9, backgroundShare: 0.7);

        var admitted = Enumerable.Range(0, 30).Count(_ => budget.EnterAsync(lane, isWrite: false, TestContext.Current.CancellationToken).IsCompletedSuccessfully);

        Assert.Equal(expected, admitted);
        Assert.True(budget.WaitFor(lane, isWrite: false) > TimeSpan.FromMinutes(59));
        Assert.Equal(TimeSpan.Zero, budget.WaitFor(lane, isWrite: true));
        Assert.Equal(lane == Lane.Interactive, budget.WaitFor(Lane.Interactive, isWrite: false) > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_place_becomes_free_a_minute_after_it_was_taken()
    {
        Fill(Lane.Interactive, 10);
        var next = Enter(Lane.Interactive);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await Entered(next);
    }

    [Fact]
    public async Task Everybody_who_waits_comes_in()
    {
        Fill(Lane.Interactive, 10);
        var background = Enter(Lane.Background);
        var bulk = Enter(Lane.Bulk);
        var click = Enter(Lane.Interactive);

        _time.Advance(TimeSpan.FromSeconds(61));
        await Entered(click);
        await Entered(bulk);
        await Entered(background);

        Assert.Equal(3, _budget.Used);
    }

    [Fact]
    public async Task A_click_takes_the_first_free_place_although_it_came_last()
    {
        Fill(Lane.Interactive, 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Fill(Lane.Interactive, 9);
        var (bulk, click) = (Enter(Lane.Bulk), Enter(Lane.Interactive));

        _time.Advance(TimeSpan.FromSeconds(56));
        await Entered(click);
        Assert.False(bulk.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));

        await Entered(bulk);
    }

    [Fact]
    public void Only_the_click_goes_while_there_is_room_for_one()
    {
        Fill(Lane.Interactive, 9);

        var (bulk, click) = (Enter(Lane.Bulk), Enter(Lane.Interactive));

        Assert.True(click.IsCompletedSuccessfully);
        Assert.False(bulk.IsCompleted);
    }

    [Fact]
    public async Task Nobody_goes_during_a_pause_and_everybody_after_it()
    {
        _budget.Pause(_time.GetUtcNow() + TimeSpan.FromMinutes(2));
        var click = Enter(Lane.Interactive);

        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(click.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await Entered(click);
    }

    [Fact]
    public async Task What_the_gateway_has_left_is_stretched_to_its_reset()
    {
        Assert.True(Enter(Lane.Bulk).IsCompletedSuccessfully);
        _budget.Stretch(remaining: 3, _time.GetUtcNow() + TimeSpan.FromSeconds(40));

        var bulk = Enter(Lane.Bulk);
        Assert.False(bulk.IsCompleted);
        Assert.True(Enter(Lane.Interactive).IsCompletedSuccessfully);
        _time.Advance(TimeSpan.FromSeconds(11));

        await Entered(bulk);
    }

    [Fact]
    public async Task With_nothing_left_everybody_waits_for_the_reset()
    {
        _budget.Stretch(remaining: 0, _time.GetUtcNow() + TimeSpan.FromSeconds(40));
        var click = Enter(Lane.Interactive);

        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.False(click.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await Entered(click);
    }

    [Fact]
    public async Task Who_gives_up_takes_no_place()
    {
        Fill(Lane.Interactive, 10);
        using var cancel = new CancellationTokenSource();
        var gone = _budget.EnterAsync(Lane.Interactive, isWrite: true, cancel.Token);
        var stays = Enter(Lane.Interactive);

        await cancel.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(61));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await Entered(stays);
        Assert.Equal(1, _budget.Used);
    }

    [Fact]
    public async Task Requests_from_before_the_start_count()
    {
        _budget.Seed(Enumerable.Repeat(TimeSpan.FromSeconds(50), 10));
        var click = Enter(Lane.Interactive);

        Assert.False(click.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(11));

        await Entered(click);
    }

    [Fact]
    public async Task Whoever_waits_looks_again_when_the_terms_change()
    {
        _budget.Pause(_time.GetUtcNow() + TimeSpan.FromHours(1));
        var click = Enter(Lane.Interactive);

        _budget.Disturb();

        Assert.False(await click.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private static async Task Entered(Task<bool> entering) =>
        Assert.True(await entering.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

    private Task<bool> Enter(Lane lane) => _budget.EnterAsync(lane, isWrite: true, TestContext.Current.CancellationToken);

    private void Fill(Lane lane, int count) => Assert.All(Enumerable.Range(0, count).Select(_ => Enter(lane)).ToList(), t => Assert.True(t.IsCompletedSuccessfully));
}
