using System.Text.Json;
using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Pacing;

/// <summary>What was chosen for a number, and what each profile would mean for it.</summary>
/// <param name="Own">The number's own values; empty ones come from the profile.</param>
/// <param name="Profiles">All classes by profile, configuration applied.</param>
/// <param name="RequestsPerMinute">By profile.</param>
public sealed record PaceChoice(
    PaceLevel Level,
    PacingValues Own,
    IReadOnlyDictionary<PaceLevel, IReadOnlyDictionary<PaceClass, KindPace>> Profiles,
    IReadOnlyDictionary<PaceLevel, int> RequestsPerMinute);

/// <summary>Chooses the pace of numbers and lets caps be exceeded. Every method needs <see cref="Permissions.ManageConnections"/> and is audited.</summary>
public sealed class PaceDesk(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    AuditTrail audit,
    ChangeFeed feed,
    IOptions<PacingOptions> options,
    TimeProvider time)
{
    public const int MaxReason = 300;

    private static readonly TimeSpan LongestOverride = TimeSpan.FromHours(24);

    private readonly BudgetStore _store = new(contexts, feed);

    /// <summary>Null when the number is not there.</summary>
    public async Task<PaceChoice?> FindAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken) is not { } connection)
        {
            return null;
        }

        var kept = await db.NumberBudgets.AsNoTracking().FirstOrDefaultAsync(b => b.ConnectionId == connectionId, cancellationToken);
        return Choice(connection.Kind, kept?.Level ?? PaceLevel.Normal, kept?.ReadOwnValues());
    }

    /// <summary>What the profiles mean for a number that is not connected yet.</summary>
    public PaceChoice Choice(GatewayKind kind, PaceLevel level = PaceLevel.Normal, PacingValues? own = null)
    {
        var profiles = Enum.GetValues<PaceLevel>().ToDictionary(l => l, l => options.Value.For(catalog[kind], l));
        return new PaceChoice(
            level,
            own ?? new PacingValues(),
            profiles.ToDictionary(p => p.Key, p => (IReadOnlyDictionary<PaceClass, KindPace>)p.Value.Rules.ToDictionary(r => r.Key, r => PaceOf(r.Value))),
            profiles.ToDictionary(p => p.Key, p => p.Value.RequestsPerMinute));
    }

    /// <summary>Sets the profile of a number, and its own values.</summary>
    public async Task<Result<Done>> ChooseAsync(Actor actor, Guid connectionId, PaceLevel level, PacingValues own, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        if (PacingValuesCheck.Problems(own).FirstOrDefault() is { Key: { } key, Sentence: { } sentence })
        {
            return new InvalidInput($"{key} {sentence}", key);
        }

        var written = own.RequestsPerMinute is null && Enum.GetValues<PaceClass>().All(c => own.Of(c).IsEmpty) ? null : JsonSerializer.Serialize(own, NumberBudget.Json);
        return await ChangeAsync(
            connectionId,
            (db, connection, budget) =>
            {
                if (budget.Level == level && budget.OwnValues == written)
                {
                    return null;
                }

                var words = $"{connection.Name} works at the {PaceWords.Of(level)} pace{(written is null ? "" : $" with values of its own: {written}")}.";
                audit.Record(db, actor, "pace.chosen", "connection", connectionId.ToString(), words);
                (budget.Level, budget.OwnValues) = (level, written);
                return null;
            },
            cancellationToken);
    }

    /// <summary>Lets the number go on although a daily cap is reached. Spacing, hourly caps and cool-downs hold on.</summary>
    /// <param name="length">At most a day.</param>
    /// <param name="reason">Why it is worth the risk; needed.</param>
    public async Task<Result<Done>> OverrideAsync(Actor actor, Guid connectionId, TimeSpan length, string? reason, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        if (reason?.Trim() is not { Length: > 0 and <= MaxReason } given)
        {
            return new InvalidInput($"Say why it is worth the risk, in at most {MaxReason} characters.", "reason");
        }

        if (length <= TimeSpan.Zero || length > LongestOverride)
        {
            return new InvalidInput($"Choose a time of at most {LongestOverride.TotalHours:0} hours.", "until");
        }

        return await ChangeAsync(
            connectionId,
            (db, connection, budget) =>
            {
                var until = time.GetUtcNow() + length;
                (budget.OverrideUntil, budget.OverrideBy, budget.OverrideReason) = (until, actor.Name, given);
                audit.Record(
                    db, actor, "pace.overridden", "connection", connectionId.ToString(),
                    $"{connection.Name} may exceed its daily caps until {until:u}: {given}");
                return null;
            },
            cancellationToken);
    }

    /// <summary>The daily caps hold again.</summary>
    public async Task<Result<Done>> EndOverrideAsync(Actor actor, Guid connectionId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        return await ChangeAsync(
            connectionId,
            (db, connection, budget) =>
            {
                if (budget.OverrideUntil is null || budget.OverrideUntil <= time.GetUtcNow())
                {
                    return null;
                }

                (budget.OverrideUntil, budget.OverrideBy, budget.OverrideReason) = (null, null, null);
                audit.Record(db, actor, "pace.override-ended", "connection", connectionId.ToString(), $"{connection.Name} keeps its daily caps again.");
                return null;
            },
            cancellationToken);
    }

    private async Task<Result<Done>> ChangeAsync(
        Guid connectionId, Func<PortalDbContext, Connection, NumberBudget, PortalFailure?> change, CancellationToken cancellationToken)
    {
        PortalFailure? failure = new NotThere("The number");
        await _store.ChangeAsync(
            connectionId,
            (db, connection, budget) => (failure = change(db, connection, budget)) is null,
            cancellationToken);
        return failure is null ? default(Done) : failure;
    }

    private static KindPace PaceOf(PaceRule rule) => new(rule.Spacing, rule.PerMinute, rule.PerHour, rule.PerDay, rule.PerQuarterHour);
}
