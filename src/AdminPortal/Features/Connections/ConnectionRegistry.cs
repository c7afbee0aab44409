using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Connections;

/// <summary>Adds, changes, stops and removes numbers. Every method needs <see cref="Permissions.ManageConnections"/> and is audited.</summary>
public sealed class ConnectionRegistry(
    IDbContextFactory<PortalDbContext> contexts,
    ConnectionTester tester,
    SettingsReview review,
    GatewayCatalog catalog,
    SecretProtector secrets,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    private const int MaxReason = 300;

    private static readonly TimeSpan LongestRest = TimeSpan.FromDays(30);

    /// <summary>Tries the settings out by reading only. Failures of the far side are findings, each bound to its field.</summary>
    /// <param name="connectionId">The number whose settings are being changed: what the draft leaves out comes from what is stored.</param>
    public async Task<Result<ConnectionTest>> TestAsync(Actor actor, ConnectionDraft draft, Guid? connectionId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        var connection = connectionId is { } id ? await FindAsync(id, cancellationToken) : null;
        var reviewed = review.Of(draft, connection);
        if (reviewed.Settings is null)
        {
            return new ConnectionTest(reviewed.Findings, null, []);
        }

        // Outside the number's budget: a person waits, and a test is two reads.
        return await tester.TestAsync(reviewed.Settings, OpenRequestGate.Instance, cancellationToken);
    }

    /// <summary>Connects a number. The next look at the gateway follows at once.</summary>
    /// <param name="test">The test that the operator saw; what it found is kept.</param>
    /// <param name="id">For whoever has to know the id beforehand.</param>
    public async Task<Result<Guid>> AddAsync(Actor actor, ConnectionDraft draft, ConnectionTest? test, CancellationToken cancellationToken, Guid? id = null)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        var reviewed = review.Of(draft, connection: null);
        if (reviewed.Settings is not { } settings || reviewed.Name is not { } name)
        {
            return new SettingsRefused(reviewed.Findings);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var result = await db.WriteAsync<Result<Guid>>(
            async token =>
            {
                if (await IsTakenAsync(db, name, Guid.Empty, token))
                {
                    return new NumberNameTaken(name);
                }

                var connection = new Connection
                {
                    Id = id ?? Guid.CreateVersion7(),
                    Name = name,
                    Kind = draft.Kind,
                    BaseAddress = settings.BaseAddress.ToString(),
                    ProtectedCredentials = secrets.Protect(settings.Credentials),
                    CreatedAt = time.GetUtcNow(),
                    OwnNumberKey = test?.Session?.Number?.Key,
                };
                db.Connections.Add(connection);
                db.ConnectionCapabilities.AddRange((test?.Probed ?? []).Select(p => ProbeOf(connection.Id, p)));
                audit.Record(db, actor, "connection.added", "connection", connection.Id.ToString(), $"{name} was connected: {catalog[settings.Kind].Name} at {settings.BaseAddress.Host}.");
                await db.SaveChangesAsync(token);
                return connection.Id;
            },
            cancellationToken);
        Publish(result);
        return result;
    }

    /// <summary>
    /// Changes name, address and credentials. Credentials that are left empty stay, unless the address leads to another
    /// server: a stored secret is not sent to a place it was not typed for.
    /// </summary>
    public Task<Result<Guid>> EditAsync(Actor actor, Guid connectionId, ConnectionDraft draft, CancellationToken cancellationToken) =>
        ChangeAsync(actor, connectionId, async (db, connection, token) =>
        {
            var reviewed = review.Of(draft with { Kind = connection.Kind }, connection);
            if (reviewed.Settings is not { } settings || reviewed.Name is not { } name)
            {
                return new SettingsRefused(reviewed.Findings);
            }

            if (await IsTakenAsync(db, name, connectionId, token))
            {
                return new NumberNameTaken(name);
            }

            var isElsewhere = connection.BaseAddress != settings.BaseAddress.ToString() || reviewed.CredentialsChanged;
            List<string> changed = [];
            if (connection.Name != name)
            {
                changed.Add($"name from \"{connection.Name}\"");
                connection.Name = name;
            }

            if (connection.BaseAddress != settings.BaseAddress.ToString())
            {
                changed.Add($"address to {settings.BaseAddress.Host}");
                connection.BaseAddress = settings.BaseAddress.ToString();
            }

            if (reviewed.CredentialsChanged)
            {
                changed.Add("credentials");
                connection.ProtectedCredentials = secrets.Protect(settings.Credentials);
            }

            if (changed.Count > 0)
            {
                // Whatever was known belongs to the former settings: the next look follows at once.
                (connection.Session, connection.SessionDetail, connection.SessionCheckedAt) = (SessionState.Unknown, null, null);
                if (connection.PausedBy is null)
                {
                    (connection.PausedUntil, connection.PausedReason) = (null, null);
                }

                (connection.LastError, connection.LastErrorAt) = (null, null);
                if (isElsewhere)
                {
                    connection.CapabilitiesCheckedAt = null;
                    db.ConnectionCapabilities.RemoveRange(await db.ConnectionCapabilities.Where(c => c.ConnectionId == connectionId).ToListAsync(token));
                }

                audit.Record(db, actor, "connection.changed", "connection", connectionId.ToString(), $"{name}: changed {string.Join(", ", changed)}.");
            }

            return null;
        }, cancellationToken);

    /// <summary>Keeps what was found when the number's abilities were tried out. What was not told stays as it was known.</summary>
    public Task<Result<Guid>> RecordCapabilitiesAsync(Actor actor, Guid connectionId, IReadOnlyList<CapabilityStatement> found, CancellationToken cancellationToken) =>
        ChangeAsync(actor, connectionId, async (db, connection, token) =>
        {
            var known = await db.ConnectionCapabilities.Where(c => c.ConnectionId == connectionId).ToDictionaryAsync(c => c.Capability, token);
            foreach (var statement in found)
            {
                if (known.TryGetValue(statement.Capability, out var row))
                {
                    (row.Level, row.Reason, row.ProbedAt) = (statement.Level, statement.Reason, statement.ProbedAt ?? time.GetUtcNow());
                }
                else
                {
                    db.ConnectionCapabilities.Add(ProbeOf(connectionId, statement));
                }
            }

            connection.CapabilitiesCheckedAt = time.GetUtcNow();
            var refused = found.Where(f => !f.Usable).Select(f => CapabilityWords.Of(f.Capability)).ToList();
            audit.Record(
                db,
                actor,
                "connection.checked",
                "connection",
                connectionId.ToString(),
                $"{connection.Name}: {found.Count - refused.Count} abilities were seen to work, {(refused.Count == 0 ? "none was refused" : $"refused: {string.Join(", ", refused)}")}.");
            return null;
        }, cancellationToken);

    /// <summary>Lets no work go through the number until that time, or until somebody resumes it.</summary>
    /// <param name="reason">Why, for colleagues; needed.</param>
    /// <param name="until">Null: until somebody resumes it.</param>
    public Task<Result<Guid>> RestAsync(
        Actor actor, Guid connectionId, string? reason, CancellationToken cancellationToken, DateTimeOffset? until = null) =>
        ChangeAsync(actor, connectionId, (db, connection, _) =>
        {
            if (ReasonOf(reason) is not { } given)
            {
                return Task.FromResult<PortalFailure?>(new InvalidInput($"Say why, in at most {MaxReason} characters.", "reason"));
            }

            if (until is { } end)
            {
                var now = time.GetUtcNow();
                if (end <= now || end > now + LongestRest)
                {
                    return Task.FromResult<PortalFailure?>(new InvalidInput($"Name a time within the next {LongestRest.Days} days, or let it rest until somebody resumes it.", "until"));
                }

                // A cool-down that ends later stands: a rest must not cut it short.
                (connection.PausedUntil, connection.PausedReason, connection.PausedBy) =
                    (connection.PausedUntil > end ? connection.PausedUntil : end, $"{actor.Name} lets it rest: {given}", actor.Name);
                audit.Record(db, actor, "connection.rested", "connection", connectionId.ToString(), $"{connection.Name} rests until {end:u}: {given}");
                return Task.FromResult<PortalFailure?>(null);
            }

            (connection.StoppedReason, connection.StoppedAt) = ($"Rested by {actor.Name}: {given}", time.GetUtcNow());
            audit.Record(db, actor, "connection.rested", "connection", connectionId.ToString(), $"{connection.Name} rests: {given}");
            return Task.FromResult<PortalFailure?>(null);
        }, cancellationToken);

    /// <summary>Ends a stop, a rest or a pause.</summary>
    /// <param name="reason">Why it is safe again, for the audit trail; needed.</param>
    public Task<Result<Guid>> ResumeAsync(Actor actor, Guid connectionId, string? reason, CancellationToken cancellationToken) =>
        ChangeAsync(actor, connectionId, (db, connection, _) =>
        {
            if (ReasonOf(reason) is not { } given)
            {
                return Task.FromResult<PortalFailure?>(new InvalidInput($"Say why it is safe to go on, in at most {MaxReason} characters.", "reason"));
            }

            var before = connection.StoppedReason ?? connection.PausedReason ?? "it was not stopped";
            (connection.StoppedReason, connection.StoppedAt) = (null, null);
            (connection.PausedUntil, connection.PausedReason, connection.PausedBy) = (null, null, null);
            connection.SessionCheckedAt = null;
            audit.Record(db, actor, "connection.resumed", "connection", connectionId.ToString(), $"{connection.Name} goes on: {given} (before: {before})");
            return Task.FromResult<PortalFailure?>(null);
        }, cancellationToken);

    /// <summary>Takes the number out of the console. History stays; the number itself and its groups are not touched.</summary>
    public Task<Result<Guid>> RemoveAsync(Actor actor, Guid connectionId, CancellationToken cancellationToken) =>
        ChangeAsync(actor, connectionId, async (db, connection, token) =>
        {
            if (await ConnectionDirectory.UnsettledAsync(db, connectionId, token) is > 0 and var items)
            {
                return new NumberHasWork(connection.Name, items);
            }

            connection.RemovedAt = time.GetUtcNow();
            // Nothing needs the secret any more.
            connection.ProtectedCredentials = secrets.Protect(new Dictionary<string, string>());
            audit.Record(db, actor, "connection.removed", "connection", connectionId.ToString(), $"{connection.Name} was removed.");
            return null;
        }, cancellationToken);

    private async Task<Result<Guid>> ChangeAsync(
        Actor actor,
        Guid connectionId,
        Func<PortalDbContext, Connection, CancellationToken, Task<PortalFailure?>> change,
        CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var result = await db.WriteAsync<Result<Guid>>(
                    async token =>
                    {
                        if (await db.Connections.FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, token) is not { } connection)
                        {
                            return new NotThere("The number");
                        }

                        if (await change(db, connection, token) is { } failure)
                        {
                            return failure;
                        }

                        await db.SaveChangesAsync(token);
                        return connectionId;
                    },
                    cancellationToken);
                Publish(result);
                return result;
            }
            catch (DbUpdateConcurrencyException)
            {
                // An observation about the number's health came in between; the change is applied to what stands now.
            }
        }
    }

    private void Publish(Result<Guid> result)
    {
        if (result.Succeeded)
        {
            feed.Publish(ChangeTopic.Connections, result.Value.ToString());
        }
    }

    private async Task<Connection?> FindAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken);
    }

    private static async Task<bool> IsTakenAsync(PortalDbContext db, string name, Guid except, CancellationToken cancellationToken)
    {
        var names = await db.Connections.Where(c => c.RemovedAt == null && c.Id != except).Select(c => c.Name).ToListAsync(cancellationToken);
        return names.Any(n => SearchText.Normalise(n) == SearchText.Normalise(name));
    }

    private static string? ReasonOf(string? reason) => reason?.Trim() is { Length: > 0 and <= MaxReason } given ? given : null;

    private static ConnectionCapability ProbeOf(Guid connectionId, CapabilityStatement probed) => new()
    {
        ConnectionId = connectionId,
        Capability = probed.Capability,
        Level = probed.Level,
        Reason = probed.Reason,
        ProbedAt = probed.ProbedAt ?? default,
    };
}
