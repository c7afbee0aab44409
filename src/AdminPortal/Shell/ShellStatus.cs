using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Shell;

/// <summary>How one of our numbers is, in the order in which a person should care.</summary>
public enum NumberState
{
    /// <summary>Work on it ended until a person resumes it.</summary>
    Stopped,
    /// <summary>Must be paired again.</summary>
    SignedOut,
    /// <summary>Its gateway does not answer.</summary>
    Unreachable,
    Disconnected,
    /// <summary>Cools down until a known time.</summary>
    Paused,
    Connecting,
    /// <summary>Nobody has asked yet.</summary>
    Unchecked,
    Connected,
}

/// <summary>A number as the top bar shows it.</summary>
/// <param name="Reason">Why it is not simply connected.</param>
/// <param name="Since">When the reason arose, as far as known.</param>
public sealed record NumberHealth(Guid Id, string Name, NumberState State, string? Reason, DateTimeOffset? Until, DateTimeOffset? Since)
{
    public bool NeedsAttention => State <= NumberState.Disconnected;
}

/// <summary>What the frame around every page shows.</summary>
/// <param name="RequestsWaiting">Membership requests that nobody has decided.</param>
/// <param name="OperationsRunning">Under way now.</param>
/// <param name="OperationsNeedingAttention">Waiting for a person.</param>
/// <param name="Numbers">Worst first.</param>
/// <param name="FollowUpsNeedingYou">People wanted in a group for whom nothing moves without an operator.</param>
public sealed record ShellSnapshot(int RequestsWaiting, int OperationsRunning, int OperationsNeedingAttention, IReadOnlyList<NumberHealth> Numbers, int FollowUpsNeedingYou = 0);

/// <summary>Reads the counts and the health that the frame shows.</summary>
public sealed class ShellStatus(IDbContextFactory<PortalDbContext> contexts, TimeProvider time)
{
    public async Task<ShellSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await ApprovalInbox.WaitingIn(db).CountAsync(cancellationToken);
        var operations = await db.Operations
            .Where(o => o.State == OperationState.Running || o.State == OperationState.NeedsAttention || o.State == OperationState.AwaitsConfirmation)
            .GroupBy(o => o.State)
            .Select(g => new { State = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
        return new ShellSnapshot(
            waiting,
            operations.GetValueOrDefault(OperationState.Running),
            operations.GetValueOrDefault(OperationState.NeedsAttention) + operations.GetValueOrDefault(OperationState.AwaitsConfirmation),
            await ReadNumbersAsync(db, cancellationToken),
            await FollowUpBoard.CountNeedingYouAsync(db, cancellationToken));
    }

    /// <summary>All numbers that are in use, worst first.</summary>
    public async Task<IReadOnlyList<NumberHealth>> ReadNumbersAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var connections = await db.Connections.AsNoTracking().Where(c => c.RemovedAt == null).ToListAsync(cancellationToken);
        return [.. connections.Select(c => Describe(c, now)).OrderBy(n => n.State).ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase)];
    }

    internal static NumberHealth Describe(Connection connection, DateTimeOffset now)
    {
        NumberHealth Health(NumberState state, string? reason = null, DateTimeOffset? until = null, DateTimeOffset? since = null) =>
            new(connection.Id, connection.Name, state, reason, until, since);

        if (connection.StoppedReason is { } stopped)
        {
            return Health(NumberState.Stopped, stopped, since: connection.StoppedAt);
        }

        return connection.Session switch
        {
            SessionState.SignedOut => Health(NumberState.SignedOut, connection.SessionDetail, since: connection.SessionCheckedAt),
            SessionState.Disconnected => Health(NumberState.Disconnected, connection.SessionDetail, since: connection.SessionCheckedAt),
            // A failed check leaves the session unknown and says why.
            SessionState.Unknown when connection.LastError is { } error => Health(NumberState.Unreachable, error, since: connection.LastErrorAt),
            _ when connection.PausedUntil > now => Health(NumberState.Paused, connection.PausedReason, connection.PausedUntil),
            SessionState.Connected => Health(NumberState.Connected, since: connection.SessionCheckedAt),
            SessionState.Connecting => Health(NumberState.Connecting, connection.SessionDetail),
            _ => Health(NumberState.Unchecked, "No check has been made yet"),
        };
    }
}
