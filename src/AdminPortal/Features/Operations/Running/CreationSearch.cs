using AdminPortal.Data;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Looks for what a creation may have left behind whose answer was lost: a group of that name which nobody had seen before.
/// Twins cannot be told apart; then a person decides.
/// </summary>
internal sealed class CreationSearch(IDbContextFactory<PortalDbContext> contexts, GroupReader reader, TimeProvider time)
{
    /// <summary>A clock that is set back makes what is new look older than the call that made it.</summary>
    private static readonly TimeSpan s_clockMargin = TimeSpan.FromMinutes(5);

    public async Task<WorldReading> FindAsync(Guid connectionId, OperationItem item, Lane lane, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadListAsync(connectionId, lane, cancellationToken);
        if (outcome is ReadOutcome.Failed failed)
        {
            return WorldReading.Failed(failed.Failure);
        }

        if (outcome is ReadOutcome.Quarantined quarantined)
        {
            return Answer(item, new Judgement(Finding.NotYet, quarantined.Reason));
        }

        var candidates = await CandidatesAsync(connectionId, item, cancellationToken);
        foreach (var id in candidates)
        {
            var read = await reader.ReadGroupAsync(connectionId, GroupId.Parse(id), lane, ReadingOrigin.OwnWrite, cancellationToken);
            if (read is ReadOutcome.Failed { Failure.Kind: not (GatewayFailureKind.NotFound or GatewayFailureKind.Forbidden) } unread)
            {
                return WorldReading.Failed(unread.Failure);
            }
        }

        return Answer(item, await JudgeAsync(item, candidates, cancellationToken));
    }

    private static WorldReading Answer(OperationItem item, Judgement judgement) => WorldReading.Same([item], judgement);

    private async Task<List<string>> CandidatesAsync(Guid connectionId, OperationItem item, CancellationToken cancellationToken)
    {
        var name = item.Kind == ItemKind.CreateCommunity
            ? ItemPayload.Read<NewCommunityPayload>(item.Payload).Name
            : ItemPayload.Read<NewGroupPayload>(item.Payload).Name;
        var sentAt = item.SentAt - s_clockMargin ?? DateTimeOffset.MinValue;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Groups
            .Where(g => g.FirstSeenAt >= sentAt && g.GoneAt == null && g.Name == name
                && db.GroupConnections.Any(c => c.GroupId == g.Id && c.ConnectionId == connectionId && c.GoneAt == null)
                && !db.OperationItems.Any(i => i.GroupId == g.Id && i.Id != item.Id
                    && (i.Kind == ItemKind.CreateCommunity || i.Kind == ItemKind.CreateGroup || i.Kind == ItemKind.CreateSubgroup)))
            .Select(g => g.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task<Judgement> JudgeAsync(OperationItem item, List<string> candidates, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = await db.Groups.AsNoTracking()
            .Where(g => candidates.Contains(g.Id))
            .Select(g => new { g.Id, g.Kind, g.CommunityId, g.FirstSeenAt })
            .ToListAsync(cancellationToken);
        var possible = groups
            .Where(g => item.Kind switch
            {
                ItemKind.CreateCommunity => g.Kind is GroupKind.CommunityParent,
                ItemKind.CreateSubgroup => g.Kind is not (GroupKind.CommunityParent or GroupKind.Announcement) && g.CommunityId == item.CommunityId,
                _ => g.Kind is not (GroupKind.CommunityParent or GroupKind.Announcement) && g.CommunityId is null,
            })
            .ToList();
        if (possible.Count == 0 && groups.Count > 0)
        {
            return new Judgement(Finding.Never, "No answer came. A new group of this name is there, but it is not what was asked for. Look at it, then decide.");
        }

        return possible switch
        {
            _ when time.GetUtcNow() < item.SentAt => new Judgement(Finding.Never, "No answer came, and the clock was set back since: what is new cannot be told. Look at the groups, then decide."),
            [var early] when early.FirstSeenAt < item.SentAt => new Judgement(
                Finding.Never, "No answer came. A group of this name was first seen shortly before, by a clock that may have been set. Look whether it is this one, then decide."),
            [] => Judgement.No,
            [var only] => new Judgement(Finding.Yes, "No answer came; a new group of this name shows that it happened.")
            {
                GroupId = only.Id,
                CommunityId = item.Kind == ItemKind.CreateCommunity ? only.Id : null,
            },
            _ => new Judgement(Finding.Never, "No answer came, and several new groups have this name. Look which one it is, then decide."),
        };
    }
}
