using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Communities;

/// <summary>Reads the whole estate from the cache: a fixed number of projected queries, however many groups there are.</summary>
public sealed class CommunityDirectory(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    ReadingAges readingAges,
    NumberAges numberAges,
    IOptions<GroupLimitOptions> limits)
{
    public async Task<Estate> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var numbers = await NumbersAsync(db, catalog, cancellationToken);
        var rows = await (
            from g in db.Groups.AsNoTracking()
            where g.GoneAt == null
            join r in db.GroupReadings.Where(r => r.Aspect == GroupAspect.Detail) on g.Id equals r.GroupId into readings
            from detail in readings.DefaultIfEmpty()
            select new GroupRow(
                g.Id, g.Name, g.NameSearch, g.Kind, g.CommunityId, g.HiddenInCommunity, g.MemberCount, g.MembersHidden, g.OnlyAdminsEdit, g.OnlyAdminsSend, g.Suspended,
                detail == null ? null : new DetailRow(detail.At, detail.Origin, detail.ConnectionId, detail.Suspicion))).ToListAsync(cancellationToken);
        var relations = (await db.GroupConnections.AsNoTracking()
            .Where(r => r.GoneAt == null)
            .Select(r => new { r.GroupId, r.ConnectionId, r.Role })
            .ToListAsync(cancellationToken)).ToLookup(r => r.GroupId, StringComparer.Ordinal);
        var requests = await db.MembershipRequests.AsNoTracking()
            .Where(r => r.State == RequestState.Waiting)
            .GroupBy(r => r.GroupId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
        var otherReadings = (await db.GroupReadings.AsNoTracking()
            .Where(r => r.Aspect == GroupAspect.Subgroups || r.Aspect == GroupAspect.Requests || (r.Aspect == GroupAspect.Members && r.Suspicion != null))
            .Select(r => new { r.GroupId, r.Aspect, r.At, r.Suspicion })
            .ToListAsync(cancellationToken)).ToLookup(r => r.GroupId, StringComparer.Ordinal);
        var work = await UnsettledAsync(db, cancellationToken);
        var kept = await ManagedArrangement.ReadAsync(db, cancellationToken);

        var names = rows.Where(r => r.Kind == GroupKind.CommunityParent).ToDictionary(r => r.Id, r => ShownName.Of(r.Name), StringComparer.Ordinal);
        var pending = work.Where(w => w.GroupId is not null).ToLookup(w => w.GroupId!, w => ToPending(w, names), StringComparer.Ordinal);
        var nodes = rows.Select(Current).Select(row =>
        {
            var ours = relations[row.Id]
                .Where(r => numbers.ContainsKey(r.ConnectionId))
                .Select(r => new NodeNumber(r.ConnectionId, numbers[r.ConnectionId].Number.Name, r.Role))
                .ToList();
            var others = otherReadings[row.Id].ToList();
            var (readAt, origin) = Newest(row, [.. ours.Select(o => numbers[o.ConnectionId])], numbers);
            return new EstateNode
            {
                Id = row.Id,
                Name = ShownName.Of(row.Name),
                NameSearch = row.NameSearch,
                Kind = row.Kind,
                CommunityId = row.CommunityId,
                Hidden = row.Hidden,
                Members = row.Members,
                MembersHidden = row.MembersHidden,
                OnlyAdminsEdit = row.OnlyAdminsEdit,
                OnlyAdminsSend = row.OnlyAdminsSend,
                Suspended = row.Suspended,
                Requests = requests.GetValueOrDefault(row.Id),
                RequestsAt = others.FirstOrDefault(o => o.Aspect == GroupAspect.Requests)?.At,
                Numbers = ours,
                DetailAt = row.Detail?.At,
                SubgroupsAt = readingAges.At(row.Id, GroupAspect.Subgroups, others.FirstOrDefault(o => o.Aspect == GroupAspect.Subgroups)?.At),
                ReadAt = readAt,
                ReadOrigin = origin,
                Suspicion = row.Detail?.Suspicion ?? others.Where(o => o.Aspect != GroupAspect.Requests).Select(o => o.Suspicion).FirstOrDefault(s => s is not null),
                Pending = [.. pending[row.Id]],
            };
        }).Select(kept.Place).ToList();

        var known = nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        return Arrange(nodes, kept, Creations(work, known), [.. numbers.Values.Select(n => n.Number).OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase)], limits.Value);
    }

    /// <summary>Our numbers with what each can do: what the adapter declares, narrowed by what was found on the connection.</summary>
    internal static async Task<Dictionary<Guid, NumberRow>> NumbersAsync(PortalDbContext db, GatewayCatalog catalog, CancellationToken cancellationToken)
    {
        var connections = await db.Connections.AsNoTracking().Where(c => c.RemovedAt == null).ToListAsync(cancellationToken);
        var found = (await db.ConnectionCapabilities.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(c => c.ConnectionId);
        return connections.ToDictionary(c => c.Id, c => new NumberRow(
            new EstateNumber(c.Id, c.Name, NumberInGroup.TroubleOf(c), ConnectionCapability.Effective(catalog[c.Kind].Capabilities, found[c.Id])) { PausedUntil = c.PausedUntil },
            c.ListedAt,
            c.PausedUntil,
            c.PausedReason));
    }

    private static Task<List<WorkRow>> UnsettledAsync(PortalDbContext db, CancellationToken cancellationToken) => (
        from operation in db.Operations.AsNoTracking()
        where operation.State == OperationState.Queued || operation.State == OperationState.Running
            || operation.State == OperationState.Paused || operation.State == OperationState.NeedsAttention || operation.State == OperationState.AwaitsConfirmation
        join item in db.OperationItems.AsNoTracking() on operation.Id equals item.OperationId
        where item.State == ItemState.Planned || item.State == ItemState.Sending || item.State == ItemState.Accepted || item.State == ItemState.Unknown
        group item by new { item.OperationId, item.Kind, item.GroupId, item.CommunityId, operation.StartAt } into items
        select new WorkRow(
            items.Key.OperationId, items.Key.Kind, items.Key.GroupId, items.Key.CommunityId, items.Key.StartAt,
            items.Count(), items.Count(i => i.State == ItemState.Unknown), items.Min(i => i.Label)!)).ToListAsync(cancellationToken);

    private static PendingChange ToPending(WorkRow work, Dictionary<string, string> communityNames) => new(
        work.OperationId,
        work.Kind,
        work.Count,
        work.CommunityId is null ? null : communityNames.GetValueOrDefault(work.CommunityId),
        work.Unknown > 0,
        work.StartAt);

    private static List<PendingCreation> Creations(List<WorkRow> work, HashSet<string> known) =>
    [
        .. work
            .Where(w => w.Kind is ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup)
            .Where(w => w.GroupId is null || !known.Contains(w.GroupId))
            .Select(w => new PendingCreation(w.OperationId, w.Kind, ShownName.Of(w.Label), w.Kind == ItemKind.CreateCommunity ? null : w.CommunityId, w.Unknown > 0))
            .OrderBy(w => w.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Told with the reads that changed nothing.</summary>
    private GroupRow Current(GroupRow row)
    {
        if (row.Detail is not { At: { } at } stored)
        {
            return row;
        }

        var read = readingAges.Of(row.Id, GroupAspect.Detail, new(at, stored.Origin, stored.ConnectionId));
        return row with { Detail = stored with { At = read.At, Origin = read.Origin, ConnectionId = read.ConnectionId } };
    }

    private (DateTimeOffset? At, string? Origin) Newest(GroupRow row, List<NumberRow> ours, Dictionary<Guid, NumberRow> numbers)
    {
        var lister = ours.MaxBy(ListedAt);
        var listedAt = lister is null ? null : ListedAt(lister);
        return row.Detail is { At: { } detailAt } detail && (listedAt is null || detailAt >= listedAt)
            ? (detailAt, ReadingWords.Of(detail.Origin, numbers.GetValueOrDefault(detail.ConnectionId)?.Number.Name))
            : (listedAt, listedAt is null ? null : ReadingWords.Of(ReadingOrigin.List, lister?.Number.Name));
    }

    private DateTimeOffset? ListedAt(NumberRow number) => numberAges.ListedAt(number.Number.ConnectionId, number.ListedAt);

    private static Estate Arrange(List<EstateNode> nodes, ManagedArrangement kept, List<PendingCreation> creations, IReadOnlyList<EstateNumber> numbers, GroupLimitOptions limits)
    {
        var inCommunity = nodes.Where(n => n.Kind != GroupKind.CommunityParent && n.CommunityId is not null).ToLookup(n => n.CommunityId!, StringComparer.Ordinal);
        var parents = nodes.Where(n => n.Kind == GroupKind.CommunityParent).ToDictionary(n => n.Id, StringComparer.Ordinal);
        foreach (var group in inCommunity.Where(g => !parents.ContainsKey(g.Key)))
        {
            // Its groups name a community that none of our numbers has seen itself.
            parents[group.Key] = UnseenParent(group.Key, group.FirstOrDefault(n => n.Kind == GroupKind.Announcement)?.Name);
        }

        var communities = parents.Values.Select(parent => new CommunityNode(
            parent,
            inCommunity[parent.Id].FirstOrDefault(n => n.Kind == GroupKind.Announcement),
            [.. ByName(inCommunity[parent.Id].Where(n => n.Kind != GroupKind.Announcement))]));
        var loose = nodes.Where(n => n.Kind != GroupKind.CommunityParent && n.CommunityId is null && n.KeptIn is null).ToList();
        return new Estate(
            [.. communities.Concat(kept.Communities(nodes)).OrderBy(c => c.Parent.NameSearch, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal)],
            [.. ByName(loose.Where(n => n.Kind == GroupKind.Standalone))],
            [.. ByName(loose.Where(n => n.Kind != GroupKind.Standalone))],
            creations,
            numbers,
            limits);
    }

    private static IEnumerable<EstateNode> ByName(IEnumerable<EstateNode> nodes) =>
        nodes.OrderBy(n => n.NameSearch, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal);

    private static EstateNode UnseenParent(string id, string? announcementName) => new()
    {
        Id = id,
        Name = announcementName ?? $"Community {id[..Math.Min(id.Length, 18)]}",
        NameSearch = SearchText.Normalise(announcementName ?? id),
        Kind = GroupKind.CommunityParent,
    };

    internal sealed record NumberRow(EstateNumber Number, DateTimeOffset? ListedAt, DateTimeOffset? PausedUntil, string? PausedReason);

    private sealed record DetailRow(DateTimeOffset? At, ReadingOrigin Origin, Guid ConnectionId, string? Suspicion);

    private sealed record GroupRow(
        string Id, string Name, string NameSearch, GroupKind Kind, string? CommunityId, bool Hidden, int? Members, bool MembersHidden, bool? OnlyAdminsEdit, bool? OnlyAdminsSend, bool Suspended, DetailRow? Detail);

    private sealed record WorkRow(Guid OperationId, ItemKind Kind, string? GroupId, string? CommunityId, DateTimeOffset? StartAt, int Count, int Unknown, string Label);
}
