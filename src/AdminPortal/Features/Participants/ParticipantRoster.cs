using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Participants;

/// <summary>
/// Reads who is in a group, window by window. People who are being added stand first; they are not members before a read
/// has shown them. Where members are hidden from us, the list is put together from the community's other groups.
/// </summary>
public sealed class ParticipantRoster(IDbContextFactory<PortalDbContext> contexts)
{
    private static readonly ItemKind[] s_adding = [ItemKind.AddParticipant, ItemKind.ApproveRequest];
    private static readonly ItemKind[] s_changing = [ItemKind.RemoveParticipant, ItemKind.PromoteParticipant, ItemKind.DemoteParticipant];
    private static readonly ItemState[] s_open = [ItemState.Planned, ItemState.Sending, ItemState.Accepted, ItemState.Unknown];

    public async Task<RosterWindow> WindowAsync(RosterQuery query, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ScopeAsync(db, query.GroupId, cancellationToken) is not { } scope)
        {
            return new RosterWindow([], 0);
        }

        var arriving = Arriving(db, scope, query);
        var arrivals = arriving is null ? 0 : await arriving.CountAsync(cancellationToken);
        var members = Members(db, scope, query);
        var total = arrivals + await members.CountAsync(cancellationToken);
        List<RosterRow> rows = [];
        if (arriving is not null && skip < arrivals)
        {
            rows.AddRange(await ReadArrivingAsync(arriving, skip, take, cancellationToken));
        }

        if (rows.Count < take)
        {
            rows.AddRange(await ReadMembersAsync(db, scope, Sorted(db, scope, query, members), Math.Max(0, skip - arrivals), take - rows.Count, cancellationToken));
        }

        return new RosterWindow(rows, total);
    }

    public async Task<RosterCounts> CountAsync(string groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ScopeAsync(db, groupId, cancellationToken) is not { } scope)
        {
            return new RosterCounts(0, null, 0, 0, Derived: false);
        }

        var everybody = new RosterQuery(groupId);
        var underWay = everybody with { Filter = RosterFilter.UnderWay };
        return new RosterCounts(
            await Members(db, scope, everybody).CountAsync(cancellationToken),
            scope.Stated,
            await Members(db, scope, everybody with { Filter = RosterFilter.Admins }).CountAsync(cancellationToken),
            await Arriving(db, scope, underWay)!.CountAsync(cancellationToken) + await Members(db, scope, underWay).CountAsync(cancellationToken),
            scope.Derived);
    }

    /// <summary>Everybody who matches and is in the group now; who is on the way in cannot be chosen.</summary>
    public async Task<IReadOnlyList<Guid>> MatchingAsync(RosterQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ScopeAsync(db, query.GroupId, cancellationToken) is { } scope
            ? await Members(db, scope, query).Select(m => m.PersonId).ToListAsync(cancellationToken)
            : [];
    }

    private static async Task<Scope?> ScopeAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken)
    {
        var group = await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == groupId, cancellationToken);
        if (group is null)
        {
            return null;
        }

        var community = group.Kind == GroupKind.CommunityParent ? group.Id : group.CommunityId;
        var derived = community is not null && (group.Kind == GroupKind.CommunityParent || group.MembersHidden);
        // Who is being added to a community enters through its announcement group.
        var doors = group.Kind == GroupKind.CommunityParent
            ? await db.Groups.Where(g => g.CommunityId == groupId && g.Kind == GroupKind.Announcement).Select(g => g.Id).ToListAsync(cancellationToken)
            : [];
        return new Scope(groupId, community, derived, [groupId, .. doors], group.Kind == GroupKind.CommunityParent ? null : group.MemberCount);
    }

    private static IQueryable<MemberLine> Members(PortalDbContext db, Scope scope, RosterQuery query)
    {
        var lines = scope.Derived ? InCommunity(db, scope.Community!) : InGroup(db, scope.GroupId);
        lines = query.Filter switch
        {
            RosterFilter.Admins => lines.Where(l => l.Role >= MemberRole.Admin),
            RosterFilter.Members => lines.Where(l => l.Role == MemberRole.Member),
            RosterFilter.UnderWay => lines.Where(l => db.OperationItems.Any(i =>
                i.GroupId == scope.GroupId && s_open.Contains(i.State) && s_changing.Contains(i.Kind) && i.Participant == l.ListedId)),
            _ => lines,
        };
        return SearchText.OfPerson(query.Search) is { Length: > 0 } text ? lines.Where(l => l.Search.Contains(text)) : lines;
    }

    private static IQueryable<MemberLine> InGroup(PortalDbContext db, string groupId) =>
        from membership in db.Memberships.AsNoTracking()
        join person in db.People.AsNoTracking() on membership.PersonId equals person.Id
        where membership.GroupId == groupId && membership.GoneAt == null
        select new MemberLine
        {
            PersonId = person.Id,
            Name = person.Name,
            PhoneKey = person.PhoneKey,
            LidKey = person.LidKey,
            Search = person.Search,
            ListedId = membership.ListedId,
            Role = membership.Role,
            Since = membership.SeenSince,
        };

    /// <summary>Roles in the groups of a community are not roles in the community: everybody counts as a member here.</summary>
    private static IQueryable<MemberLine> InCommunity(PortalDbContext db, string communityId) =>
        from seen in
            (from membership in db.Memberships.AsNoTracking()
             join grp in db.Groups.AsNoTracking() on membership.GroupId equals grp.Id
             where membership.GoneAt == null && grp.GoneAt == null && grp.CommunityId == communityId
             group membership by membership.PersonId into byPerson
             select new { PersonId = byPerson.Key, Since = byPerson.Min(m => m.SeenSince) })
        join person in db.People.AsNoTracking() on seen.PersonId equals person.Id
        select new MemberLine
        {
            PersonId = person.Id,
            Name = person.Name,
            PhoneKey = person.PhoneKey,
            LidKey = person.LidKey,
            Search = person.Search,
            ListedId = "",
            Role = MemberRole.Member,
            Since = seen.Since,
        };

    /// <summary>Null when the filter is about members only.</summary>
    private static IQueryable<OperationItem>? Arriving(PortalDbContext db, Scope scope, RosterQuery query)
    {
        if (query.Filter is RosterFilter.Admins or RosterFilter.Members)
        {
            return null;
        }

        var doors = scope.Doors;
        var items = db.OperationItems.AsNoTracking().Where(i =>
            doors.Contains(i.GroupId!) && s_open.Contains(i.State) && s_adding.Contains(i.Kind)
            && !db.Memberships.Any(m => m.GroupId == i.GroupId && m.GoneAt == null
                && db.People.Any(p => p.Id == m.PersonId && (p.PhoneKey == i.Participant || p.LidKey == i.Participant || m.ListedId == i.Participant))));
        if (SearchText.OfPerson(query.Search) is { Length: > 0 } digits && digits.All(char.IsAsciiDigit))
        {
            return items.Where(i => i.Participant!.Contains(digits));
        }

        var text = query.Search?.Trim().ToLowerInvariant();
#pragma warning disable CA1304, CA1311, MA0011 // Runs in the database.
        return string.IsNullOrEmpty(text) ? items : items.Where(i => i.Label.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311, MA0011
    }

    private static IQueryable<MemberLine> Sorted(PortalDbContext db, Scope scope, RosterQuery query, IQueryable<MemberLine> lines)
    {
        var ordered = (query.Sort, query.Descending) switch
        {
            (RosterSort.Name, false) => lines.OrderBy(l => l.Search),
            (RosterSort.Name, true) => lines.OrderByDescending(l => l.Search),
            (RosterSort.Since, false) => lines.OrderBy(l => l.Since).ThenBy(l => l.Search),
            (RosterSort.Since, true) => lines.OrderByDescending(l => l.Since).ThenBy(l => l.Search),
            (RosterSort.OtherGroups, false) => lines.OrderBy(l => Elsewhere(db, scope).Count(m => m.PersonId == l.PersonId)).ThenBy(l => l.Search),
            (RosterSort.OtherGroups, true) => lines.OrderByDescending(l => Elsewhere(db, scope).Count(m => m.PersonId == l.PersonId)).ThenBy(l => l.Search),
            // Creators and admins first, unless turned around.
            (_, true) => lines.OrderBy(l => l.Role).ThenBy(l => l.Search),
            _ => lines.OrderByDescending(l => l.Role).ThenBy(l => l.Search),
        };
        return ordered.ThenBy(l => l.PersonId);
    }

    private static IQueryable<Membership> Elsewhere(PortalDbContext db, Scope scope) =>
        from membership in db.Memberships.AsNoTracking()
        join grp in db.Groups.AsNoTracking() on membership.GroupId equals grp.Id
        where membership.GoneAt == null && membership.GroupId != scope.GroupId && grp.GoneAt == null
            && grp.Kind != GroupKind.Announcement && grp.Kind != GroupKind.CommunityParent
        select membership;

    private static async Task<IEnumerable<RosterRow>> ReadArrivingAsync(IQueryable<OperationItem> arriving, int skip, int take, CancellationToken cancellationToken)
    {
        var items = await arriving
            .OrderBy(i => i.OperationId).ThenBy(i => i.Sequence)
            .Skip(skip).Take(take)
            .Select(i => new { i.Id, i.OperationId, i.Kind, i.State, i.Label, i.Participant })
            .ToListAsync(cancellationToken);
        return items.Select(i => new RosterRow(
            $"i{i.Id:N}",
            PersonId: null,
            i.Label,
            ParticipantId.TryParse(i.Participant, out var id) ? PersonNumber.Of(id.Kind == ParticipantIdKind.Phone ? id.Key : null, id.Key) : "",
            Role: null,
            Since: null,
            OtherGroups: 0,
            new RosterChange(i.Kind, i.State, i.OperationId),
            Untouchable.No));
    }

    private static async Task<IEnumerable<RosterRow>> ReadMembersAsync(PortalDbContext db, Scope scope, IQueryable<MemberLine> members, int skip, int take, CancellationToken cancellationToken)
    {
        var lines = await members.Skip(skip).Take(take).ToListAsync(cancellationToken);
        var people = lines.ConvertAll(l => l.PersonId);
        var listed = lines.ConvertAll(l => l.ListedId);
        var elsewhere = await Elsewhere(db, scope)
            .Where(m => people.Contains(m.PersonId))
            .GroupBy(m => m.PersonId)
            .Select(g => new { PersonId = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.PersonId, g => g.Count, cancellationToken);
        var changes = await db.OperationItems.AsNoTracking()
            .Where(i => i.GroupId == scope.GroupId && s_open.Contains(i.State) && s_changing.Contains(i.Kind) && listed.Contains(i.Participant!))
            .OrderBy(i => i.OperationId)
            .Select(i => new { i.Participant, Change = new RosterChange(i.Kind, i.State, i.OperationId) })
            .ToListAsync(cancellationToken);
        var pending = changes.GroupBy(c => c.Participant!).ToDictionary(g => g.Key, g => g.First().Change);
        var ours = await OurKeysAsync(db, cancellationToken);
        return lines.Select(l => new RosterRow(
            $"m{l.PersonId:N}",
            l.PersonId,
            l.Name is { Length: > 0 } name ? name : PersonNumber.Of(l.PhoneKey, l.LidKey),
            PersonNumber.Of(l.PhoneKey, l.LidKey),
            l.Role,
            l.Since,
            elsewhere.GetValueOrDefault(l.PersonId),
            pending.GetValueOrDefault(l.ListedId),
            UntouchableOf(l.Role, l.PhoneKey, l.LidKey, ours)));
    }

    internal static async Task<HashSet<string>> OurKeysAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var keys = await db.Connections.Where(c => c.RemovedAt == null).Select(c => new { c.OwnNumberKey, c.OwnLidKey }).ToListAsync(cancellationToken);
        return [.. keys.SelectMany(k => new[] { k.OwnNumberKey, k.OwnLidKey }).OfType<string>()];
    }

    internal static Untouchable UntouchableOf(MemberRole role, string? phoneKey, string? lidKey, HashSet<string> ours) =>
        (phoneKey is not null && ours.Contains(phoneKey)) || (lidKey is not null && ours.Contains(lidKey)) ? Untouchable.Ours
        : role == MemberRole.SuperAdmin ? Untouchable.Creator
        : Untouchable.No;

    /// <summary>The digits of what looks like a number, as typed with plus, spaces and dashes; null for anything else.</summary>
    /// <param name="Doors">The groups through which somebody who is being added enters.</param>
    private sealed record Scope(string GroupId, string? Community, bool Derived, IReadOnlyList<string> Doors, int? Stated);

    private sealed class MemberLine
    {
        public required Guid PersonId { get; init; }
        public required string? Name { get; init; }
        public required string? PhoneKey { get; init; }
        public required string? LidKey { get; init; }
        public required string Search { get; init; }
        public required string ListedId { get; init; }
        public required MemberRole Role { get; init; }
        public required DateTimeOffset Since { get; init; }
    }
}
