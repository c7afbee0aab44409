using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Communities;

/// <summary>A group as far as a plan needs it.</summary>
/// <param name="MembersKnown">Its list of members was read, was believed, and is not hidden from us.</param>
internal sealed record GroupFact(
    string Id,
    string Name,
    GroupKind Kind,
    string? CommunityId,
    int? MemberCount,
    bool MembersKnown,
    DateTimeOffset? MembersAt,
    DateTimeOffset? SubgroupsAt,
    string? Suspicion,
    IReadOnlyList<RoleOfNumber> Numbers);

internal sealed record RoleOfNumber(CommunityDirectory.NumberRow Number, MemberRole? Role);

/// <summary>Everything a plan is computed from, read in a fixed number of queries.</summary>
internal sealed class PlanFacts
{
    private readonly Dictionary<string, GroupFact> _groups;
    private readonly ILookup<string, GroupFact> _linked;
    private readonly ILookup<string, Guid> _people;
    private readonly HashSet<string> _moving;
    private readonly ILookup<string, string> _comingByOthers;

    /// <summary>All our numbers, by name.</summary>
    public required IReadOnlyList<EstateNumber> Numbers { get; init; }

    private PlanFacts(Dictionary<string, GroupFact> groups, ILookup<string, Guid> people, HashSet<string> moving, ILookup<string, string> comingByOthers)
    {
        (_groups, _people, _moving, _comingByOthers) = (groups, people, moving, comingByOthers);
        _linked = groups.Values.Where(g => g.CommunityId is not null).ToLookup(g => g.CommunityId!, StringComparer.Ordinal);
    }

    public GroupFact? Find(string id) => _groups.GetValueOrDefault(id);

    /// <summary>The name for sentences, also of a community that was never seen itself.</summary>
    public string NameOf(string communityId) => Find(communityId)?.Name ?? Announcement(communityId)?.Name ?? "its community";

    public GroupFact? Announcement(string communityId) => _linked[communityId].FirstOrDefault(g => g.Kind == GroupKind.Announcement);

    public IReadOnlyList<GroupFact> Subgroups(string communityId) => [.. _linked[communityId].Where(g => g.Kind != GroupKind.Announcement)];

    /// <summary>An operation that is not through is already moving it.</summary>
    public bool IsMoving(string groupId) => _moving.Contains(groupId);

    /// <summary>Places that links of other operations will take.</summary>
    public int ComingByOthers(string communityId) => _comingByOthers[communityId].Count();

    /// <summary>Of the group's known members those who are in a group that the draft moves.</summary>
    public IEnumerable<Guid> People(string groupId) => _people[groupId];

    public static async Task<PlanFacts> ReadAsync(
        PortalDbContext db,
        GatewayCatalog catalog,
        ReadingAges ages,
        IReadOnlyList<StagedChange> changes,
        CancellationToken cancellationToken)
    {
        string[] moved = [.. changes.Select(c => c.GroupId).Distinct(StringComparer.Ordinal)];
        string[] communities = [.. changes.SelectMany(c => new[] { c.From, c.To }).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] named = [.. moved, .. communities];
        var rows = await db.Groups.AsNoTracking()
            .Where(g => g.GoneAt == null && (named.Contains(g.Id) || (g.CommunityId != null && communities.Contains(g.CommunityId))))
            .Select(g => new { g.Id, g.Name, g.Kind, g.CommunityId, g.MemberCount, g.MembersHidden })
            .ToListAsync(cancellationToken);
        string[] all = [.. rows.Select(r => r.Id)];
        var readings = (await db.GroupReadings.AsNoTracking()
            .Where(r => all.Contains(r.GroupId))
            .Select(r => new { r.GroupId, r.Aspect, r.At, r.Suspicion })
            .ToListAsync(cancellationToken)).ToLookup(r => r.GroupId, StringComparer.Ordinal);
        var numbers = await CommunityDirectory.NumbersAsync(db, catalog, cancellationToken);
        var relations = (await db.GroupConnections.AsNoTracking()
            .Where(r => r.GoneAt == null && named.Contains(r.GroupId))
            .Select(r => new { r.GroupId, r.ConnectionId, r.Role })
            .ToListAsync(cancellationToken)).Where(r => numbers.ContainsKey(r.ConnectionId)).ToLookup(r => r.GroupId, StringComparer.Ordinal);
        var people = await db.Memberships.AsNoTracking()
            .Where(m => m.GoneAt == null && all.Contains(m.GroupId)
                && db.Memberships.Any(x => x.GoneAt == null && x.PersonId == m.PersonId && moved.Contains(x.GroupId)))
            .Select(m => new { m.GroupId, m.PersonId })
            .ToListAsync(cancellationToken);
        var underWay = await (
            from operation in db.Operations.AsNoTracking()
            where operation.State == OperationState.Queued || operation.State == OperationState.Running
                || operation.State == OperationState.Paused || operation.State == OperationState.NeedsAttention || operation.State == OperationState.AwaitsConfirmation
            join item in db.OperationItems.AsNoTracking() on operation.Id equals item.OperationId
            where (item.Kind == ItemKind.LinkGroup || item.Kind == ItemKind.UnlinkGroup)
                && (item.State == ItemState.Planned || item.State == ItemState.Sending || item.State == ItemState.Accepted || item.State == ItemState.Unknown)
                && item.GroupId != null && item.CommunityId != null
            select new { GroupId = item.GroupId!, CommunityId = item.CommunityId!, item.Kind }).ToListAsync(cancellationToken);

        return new PlanFacts(
            rows.ToDictionary(
                r => r.Id,
                r =>
                {
                    var members = readings[r.Id].FirstOrDefault(x => x.Aspect == GroupAspect.Members);
                    return new GroupFact(
                        r.Id,
                        ShownName.Of(r.Name),
                        r.Kind,
                        r.CommunityId,
                        r.MemberCount,
                        members is { At: not null, Suspicion: null } && !r.MembersHidden,
                        ages.At(r.Id, GroupAspect.Members, members?.At),
                        ages.At(r.Id, GroupAspect.Subgroups, readings[r.Id].FirstOrDefault(x => x.Aspect == GroupAspect.Subgroups)?.At),
                        readings[r.Id].Where(x => x.Aspect != GroupAspect.Requests).Select(x => x.Suspicion).FirstOrDefault(s => s is not null),
                        [.. relations[r.Id].Select(x => new RoleOfNumber(numbers[x.ConnectionId], x.Role))]);
                },
                StringComparer.Ordinal),
            people.ToLookup(p => p.GroupId, p => p.PersonId, StringComparer.Ordinal),
            [.. underWay.Select(u => u.GroupId)],
            underWay.Where(u => u.Kind == ItemKind.LinkGroup).Select(u => (u.GroupId, u.CommunityId)).Distinct()
                .Where(u => rows.All(r => r.Id != u.GroupId || r.CommunityId != u.CommunityId))
                .ToLookup(u => u.CommunityId, u => u.GroupId, StringComparer.Ordinal))
        {
            Numbers = [.. numbers.Values.Select(n => n.Number).OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase)],
        };
    }
}
