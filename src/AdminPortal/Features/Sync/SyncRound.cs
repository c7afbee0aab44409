using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

/// <summary>
/// One round of reading for one number: session, group list, then what is due, until nothing is or the round's time is over.
/// The first answer that says the gateway or the session is down ends it; the cache stands, and its age shows.
/// </summary>
internal sealed class SyncRound(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    GroupReader reader,
    SyncPlan plan,
    SyncPatience patience,
    CapabilitySurvey survey,
    PacingGovernor pacing,
    NumberAges ages,
    IOptions<SyncOptions> options,
    TimeProvider time)
{
    public async Task RunAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(connectionId, cancellationToken) is not { } number || !await SessionStandsAsync(number, cancellationToken))
        {
            return;
        }

        if (IsDue(number.ListedAt, options.Value.ListEvery)
            && await CanListAsync(connectionId, cancellationToken)
            && await reader.ReadListAsync(connectionId, Lane.Background, cancellationToken) is ReadOutcome.Failed failed)
        {
            await RestAfterAsync(connectionId, failed.Failure, cancellationToken);
            return;
        }

        var started = time.GetTimestamp();
        foreach (var due in await plan.ForAsync(connectionId, cancellationToken))
        {
            if (time.GetElapsedTime(started) > options.Value.RoundLength || !await ReadAsync(connectionId, due, cancellationToken))
            {
                return;
            }
        }

        if (!number.IsSurveyed && await survey.FirstAsync(connectionId, cancellationToken) is { } ended)
        {
            await RestAfterAsync(connectionId, ended, cancellationToken);
        }
    }

    /// <returns>False when the round should end.</returns>
    private async Task<bool> ReadAsync(Guid connectionId, DueRead due, CancellationToken cancellationToken)
    {
        var group = GroupId.Parse(due.GroupId);
        var outcome = due.Aspect switch
        {
            GroupAspect.Requests => await reader.ReadRequestsAsync(connectionId, group, Lane.Background, ReadingOrigin.Detail, cancellationToken),
            GroupAspect.Subgroups => await reader.ReadSubgroupsAsync(connectionId, new CommunityId(group), Lane.Background, ReadingOrigin.Detail, cancellationToken),
            GroupAspect.Suggestions => await reader.ReadSuggestionsAsync(connectionId, new CommunityId(group), Lane.Background, ReadingOrigin.Detail, cancellationToken),
            _ => await reader.ReadGroupAsync(connectionId, group, Lane.Background, ReadingOrigin.Detail, cancellationToken),
        };
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case ReadOutcome.Quarantined:
                patience.Defer(connectionId, due.GroupId, due.Aspect, now + options.Value.SuspicionHold);
                return true;
            case ReadOutcome.Failed { Failure: var failure }:
                patience.Defer(connectionId, due.GroupId, due.Aspect, now + options.Value.RetryAfter);
                return !await RestAfterAsync(connectionId, failure, cancellationToken);
            default:
                patience.Forget(connectionId, due.GroupId, due.Aspect);
                return true;
        }
    }

    /// <returns>True when the failure concerns the whole number.</returns>
    private async Task<bool> RestAfterAsync(Guid connectionId, GatewayFailure failure, CancellationToken cancellationToken)
    {
        switch (failure.Kind)
        {
            case GatewayFailureKind.Unavailable or GatewayFailureKind.OutcomeUnknown:
                await pacing.RestAsync(connectionId, cancellationToken);
                return true;
            case GatewayFailureKind.RateLimited:
                await pacing.CoolDownAsync(connectionId, failure.Until, cancellationToken);
                return true;
            default:
                return failure.Kind == GatewayFailureKind.SignedOut;
        }
    }

    /// <summary>Only a connected number is asked for more; a number that is not is asked for its session from time to time.</summary>
    private async Task<bool> SessionStandsAsync(NumberState number, CancellationToken cancellationToken)
    {
        if (!IsDue(number.SessionCheckedAt, options.Value.SessionEvery))
        {
            return number.Session == SessionState.Connected;
        }

        var session = await reader.ReadSessionAsync(number.Id, Lane.Background, cancellationToken);
        if (!session.Succeeded)
        {
            await RestAfterAsync(number.Id, session.Failure, cancellationToken);
        }

        return session.Value is { State: SessionState.Connected };
    }

    private async Task<bool> CanListAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await NumberToAsk.FindAsync(db, catalog, connectionId, cancellationToken)).Value?.Capabilities.Can(Capability.ListGroups) == true;
    }

    private bool IsDue(DateTimeOffset? last, TimeSpan every) => last is null || time.GetUtcNow() - last >= every;

    private async Task<NumberState?> FindAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var number = await db.Connections.AsNoTracking()
            .Where(c => c.Id == connectionId && c.RemovedAt == null && c.StoppedReason == null && (c.PausedUntil == null || c.PausedUntil <= now))
            .Select(c => new NumberState(c.Id, c.Session, c.SessionCheckedAt, c.ListedAt, c.CapabilitiesCheckedAt != null))
            .FirstOrDefaultAsync(cancellationToken);
        return number is null ? null : number with
        {
            SessionCheckedAt = ages.SessionCheckedAt(number.Id, number.SessionCheckedAt),
            ListedAt = ages.ListedAt(number.Id, number.ListedAt),
        };
    }

    private sealed record NumberState(Guid Id, SessionState Session, DateTimeOffset? SessionCheckedAt, DateTimeOffset? ListedAt, bool IsSurveyed);
}
