using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;
using AdminPortal.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Overview;

/// <summary>Gathers what needs a person, from the cache alone.</summary>
public sealed class AttentionBoard(IDbContextFactory<PortalDbContext> contexts, ShellStatus status, IOptions<GroupLimitOptions> limits, TimeProvider time)
{
    /// <summary>Lines shown per list; the rest is behind its link.</summary>
    public const int Lines = 5;

    /// <summary>From this share of a limit on something counts as near it.</summary>
    public const int NearPercent = 90;

    public async Task<AttentionReport> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var numbers = await status.ReadNumbersAsync(db, cancellationToken);
        return new AttentionReport(
            numbers.Count > 0,
            await db.Connections.Where(c => c.RemovedAt == null).MinAsync(c => c.ListedAt, cancellationToken),
            await ReadSizeAsync(db, cancellationToken),
            await ReadWaitingAsync(db, cancellationToken),
            await ReadOperationsAsync(db, cancellationToken),
            [.. numbers.Where(n => n.NeedsAttention || n.State == NumberState.Paused)],
            await ReadNearLimitAsync(db, cancellationToken),
            await ReadCoverAsync(db, numbers.Count, cancellationToken),
            await ReadWantedAsync(db, cancellationToken),
            await ReadEndingAsync(db, cancellationToken));
    }

    private static async Task<EstateSize> ReadSizeAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var kinds = await db.Groups.Where(g => g.GoneAt == null)
            .GroupBy(g => g.Kind)
            .Select(g => new { Kind = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var here = MembershipsHere(db);
        return new EstateSize(
            kinds.Where(k => k.Kind == GroupKind.CommunityParent).Sum(k => k.Count),
            kinds.Where(k => k.Kind is not (GroupKind.CommunityParent or GroupKind.Announcement)).Sum(k => k.Count),
            await here.Select(m => m.PersonId).Distinct().CountAsync(cancellationToken),
            await here.CountAsync(cancellationToken),
            await db.Operations.CountAsync(o => o.State == OperationState.Running, cancellationToken));
    }

    /// <summary>Present members of present groups; announcement groups follow their subgroups and would count people twice.</summary>
    internal static IQueryable<Participants.Membership> MembershipsHere(PortalDbContext db) =>
        from m in db.Memberships
        join g in db.Groups on m.GroupId equals g.Id
        where m.GoneAt == null && g.GoneAt == null && g.Kind != GroupKind.Announcement && g.Kind != GroupKind.CommunityParent
        select m;

    private static async Task<Shortlist<WaitingLine>> ReadWaitingAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var byGroup = await ApprovalInbox.WaitingIn(db)
            .GroupBy(r => r.GroupId)
            .Select(g => new { GroupId = g.Key, Count = g.Count(), Oldest = g.Min(r => r.RequestedAt ?? r.FirstSeenAt) })
            .ToListAsync(cancellationToken);
        var first = byGroup.OrderBy(g => g.Oldest).Take(Lines).ToList();
        var names = await NamesAsync(db, [.. first.Select(g => g.GroupId)], cancellationToken);
        return new Shortlist<WaitingLine>(
            byGroup.Sum(g => g.Count),
            [.. first.Select(g => new WaitingLine(g.GroupId, names[g.GroupId].Name, names[g.GroupId].Community, g.Count, g.Oldest))]);
    }

    private static async Task<Shortlist<StuckOperationLine>> ReadOperationsAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var stuck = db.Operations.AsNoTracking().Where(o => o.State == OperationState.NeedsAttention || o.State == OperationState.AwaitsConfirmation);
        return new Shortlist<StuckOperationLine>(
            await stuck.CountAsync(cancellationToken),
            await stuck.OrderBy(o => o.SubmittedAt).Take(Lines)
                .Select(o => new StuckOperationLine(o.Id, o.Title, o.AttentionReason, o.SubmittedBy, o.SubmittedAt))
                .ToListAsync(cancellationToken));
    }

    private async Task<Shortlist<CapacityLine>> ReadNearLimitAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var limit = limits.Value;
        var (groupNear, communityNear, subgroupsNear) = (Near(limit.GroupMembers), Near(limit.CommunityMembersWarn), Near(limit.Subgroups));
        var groups = await db.Groups.AsNoTracking()
            .Where(g => g.GoneAt == null && g.Kind != GroupKind.CommunityParent
                && g.MemberCount >= (g.Kind == GroupKind.Announcement ? communityNear : groupNear)
                // Larger than a group can be, and not yet read in detail: an announcement group, no alarm.
                && (g.Kind != GroupKind.Unknown || g.MemberCount <= limit.GroupMembers))
            .Select(g => new { g.Id, g.Name, g.Kind, g.MemberCount })
            .ToListAsync(cancellationToken);
        var communities = await (
            from parent in db.Groups.AsNoTracking()
            where parent.GoneAt == null && parent.Kind == GroupKind.CommunityParent
            let linked = db.Groups.Count(g => g.CommunityId == parent.Id && g.GoneAt == null && g.Kind != GroupKind.Announcement)
            where linked >= subgroupsNear
            select new { parent.Id, parent.Name, Linked = linked }).ToListAsync(cancellationToken);
        List<CapacityLine> lines =
        [
            .. groups.Select(g => new CapacityLine(
                g.Id, g.Name, g.Kind, g.MemberCount ?? 0, g.Kind == GroupKind.Announcement ? limit.CommunityMembersWarn : limit.GroupMembers, "members")),
            .. communities.Select(c => new CapacityLine(c.Id, c.Name, GroupKind.CommunityParent, c.Linked, limit.Subgroups, "groups")),
        ];
        return new Shortlist<CapacityLine>(lines.Count, [.. lines.OrderByDescending(l => (double)l.Used / l.Limit).ThenBy(l => l.Name, StringComparer.Ordinal).Take(Lines)]);
    }

    private static async Task<AdminCover> ReadCoverAsync(PortalDbContext db, int numbers, CancellationToken cancellationToken)
    {
        var covers =
            from g in db.Groups.AsNoTracking()
            where g.GoneAt == null && g.Kind != GroupKind.CommunityParent
            let known = db.GroupConnections.Any(c => c.GroupId == g.Id && c.GoneAt == null && c.Role != null)
            let admins = db.GroupConnections.Count(c => c.GroupId == g.Id && c.GoneAt == null && c.Role != null && c.Role != MemberRole.Member)
            where known
            select new { g.Id, g.NameSearch, Admins = admins };
        var without = covers.Where(c => c.Admins == 0);
        var first = await without.OrderBy(c => c.NameSearch).ThenBy(c => c.Id).Take(Lines).Select(c => c.Id).ToListAsync(cancellationToken);
        var names = await NamesAsync(db, first, cancellationToken);
        return new AdminCover(
            await without.CountAsync(cancellationToken),
            numbers > 1 ? await covers.CountAsync(c => c.Admins == 1, cancellationToken) : 0,
            [.. first.Select(id => new UncoveredLine(id, names[id].Name, names[id].Community))]);
    }

    private static async Task<IReadOnlyDictionary<WantedState, int>> ReadWantedAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var states = FollowUpWords.StatesOf(FollowUpView.NeedsYou);
        return await db.WantedMembers.Where(w => states.Contains(w.State))
            .GroupBy(w => w.State)
            .Select(g => new { State = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
    }

    private async Task<Shortlist<EndingInvitation>> ReadEndingAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var ending = FollowUpBoard.EndingSoon(db.WantedMembers.AsNoTracking(), time.GetUtcNow());
        return new Shortlist<EndingInvitation>(
            await ending.CountAsync(cancellationToken),
            await (
                from wanted in ending
                join grp in db.Groups on wanted.GroupId equals grp.Id into groups
                from grp in groups.DefaultIfEmpty()
                orderby wanted.ExpiresAt, wanted.Id
                select new EndingInvitation(wanted.Id, wanted.Label, wanted.GroupId, grp == null ? wanted.GroupId : grp.Name, wanted.ExpiresAt!.Value))
                .Take(Lines)
                .ToListAsync(cancellationToken));
    }

    private static async Task<Dictionary<string, (string Name, string? Community)>> NamesAsync(PortalDbContext db, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var rows = await (
            from g in db.Groups.AsNoTracking()
            where ids.Contains(g.Id)
            join parent in db.Groups on g.CommunityId equals parent.Id into parents
            from p in parents.DefaultIfEmpty()
            select new { g.Id, g.Name, Community = p == null ? null : p.Name }).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.Id, r => (r.Name, (string?)r.Community), StringComparer.Ordinal);
    }

    private static int Near(int limit) => (int)Math.Ceiling(limit * NearPercent / 100.0);
}
