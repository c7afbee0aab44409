using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Groups;

/// <summary>Which groups a picker asks for.</summary>
/// <param name="Search">Part of the name, as typed.</param>
/// <param name="Kinds">Null is every kind.</param>
/// <param name="OnlyOurs">Only groups in which one of our numbers is at least admin.</param>
public sealed record GroupQuery(string? Search = null, IReadOnlyCollection<GroupKind>? Kinds = null, bool OnlyOurs = false, int Take = 50);

/// <summary>Reads groups from the local database; asks no gateway.</summary>
public sealed class GroupDirectory(IDbContextFactory<PortalDbContext> contexts, ActingNumbers numbers, ReadingAges ages)
{
    public async Task<Result<GroupSheet>> GetAsync(string groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == groupId, cancellationToken);
        if (group is null)
        {
            return new NotThere("The group");
        }

        var members = await db.Memberships.AsNoTracking()
            .Where(m => m.GroupId == groupId && m.GoneAt == null)
            .GroupBy(m => m.Role)
            .Select(g => new { Role = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var (within, elsewhere) = await numbers.DivideAsync(groupId, cancellationToken);
        return new GroupSheet
        {
            Id = group.Id,
            Name = group.Name,
            Description = group.Description,
            Kind = group.Kind,
            Community = group.CommunityId is { } communityId
                ? new CommunityOfGroup(communityId, await db.Groups.Where(g => g.Id == communityId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken))
                : null,
            HiddenInCommunity = group.HiddenInCommunity,
            CreatedAt = group.CreatedAt,
            MemberCount = group.MemberCount,
            KnownMembers = members.Sum(m => m.Count),
            Admins = members.Where(m => m.Role >= MemberRole.Admin).Sum(m => m.Count),
            WaitingRequests = await ApprovalInbox.WaitingIn(db).CountAsync(r => r.GroupId == groupId, cancellationToken),
            Settings = new GroupSettings(
                group.OnlyAdminsSend,
                group.OnlyAdminsEdit,
                group.OnlyAdminsAdd,
                group.ApprovalRequired,
                group.DisappearingSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            InviteCode = group.InviteCode,
            MembersHidden = group.MembersHidden,
            Suspended = group.Suspended,
            GoneAt = group.GoneAt,
            Ages = await AgesAsync(db, groupId, cancellationToken),
            Numbers = within,
            Elsewhere = elsewhere,
            Pending = await PendingAsync(db, groupId, cancellationToken),
        };
    }

    /// <summary>Groups that are still there, by name.</summary>
    public async Task<IReadOnlyList<GroupPick>> SearchAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = db.Groups.AsNoTracking().Where(g => g.GoneAt == null);
        if (SearchText.Normalise(query.Search) is { Length: > 0 } text)
        {
            groups = groups.Where(g => g.NameSearch.Contains(text));
        }

        if (query.Kinds is { Count: > 0 } kinds)
        {
            groups = groups.Where(g => kinds.Contains(g.Kind));
        }

        if (query.OnlyOurs)
        {
            groups = groups.Where(g => db.GroupConnections.Any(c => c.GroupId == g.Id && c.GoneAt == null && c.Role >= MemberRole.Admin));
        }

        return await groups
            .OrderBy(g => g.NameSearch).ThenBy(g => g.Id)
            .Take(query.Take)
            .Select(g => new GroupPick(
                g.Id,
                g.Name,
                g.Kind,
                g.CommunityId,
                g.MemberCount,
                db.GroupConnections.Where(c => c.GroupId == g.Id && c.GoneAt == null).Max(c => c.Role)))
            .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<AspectAge>> AgesAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken)
    {
        var readings = await db.GroupReadings.AsNoTracking().Where(r => r.GroupId == groupId).OrderBy(r => r.Aspect).ToListAsync(cancellationToken);
        var names = await db.Connections.Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        return
        [
            .. readings.Select(ages.Refresh).Select(r => new AspectAge(
                r.Aspect,
                r.At,
                names.GetValueOrDefault(r.ConnectionId) is { } by ? $"{OriginInWords(r.Origin)}, by {by}" : OriginInWords(r.Origin),
                r.Suspicion,
                r.SuspectedAt,
                r.StaleReason)),
        ];
    }

    private static async Task<IReadOnlyList<PendingWork>> PendingAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken)
    {
        var open = await (
            from item in db.OperationItems.AsNoTracking()
            where item.GroupId == groupId
                && (item.State == ItemState.Planned || item.State == ItemState.Sending || item.State == ItemState.Accepted || item.State == ItemState.Unknown)
            group item by item.OperationId into byOperation
            select new { OperationId = byOperation.Key, Open = byOperation.Count() }).ToListAsync(cancellationToken);
        var ids = open.Select(o => o.OperationId).ToList();
        var operations = ids.Count == 0
            ? []
            : await db.Operations.AsNoTracking()
                .Where(o => ids.Contains(o.Id))
                .OrderBy(o => o.SubmittedAt)
                .Select(o => new { o.Id, o.Kind, o.Title, o.State })
                .ToListAsync(cancellationToken);
        return [.. operations.Select(o => new PendingWork(o.Id, o.Kind, o.Title, o.State, open.Single(x => x.OperationId == o.Id).Open))];
    }

    private static string OriginInWords(ReadingOrigin origin) => origin switch
    {
        ReadingOrigin.List => "from the group list",
        ReadingOrigin.Webhook => "told by the gateway",
        ReadingOrigin.OwnWrite => "read back after our own change",
        _ => "from the group's detail",
    };
}
