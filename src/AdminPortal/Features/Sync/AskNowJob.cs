using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace AdminPortal.Features.Sync;

/// <summary>
/// An operator wants to know now: runs beside the schedule and in the lane of clicks. Announces the end also when nothing
/// changed, because the age did.
/// </summary>
internal sealed partial class AskNowJob(
    IDbContextFactory<PortalDbContext> contexts, GroupReader reader, GatewayCatalog catalog, ChangeFeed feed, TimeProvider time, ILogger<AskNowJob> logger) : IJob
{
    public const string ConnectionData = "connection";
    public const string GroupData = "group";

    public static readonly JobKey Key = new("ask-now", "sync");

    /// <summary>Nobody waits longer for an answer, and whoever waits for a place holds one among all jobs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await AskAsync(context, ending.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogUnanswered(context.Trigger.Key.Name, s_patience);
        }
    }

    private async Task AskAsync(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var connectionId = Guid.Parse((string)context.MergedJobDataMap[ConnectionData]!);
        if (context.MergedJobDataMap.TryGetValue(GroupData, out var group) && group is string groupId)
        {
            await ReadGroupAsync(connectionId, groupId, cancellationToken);
            feed.Publish(ChangeTopic.Groups, groupId);
            return;
        }

        var session = await reader.ReadSessionAsync(connectionId, Lane.Interactive, cancellationToken);
        if (session.Value is { State: SessionState.Connected })
        {
            await reader.ReadListAsync(connectionId, Lane.Interactive, cancellationToken);
        }

        feed.Publish(ChangeTopic.Connections, connectionId.ToString());
    }

    private async Task ReadGroupAsync(Guid connectionId, string groupId, CancellationToken cancellationToken)
    {
        var id = GroupId.Parse(groupId);
        if (await reader.ReadGroupAsync(connectionId, id, Lane.Interactive, ReadingOrigin.Detail, cancellationToken) is ReadOutcome.Failed)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = await (
            from g in db.Groups
            from c in db.Connections
            where g.Id == groupId && c.Id == connectionId
            select new
            {
                g.Kind,
                g.ApprovalRequired,
                Gateway = c.Kind,
                IsAdmin = db.GroupConnections.Any(r => r.GroupId == groupId && r.ConnectionId == connectionId && r.Role >= MemberRole.Admin),
                HasWaiting = db.MembershipRequests.Any(r => r.GroupId == groupId && r.State == RequestState.Waiting),
            }).FirstOrDefaultAsync(cancellationToken);
        if (facts is null)
        {
            return;
        }

        var abilities = await ConnectionCapability.EffectiveAsync(db, connectionId, catalog[facts.Gateway].Capabilities, cancellationToken);
        if (abilities.Can(Capability.ListMembershipRequests) && facts.IsAdmin
            && (facts.HasWaiting || SyncPlan.MayHaveRequests(facts.Kind, facts.ApprovalRequired, abilities)))
        {
            await reader.ReadRequestsAsync(connectionId, id, Lane.Interactive, ReadingOrigin.Detail, cancellationToken);
        }

        if (abilities.Can(Capability.ListSubgroups) && facts.Kind == GroupKind.CommunityParent)
        {
            await reader.ReadSubgroupsAsync(connectionId, new CommunityId(id), Lane.Interactive, ReadingOrigin.Detail, cancellationToken);
        }

        if (abilities.Can(Capability.ListSuggestions) && facts is { Kind: GroupKind.CommunityParent, IsAdmin: true })
        {
            await reader.ReadSuggestionsAsync(connectionId, new CommunityId(id), Lane.Interactive, ReadingOrigin.Detail, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What somebody asked of {Question} got no place at the gateway within {Patience}; the schedule reads it later.")]
    private partial void LogUnanswered(string question, TimeSpan patience);
}
