namespace AdminPortal.Live;

/// <summary>
/// Keeps a page's data current: subscribes first and loads then, so that no change falls between; gathers bursts for
/// <see cref="Window"/>; loads off the renderer, one load at a time; ends with the page.
/// </summary>
public sealed class LiveQuery : IAsyncDisposable
{
    /// <summary>Changes within this time cause one reload.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wanted = new(1, 1);
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;
    private readonly Task _loop;

    private LiveQuery(ChangeFeed feed, IReadOnlyCollection<ChangeTopic> topics, Func<CancellationToken, Task> reload, Func<Exception, Task> onError, TimeProvider time)
    {
        _time = time;
        _subscription = feed.Subscribe(change =>
        {
            if (change.Topic == ChangeTopic.Reset || topics.Contains(change.Topic))
            {
                Refresh();
            }
        });
        _loop = Task.Run(() => RunAsync(reload, onError));
    }

    /// <summary>Starts at once with a first load.</summary>
    /// <param name="load">Reads the data; runs on a pool thread.</param>
    /// <param name="apply">Assigns what was read; runs on the renderer and is followed by the page's own StateHasChanged.</param>
    /// <param name="dispatch">The component's <c>InvokeAsync</c>.</param>
    /// <param name="onError">The component's <c>DispatchExceptionAsync</c>.</param>
    public static LiveQuery Start<T>(
        ChangeFeed feed,
        IReadOnlyCollection<ChangeTopic> topics,
        Func<CancellationToken, Task<T>> load,
        Action<T> apply,
        Func<Action, Task> dispatch,
        Func<Exception, Task> onError,
        TimeProvider? time = null) =>
        new(
            feed,
            topics,
            async cancellationToken =>
            {
                var value = await load(cancellationToken);
                await dispatch(() =>
                {
                    if (!cancellationToken.IsCancellationRequested)
                    {
                        apply(value);
                    }
                });
            },
            onError,
            time ?? TimeProvider.System);

    /// <summary>Asks for a reload, for example because the filter changed.</summary>
    public void Refresh()
    {
        lock (_wanted)
        {
            if (_wanted.CurrentCount == 0)
            {
                _wanted.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> reload, Func<Exception, Task> onError)
    {
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(_stop.Token);
                await reload(_stop.Token);
                await Task.Delay(Window, _time, _stop.Token);
            }
        }
#pragma warning disable CA1031 // The page is gone: a cancelled load may end in any way, and nobody is left to be told.
        catch (Exception) when (_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
#pragma warning disable CA1031 // Whatever the page's loading throws belongs to the page's error boundary.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await onError(exception);
        }
    }
}
