using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>Reads who was wanted where and how far they are, from the local database only.</summary>
public sealed class FollowUpBoard(IDbContextFactory<PortalDbContext> contexts, ActingNumbers numbers, TimeProvider time)
{
    /// <summary>Whose private invitation ends within this time is worth a look today.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    public const int PageSize = 50;

    /// <summary>More than this nobody acts on at once; it bounds what a selection carries.</summary>
    public const int MaxSelection = 1_000;

    public async Task<FollowUpList> ListAsync(FollowUpQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await Within(db, query).GroupBy(w => w.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
        var endSoon = await EndingSoon(Within(db, query), time.GetUtcNow()).CountAsync(cancellationToken);
        var matching = Matching(db, query);
        var total = await matching.CountAsync(cancellationToken);
        // Who has waited longest stands first; of what is over, what ended last.
        var ordered = query.View == FollowUpView.Over
            ? matching.OrderByDescending(w => w.StateSince).ThenBy(w => w.Id)
            : matching.OrderBy(w => w.StateSince).ThenBy(w => w.Id);
        var page = await (
            from wanted in ordered.Skip((query.Page - 1) * PageSize).Take(PageSize)
            join grp in db.Groups on wanted.GroupId equals grp.Id into groups
            from grp in groups.DefaultIfEmpty()
            join connection in db.Connections on wanted.ConnectionId equals connection.Id into connections
            from connection in connections.DefaultIfEmpty()
            join item in db.OperationItems on wanted.AddItemId equals item.Id into items
            from item in items.DefaultIfEmpty()
            select new
            {
                Wanted = wanted,
                GroupName = grp == null ? null : grp.Name,
                Code = grp == null ? null : grp.InviteCode,
                Through = connection == null || connection.RemovedAt != null ? null : connection.Name,
                Words = item == null ? null : item.Detail,
            }).AsNoTracking().ToListAsync(cancellationToken);
        var people = await PeopleAsync(db, [.. page.Select(p => p.Wanted)], cancellationToken);
        var rows = page.Select(p => RowOf(p.Wanted, p.GroupName, p.Code, p.Through, p.Words, people)).ToList();
        var asking = rows.Where(r => r.State == WantedState.AskedToJoin).Select(r => r.GroupId).Distinct(StringComparer.Ordinal).ToList();
        if (asking.Count > 0)
        {
            var able = await numbers.FindAsync(asking, Capability.ApproveRequests, MemberRole.Admin, cancellationToken);
            rows = [.. rows.Select(r => r.State == WantedState.AskedToJoin ? r with { WhyNoApproval = able[r.GroupId].Failure?.Message } : r)];
        }

        // A join does not promise the order of what it joins.
        rows = query.View == FollowUpView.Over ? [.. rows.OrderByDescending(r => r.Since).ThenBy(r => r.Label, StringComparer.Ordinal)] : [.. rows.OrderBy(r => r.Since).ThenBy(r => r.Label, StringComparer.Ordinal)];
        var groupName = query.GroupId is null ? null : await db.Groups.Where(g => g.Id == query.GroupId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken);
        return new FollowUpList(rows, total, counts, endSoon, groupName);
    }

    /// <summary>Where one person was wanted and is not yet in, or was given up; newest first.</summary>
    public async Task<IReadOnlyList<WantedPlace>> OfPersonAsync(Guid personId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var person = await db.People.AsNoTracking().Where(p => p.Id == personId).Select(p => new { p.PhoneKey, p.LidKey }).FirstOrDefaultAsync(cancellationToken);
        var keys = new[] { person?.PhoneKey, person?.LidKey }.OfType<string>().ToList();
        return await (
            from wanted in db.WantedMembers.AsNoTracking()
            join grp in db.Groups on wanted.GroupId equals grp.Id into groups
            from grp in groups.DefaultIfEmpty()
            where (keys.Contains(wanted.PersonKey) || keys.Contains(wanted.TwinKey!)) && wanted.State != WantedState.Joined
            orderby wanted.StateSince descending, wanted.Id
            select new WantedPlace(
                wanted.GroupId, grp == null ? wanted.GroupId : grp.Name, wanted.State, wanted.StateSince, wanted.ExpiresAt, wanted.WantedBy, wanted.OfferOperationId ?? wanted.AddOperationId))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Everybody who matches, for a selection; at most <see cref="MaxSelection"/>.</summary>
    public async Task<IReadOnlyList<Guid>> MatchingAsync(FollowUpQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Matching(db, query).OrderBy(w => w.StateSince).ThenBy(w => w.Id).Select(w => w.Id).Take(MaxSelection).ToListAsync(cancellationToken);
    }

    /// <summary>How many wait for an operator.</summary>
    public static Task<int> CountNeedingYouAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var states = FollowUpWords.StatesOf(FollowUpView.NeedsYou);
        return db.WantedMembers.CountAsync(w => states.Contains(w.State), cancellationToken);
    }

    /// <summary>Holders of private invitations that end soon.</summary>
    public static IQueryable<WantedMember> EndingSoon(IQueryable<WantedMember> wanted, DateTimeOffset now) =>
        wanted.Where(w => w.State == WantedState.Invited && w.ExpiresAt <= now + Soon);

    private IQueryable<WantedMember> Matching(PortalDbContext db, FollowUpQuery query)
    {
        if (query.EndsSoon)
        {
            return EndingSoon(Within(db, query), time.GetUtcNow());
        }

        IReadOnlyList<WantedState> states = query.State is { } one ? [one] : FollowUpWords.StatesOf(query.View);
        return Within(db, query).Where(w => states.Contains(w.State));
    }

    private static IQueryable<WantedMember> Within(PortalDbContext db, FollowUpQuery query)
    {
        var wanted = db.WantedMembers.AsNoTracking();
        if (query.GroupId is { } group)
        {
            wanted = wanted.Where(w => w.GroupId == group);
        }

        if (SearchText.OfPerson(query.Search) is { Length: > 0 } text)
        {
            // Also by what reads have shown since: the other id of the pair, and the name.
            wanted = wanted.Where(w => w.Search.Contains(text) || db.People.Any(p =>
                p.Search.Contains(text)
                && (p.PhoneKey == w.PersonKey || p.LidKey == w.PersonKey || (w.TwinKey != null && (p.PhoneKey == w.TwinKey || p.LidKey == w.TwinKey)))));
        }

        return wanted;
    }

    private static async Task<IReadOnlyDictionary<string, Guid>> PeopleAsync(PortalDbContext db, IReadOnlyCollection<WantedMember> wanted, CancellationToken cancellationToken)
    {
        var keys = wanted.SelectMany(w => new[] { w.PersonKey, w.TwinKey }).OfType<string>().Distinct().ToList();
        var people = await db.People.AsNoTracking()
            .Where(p => keys.Contains(p.PhoneKey!) || keys.Contains(p.LidKey!))
            .Select(p => new { p.Id, p.PhoneKey, p.LidKey })
            .ToListAsync(cancellationToken);
        return people
            .SelectMany(p => new[] { (Key: p.PhoneKey, p.Id), (Key: p.LidKey, p.Id) })
            .Where(p => p.Key is not null)
            .DistinctBy(p => p.Key)
            .ToDictionary(p => p.Key!, p => p.Id, StringComparer.Ordinal);
    }

    private static FollowUpRow RowOf(WantedMember wanted, string? groupName, string? code, string? through, string? words, IReadOnlyDictionary<string, Guid> people)
    {
        var number = ParticipantId.TryParse(wanted.Participant, out var id) ? PersonNumber.Of(id.Kind == ParticipantIdKind.Phone ? id.Key : null, id.Key) : null;
        return new FollowUpRow(
            wanted.Id,
            wanted.GroupId,
            groupName ?? wanted.GroupId,
            code,
            wanted.Label,
            number == wanted.Label ? null : number,
            people.TryGetValue(wanted.PersonKey, out var person) || (wanted.TwinKey is { } twin && people.TryGetValue(twin, out person)) ? person : null,
            wanted.State,
            wanted.StateSince,
            wanted.ExpiresAt,
            wanted.AddReason,
            wanted.AddState,
            words,
            wanted.Note,
            through,
            wanted.WantedBy,
            wanted.WantedAt,
            wanted.ClosedBy,
            // What was refused, or did not go out as somebody found, has invited nobody.
            (wanted.OfferState is ItemState.Refused or ItemState.NotApplied or ItemState.Skipped ? null : wanted.OfferSentAt) ?? wanted.InvitedAt,
            wanted.LinkCopiedAt,
            wanted.LinkCopiedBy,
            wanted.RequestId,
            wanted.OfferOperationId ?? wanted.AddOperationId);
    }
}
