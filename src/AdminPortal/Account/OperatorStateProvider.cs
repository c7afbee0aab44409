using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace AdminPortal.Account;

/// <summary>
/// Who is behind a circuit. A circuit lives for hours after its cookie was checked, so it is checked again: at once when an
/// operator changed, and every half minute for what no message tells.
/// </summary>
internal sealed partial class OperatorStateProvider : RevalidatingServerAuthenticationStateProvider
{
    private readonly SessionCheck _sessions;
    private readonly ILogger _logger;
    private readonly IDisposable _subscription;
    private readonly CancellationTokenSource _stop = new();
    private Task<AuthenticationState>? _state;

    public OperatorStateProvider(SessionCheck sessions, ChangeFeed feed, ILoggerFactory loggers)
        : base(loggers)
    {
        _sessions = sessions;
        _logger = loggers.CreateLogger<OperatorStateProvider>();
        AuthenticationStateChanged += state => _state = state;
        _subscription = feed.Subscribe(change =>
        {
            if (change.Topic is ChangeTopic.Operators or ChangeTopic.Reset && _state is { } state)
            {
                _ = Task.Run(() => RecheckAsync(state, change));
            }
        });
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        _sessions.IsCurrentAsync(authenticationState.User, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _subscription.Dispose();
            _stop.Cancel();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task RecheckAsync(Task<AuthenticationState> asked, Change change)
    {
        try
        {
            var user = (await asked).User;
            var concerned = change.Topic == ChangeTopic.Reset
                || (Actor.From(user) is { } actor && string.Equals(change.Id, actor.OperatorId.ToString(), StringComparison.OrdinalIgnoreCase));
            if (concerned && user.Identity?.IsAuthenticated == true && !await _sessions.IsCurrentAsync(user, _stop.Token) && !_stop.IsCancellationRequested)
            {
                SetAuthenticationState(Task.FromResult(new AuthenticationState(new())));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The circuit ended meanwhile.
        }
#pragma warning disable CA1031 // The next regular check asks again; nobody waits for this one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRecheckFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A circuit could not be checked after a change of operators.")]
    private partial void LogRecheckFailed(Exception exception);
}
