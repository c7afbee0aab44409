using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Connections;

/// <summary>Keeps what is known about the state of numbers, as the console's own observations come in.</summary>
public sealed class ConnectionHealth(IDbContextFactory<PortalDbContext> contexts, NumberAges ages, AuditTrail audit, ChangeFeed feed, TimeProvider time)
{
    private const int MaxSentence = 1000;

    /// <summary>Stores the outcome of a session check. A failed check tells nothing about the session unless it says "signed out".</summary>
    public Task RecordSessionAsync(Guid connectionId, GatewayResult<GatewaySession> result, CancellationToken cancellationToken) =>
        ChangeAsync(
            connectionId,
            (_, connection) =>
            {
                var now = time.GetUtcNow();
                connection.SessionCheckedAt = now;
                if (result.Succeeded)
                {
                    connection.Session = result.Value.State;
                    connection.SessionDetail = result.Value.Detail is { } detail ? Storable(detail) : null;
                    connection.OwnNumberKey = result.Value.Number?.Key ?? connection.OwnNumberKey;
                    connection.LastError = null;
                    return;
                }

                connection.Session = result.Failure.Kind == GatewayFailureKind.SignedOut ? SessionState.SignedOut : SessionState.Unknown;
                connection.SessionDetail = Storable(result.Failure.Message);
                (connection.LastError, connection.LastErrorAt) = (connection.SessionDetail, now);
            },
            cancellationToken);

    /// <summary>No call before <paramref name="until"/>. A longer pause that already stands is kept.</summary>
    /// <param name="reason">For "paused until 14:32, because …".</param>
    public Task PauseAsync(Guid connectionId, DateTimeOffset until, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            connectionId,
            (db, connection) =>
            {
                if (connection.PausedUntil >= until)
                {
                    return;
                }

                (connection.PausedUntil, connection.PausedReason, connection.PausedBy) = (until, Storable(reason), null);
                audit.Record(db, Actor.System, "connection.paused", "connection", connectionId.ToString(), $"{connection.Name} pauses until {until:u}: {reason}");
            },
            cancellationToken);

    /// <summary>All work on the number ends until a person resumes it.</summary>
    public Task StopAsync(Guid connectionId, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            connectionId,
            (db, connection) =>
            {
                if (connection.StoppedReason is not null)
                {
                    return;
                }

                // Everybody sees it, on every page; the whole number stands on the operation, for those who may see it.
                (connection.StoppedReason, connection.StoppedAt) = (Storable(NumberMask.Of(reason)), time.GetUtcNow());
                audit.Record(db, Actor.System, "connection.stopped", "connection", connectionId.ToString(), $"{connection.Name} was stopped: {reason}");
            },
            cancellationToken);

    public Task RecordErrorAsync(Guid connectionId, string sentence, CancellationToken cancellationToken) =>
        ChangeAsync(
            connectionId,
            (_, connection) => (connection.LastError, connection.LastErrorAt) = (Storable(sentence), time.GetUtcNow()),
            cancellationToken);

    /// <summary>A gateway's odd words must not keep its number from being stopped.</summary>
    private static string Storable(string text) => StorableText.Of(text, MaxSentence);

    /// <summary>The session is as it was. That it was looked at is no reason to write.</summary>
    private static bool OnlyCheckedAgain(PortalDbContext db, Connection connection) =>
        db.Entry(connection).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).SequenceEqual([nameof(Connection.SessionCheckedAt)]);

    private async Task ChangeAsync(Guid connectionId, Action<PortalDbContext, Connection> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Connections.FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken) is not { } connection)
            {
                return;
            }

            var before = (connection.Session, connection.SessionDetail, connection.PausedUntil, connection.StoppedReason, connection.LastError);
            var checkedAt = connection.SessionCheckedAt;
            change(db, connection);
            if (checkedAt is { } stored && connection.SessionCheckedAt is { } now && OnlyCheckedAgain(db, connection))
            {
                ages.SessionStands(connectionId, stored, now);
                return;
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // An operator changed the settings at the same moment; the observation is applied to what stands now.
                continue;
            }

            if (before != (connection.Session, connection.SessionDetail, connection.PausedUntil, connection.StoppedReason, connection.LastError))
            {
                feed.Publish(ChangeTopic.Connections, connectionId.ToString());
            }

            return;
        }
    }
}
