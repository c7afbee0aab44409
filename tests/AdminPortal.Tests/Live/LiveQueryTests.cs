using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPortal.Tests.Live;

/// <summary>
/// How long a change takes from commit to another screen is decided here, by a clock that only the tests move: nothing when
/// the screen was quiet, at most one window when it has just loaded.
/// </summary>
public sealed class LiveQueryTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly ChangeFeed _feed = new(NullLogger<ChangeFeed>.Instance);
    private readonly SemaphoreSlim _loaded = new(0);
    private readonly List<Exception> _failures = [];
    private int _loads;

    [Fact]
    public async Task A_change_on_a_quiet_screen_is_loaded_without_waiting()
    {
        await using var query = Start();
        await QuietAsync();

        _feed.Publish(ChangeTopic.Groups, "a");

        await NextLoadAsync();
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task A_burst_right_after_a_load_is_one_load_when_the_window_closes()
    {
        await using var query = Start();
        await WindowOpenAsync();
        for (var i = 0; i < 100; i++)
        {
            _feed.Publish(ChangeTopic.Groups, "a");
        }

        _time.Advance(LiveQuery.Window - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _loads);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await QuietAsync();

        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task What_changes_while_a_load_is_under_way_is_loaded_again()
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var query = Start(async _ =>
        {
            reading.TrySetResult();
            await goOn.Task;
        });
        await reading.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);

        // The load may have read its rows already: what comes now is not in them.
        _feed.Publish(ChangeTopic.Groups, "a");
        goOn.SetResult();
        await WindowOpenAsync();
        _time.Advance(LiveQuery.Window);

        await NextLoadAsync();
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task Only_its_own_topics_and_a_gap_in_the_messages_cause_a_load()
    {
        await using var query = Start();
        await QuietAsync();

        _feed.Publish(ChangeTopic.Audit, "1");
        Assert.Equal(1, _loads);
        _feed.Publish(ChangeTopic.Reset, "");

        await NextLoadAsync();
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task A_page_that_left_is_given_nothing_any_more()
    {
        var query = Start();
        await QuietAsync();
        await query.DisposeAsync();

        _feed.Publish(ChangeTopic.Groups, "a");

        Assert.Equal(1, _loads);
        Assert.Equal(0, _time.ActiveTimers);
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task A_load_that_fails_is_told_to_the_page()
    {
        await using var query = Start(_ => throw new InvalidOperationException("No database."));

        await UntilAsync(() => _failures.Count == 1);
        Assert.Equal("No database.", _failures[0].Message);
    }

    [Fact]
    public async Task A_page_that_leaves_while_its_load_fails_leaves_quietly()
    {
        var loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var query = Start(async token =>
        {
            loading.SetResult();
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = token.Register(ended.SetResult);
            await ended.Task;
            throw new InvalidOperationException("The database driver ends a cancelled command in its own way.");
        });
        await loading.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);

        await query.DisposeAsync().AsTask().WaitAsync(s_patience, TestContext.Current.CancellationToken);

        Assert.Empty(_failures);
    }

    private LiveQuery Start(Func<CancellationToken, Task>? load = null) => LiveQuery.Start(
        _feed,
        [ChangeTopic.Groups],
        async token =>
        {
            await (load?.Invoke(token) ?? Task.CompletedTask);
            return Interlocked.Increment(ref _loads);
        },
        _ => _loaded.Release(),
        action =>
        {
            action();
            return Task.CompletedTask;
        },
        exception =>
        {
            _failures.Add(exception);
            return Task.CompletedTask;
        },
        _time);

    private async Task NextLoadAsync() => Assert.True(await _loaded.WaitAsync(s_patience, TestContext.Current.CancellationToken));

    /// <summary>It has loaded, and the window after the load stands open.</summary>
    private async Task WindowOpenAsync()
    {
        await NextLoadAsync();
        await UntilAsync(() => _time.ActiveTimers == 1);
    }

    /// <summary>It has loaded, and the window after the load is over.</summary>
    private async Task QuietAsync()
    {
        await WindowOpenAsync();
        _time.Advance(LiveQuery.Window);
        Assert.Equal(0, _time.ActiveTimers);
    }

    private static async Task UntilAsync(Func<bool> so)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(s_patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!so())
        {
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }
}
