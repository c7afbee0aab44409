using AdminPortal.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPortal.Tests.Live;

public sealed class LiveQueryTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_page_that_leaves_while_its_load_fails_leaves_quietly()
    {
        var loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var query = LiveQuery.Start<int>(
            new ChangeFeed(NullLogger<ChangeFeed>.Instance),
            [ChangeTopic.Groups],
            async token =>
            {
                loading.SetResult();
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var registration = token.Register(ended.SetResult);
                await ended.Task;
                throw new InvalidOperationException("The database driver ends a cancelled command in its own way.");
            },
            _ => { },
            action => { action(); return Task.CompletedTask; },
            _ => Task.CompletedTask);
        await loading.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);

        await query.DisposeAsync().AsTask().WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }
}
