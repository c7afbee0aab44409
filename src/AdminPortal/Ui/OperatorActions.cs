using System.Collections.Immutable;
using AdminPortal.Results;

namespace AdminPortal.Ui;

/// <summary>
/// Runs every action an operator takes, in one way: ask, mark busy, call, tell what came of it. One per circuit; rendered by
/// <see cref="ActionHost"/>.
/// </summary>
public sealed partial class OperatorActions(TimeProvider time, ILogger<OperatorActions> logger) : IDisposable
{
    /// <summary>How long a message stays that reports no failure.</summary>
    public static readonly TimeSpan ToastLifetime = TimeSpan.FromSeconds(8);

    private const int MaxToasts = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, ITimer> _timers = [];
    private ImmutableHashSet<string> _busy = [];
    private ImmutableList<Toast> _toasts = [];
    private PendingConfirmation? _confirmation;
    private bool _disposed;

    /// <summary>Busy keys, messages or the open question changed. May be raised off the renderer.</summary>
    public event Action? Changed;

    /// <summary>The messages on screen, oldest first.</summary>
    public IReadOnlyList<Toast> Toasts => _toasts;

    /// <summary>The open question, or null.</summary>
    public Confirmation? OpenConfirmation => _confirmation?.Asked;

    /// <summary>The latest sentence for the live region, and how many there were before it.</summary>
    public (int Number, string Text) Announcement { get; private set; } = (0, "");

    public bool IsBusy(string key) => _busy.Contains(key);

    /// <summary>
    /// Asks if there is something to confirm, then calls. The call is not cancelled when the browser goes away: what was begun
    /// is brought to its end.
    /// </summary>
    /// <param name="busyKey">Names the control or thing; a second run under the same key is ignored while the first lasts.</param>
    /// <param name="done">The message on success; null for none.</param>
    /// <param name="link">Where "See operation" leads.</param>
    /// <param name="confirm">The question to ask first.</param>
    /// <returns>
    /// The call's own result; <see cref="UnexpectedFailure"/> when it threw (the exception is logged); null when the operator
    /// declined or the same action is already under way.
    /// </returns>
    public async Task<Result<T>?> RunAsync<T>(
        string busyKey,
        Func<CancellationToken, Task<Result<T>>> call,
        string? done = null,
        Func<T, string?>? link = null,
        Confirmation? confirm = null)
    {
        if (confirm is not null && !await ConfirmAsync(confirm))
        {
            return null;
        }

        if (!TryBegin(busyKey))
        {
            Announce("This is already under way.");
            return null;
        }

        try
        {
            var result = await call(CancellationToken.None);
            if (!result.Succeeded)
            {
                Toast(ToastTone.Failure, result.Failure.Message, result.Failure.OperationId is { } operation ? PortalUrls.Operation(operation) : null);
            }
            else if (done is not null)
            {
                Toast(ToastTone.Done, done, link?.Invoke(result.Value));
            }

            return result;
        }
#pragma warning disable CA1031 // A bug in one action must not end the circuit: it is logged, shown, and handed back as a failure.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnexpected(exception, busyKey);
            var failure = new UnexpectedFailure();
            Toast(ToastTone.Failure, failure.Message);
            return failure;
        }
        finally
        {
            End(busyKey);
        }
    }

    /// <summary>Asks. A question that is already open is answered with no.</summary>
    public Task<bool> ConfirmAsync(Confirmation confirmation)
    {
        var asked = new PendingConfirmation(confirmation);
        PendingConfirmation? before;
        lock (_gate)
        {
            (before, _confirmation) = (_confirmation, asked);
        }

        before?.Answer.TrySetResult(false);
        Changed?.Invoke();
        return asked.Answer.Task;
    }

    /// <summary>The operator's answer to the open question.</summary>
    public void AnswerConfirmation(bool accepted)
    {
        PendingConfirmation? open;
        lock (_gate)
        {
            (open, _confirmation) = (_confirmation, null);
        }

        Changed?.Invoke();
        open?.Answer.TrySetResult(accepted);
    }

    /// <summary>Shows a message; it is read out as well.</summary>
    public void Toast(ToastTone tone, string text, string? href = null)
    {
        var toast = new Toast(Guid.NewGuid(), tone, text, href);
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _toasts = _toasts.Add(toast);
            while (_toasts.Count > MaxToasts)
            {
                Forget(_toasts[0].Id);
            }

            if (tone != ToastTone.Failure)
            {
                _timers[toast.Id] = time.CreateTimer(_ => Dismiss(toast.Id), state: null, ToastLifetime, Timeout.InfiniteTimeSpan);
            }
        }

        Announce(text);
    }

    public void Dismiss(Guid toastId)
    {
        lock (_gate)
        {
            Forget(toastId);
        }

        Changed?.Invoke();
    }

    /// <summary>Says something to those who listen instead of look.</summary>
    public void Announce(string text)
    {
        Announcement = (Announcement.Number + 1, text);
        Changed?.Invoke();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }

        _confirmation?.Answer.TrySetResult(false);
    }

    private bool TryBegin(string key)
    {
        lock (_gate)
        {
            if (_busy.Contains(key))
            {
                return false;
            }

            _busy = _busy.Add(key);
        }

        Changed?.Invoke();
        return true;
    }

    private void End(string key)
    {
        lock (_gate)
        {
            _busy = _busy.Remove(key);
        }

        Changed?.Invoke();
    }

    private void Forget(Guid toastId)
    {
        _toasts = _toasts.RemoveAll(t => t.Id == toastId);
        if (_timers.Remove(toastId, out var timer))
        {
            timer.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The action {BusyKey} threw.")]
    private partial void LogUnexpected(Exception exception, string busyKey);

    private sealed record PendingConfirmation(Confirmation Asked)
    {
        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
