using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace AdminPortal.Features.Sync;

/// <summary>Takes "ask now" from screens. Answers at once; what the gateway says arrives through the change feed.</summary>
public sealed class SyncDesk(IDbContextFactory<PortalDbContext> contexts, GatewayCatalog catalog, ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>Questions that are being asked or wait for it. Each holds a place among all jobs of the console.</summary>
    internal const int MostAtOnce = 32;

    /// <summary>A rest that ends sooner is waited for.</summary>
    private static readonly TimeSpan s_shortRest = TimeSpan.FromSeconds(5);

    /// <summary>Reads one group, with its requests and, for a community, its subgroups, ahead of the schedule.</summary>
    public async Task<Result<Done>> RequestAsync(Actor actor, string groupId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.Read))
        {
            return new NotAllowed(Permissions.Read);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var candidates = await (
            from relation in db.GroupConnections
            join connection in db.Connections on relation.ConnectionId equals connection.Id
            where relation.GroupId == groupId && relation.GoneAt == null && connection.RemovedAt == null
            orderby relation.Role descending, connection.CreatedAt
            select new { connection.Id, connection.Name, connection.Kind, connection.Session, connection.StoppedReason, connection.PausedUntil }).ToListAsync(cancellationToken);
        if (candidates.Count == 0)
        {
            return new CannotAsk("None of our numbers is in this group, so nobody can be asked.");
        }

        var now = time.GetUtcNow();
        CannotAsk? unable = null;
        foreach (var candidate in candidates.Where(c => c.StoppedReason is null && c.Session == SessionState.Connected).OrderBy(c => c.PausedUntil > now))
        {
            var abilities = await ConnectionCapability.EffectiveAsync(db, candidate.Id, catalog[candidate.Kind].Capabilities, cancellationToken);
            var why = NumberToAsk.WhyNot(candidate.Name, abilities, Capability.ReadGroup) ?? WhyResting(candidate.Name, candidate.PausedUntil);
            if (why is null)
            {
                return await AskAsync(candidate.Id, groupId, cancellationToken);
            }

            unable ??= why;
        }

        return unable ?? new CannotAsk($"{string.Join(" and ", candidates.Select(c => c.Name))} cannot be asked now: not connected, or stopped.");
    }

    /// <summary>Checks the session of a number and reads its group list, ahead of the schedule.</summary>
    public async Task<Result<Done>> RequestAsync(Actor actor, Guid connectionId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.Read))
        {
            return new NotAllowed(Permissions.Read);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await NumberToAsk.FindAsync(db, catalog, connectionId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var pausedUntil = await db.Connections.Where(c => c.Id == connectionId).Select(c => c.PausedUntil).FirstOrDefaultAsync(cancellationToken);
        return WhyResting(found.Value!.Name, pausedUntil) is { } resting ? resting : await AskAsync(connectionId, groupId: null, cancellationToken);
    }

    private CannotAsk? WhyResting(string name, DateTimeOffset? until) => until - time.GetUtcNow() is { } left && left > s_shortRest
        ? new CannotAsk($"{name} rests for another {PaceWords.Span(left)}. Nothing is asked of it meanwhile.")
        : null;

    private async Task<Result<Done>> AskAsync(Guid connectionId, string? groupId, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if ((await scheduler.GetTriggersOfJob(AskNowJob.Key, cancellationToken)).Count >= MostAtOnce)
        {
            return new CannotAsk($"{MostAtOnce} questions wait for their answers already. Try again in a moment.");
        }

        await scheduler.AddJob(
            JobBuilder.Create<AskNowJob>().WithIdentity(AskNowJob.Key).StoreDurably().Build(), AddJobOptions.Replacing, cancellationToken);
        var trigger = TriggerBuilder.Create()
            // One name per question: asked again before it was answered, it is asked once.
            .WithIdentity(new TriggerKey($"{connectionId:N} {groupId}", AskNowJob.Key.Name))
            .ForJob(AskNowJob.Key)
            .UsingJobData(AskNowJob.ConnectionData, connectionId.ToString())
            .StartNow();
        await scheduler.ScheduleTrigger(
            (groupId is null ? trigger : trigger.UsingJobData(AskNowJob.GroupData, groupId)).Build(), TriggerConflict.Keep, cancellationToken);
        return new Done();
    }
}
