using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Approvals;

/// <summary>Reads the membership requests of all groups of all numbers, from the local database only.</summary>
public sealed class ApprovalInbox(
    IDbContextFactory<PortalDbContext> contexts,
    ActingNumbers actingNumbers,
    ReadingAges ages,
    IOptions<GroupLimitOptions> limits,
    TimeProvider time)
{
    /// <summary>More than this nobody works through in one list; the count of the rest is shown.</summary>
    public const int MaxRows = 500;

    public async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await WaitingIn(db).CountAsync(cancellationToken);
    }

    /// <summary>Whom a decision can still help: a request for a group that is gone waits for nobody any more.</summary>
    public static IQueryable<MembershipRequest> WaitingIn(PortalDbContext db) =>
        db.MembershipRequests.AsNoTracking().Where(r => r.State == RequestState.Waiting && db.Groups.Any(g => g.Id == r.GroupId && g.GoneAt == null));

    public async Task<ApprovalPage> ListAsync(ApprovalQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var requests = Filter(db, query);
        var total = await requests.CountAsync(cancellationToken);
        var ordered = query.Decided
            ? requests.OrderByDescending(r => r.ClosedAt ?? r.DecidedAt).ThenBy(r => r.Id)
            : requests.OrderBy(r => r.RequestedAt ?? r.FirstSeenAt).ThenBy(r => r.Id);
        var rows = await ProjectAsync(db, ordered.Take(MaxRows), cancellationToken);

        var groups = rows.Select(r => r.GroupId).Distinct().ToList();
        var asked = (await db.GroupReadings.AsNoTracking()
                .Where(r => r.Aspect == GroupAspect.Requests && groups.Contains(r.GroupId))
                .Select(r => new { r.GroupId, r.At })
                .ToListAsync(cancellationToken))
            .Min(r => ages.At(r.GroupId, GroupAspect.Requests, r.At));
        return new ApprovalPage(query.Decided ? [.. rows.OrderByDescending(r => r.DecidedAt)] : rows, total, asked);
    }

    public async Task<Result<ApprovalDetail>> FindAsync(Guid requestId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await ProjectAsync(db, db.MembershipRequests.AsNoTracking().Where(r => r.Id == requestId), cancellationToken);
        if (rows.Count == 0)
        {
            return new NotThere("The request");
        }

        var row = rows[0];
        var extra = await db.MembershipRequests.AsNoTracking()
            .Where(r => r.Id == requestId)
            .Select(r => new
            {
                r.Note,
                r.RequesterKey,
                Members = db.Groups.Where(g => g.Id == r.GroupId).Select(g => g.MemberCount).FirstOrDefault(),
                AskedAt = db.GroupReadings.Where(x => x.GroupId == r.GroupId && x.Aspect == GroupAspect.Requests).Select(x => x.At).FirstOrDefault(),
                Requester = db.People.Where(p => r.RequesterKey != null && (p.PhoneKey == r.RequesterKey || p.LidKey == r.RequesterKey)).Select(p => p.Name).FirstOrDefault(),
            })
            .FirstAsync(cancellationToken);
        var memberships = await (
            from membership in db.Memberships.AsNoTracking()
            join grp in db.Groups on membership.GroupId equals grp.Id
            where membership.PersonId == row.PersonId
            orderby membership.GoneAt != null, grp.NameSearch
            select new KnownMembership(grp.Id, grp.Name, membership.Role, membership.SeenSince, membership.GoneAt)).Take(50).ToListAsync(cancellationToken);
        var earlier = await (
            from request in db.MembershipRequests.AsNoTracking()
            join grp in db.Groups on request.GroupId equals grp.Id
            where request.PersonId == row.PersonId && request.Id != requestId && request.State >= RequestState.Approved
            orderby request.ClosedAt descending
            select new EarlierDecision(grp.Name, request.State, request.DecidedBy, request.ClosedAt, request.Note)).Take(20).ToListAsync(cancellationToken);
        var routing = (await actingNumbers.RouteAsync([row.GroupId], Capability.ApproveRequests, MemberRole.Admin, cancellationToken))[row.GroupId];
        var requester = extra.Requester ?? (ParticipantId.TryParse(extra.RequesterKey, out var id) ? PersonWords.Of(null, id.Kind == ParticipantIdKind.Phone ? id.Key : null, id.Key).Name : null);
        return new ApprovalDetail(
            row,
            requester,
            extra.Note,
            extra.Members,
            extra.Members is { } members ? Math.Max(0, limits.Value.GroupMembers - members) : null,
            ages.At(row.GroupId, GroupAspect.Requests, extra.AskedAt),
            routing.Value,
            routing.Failure?.Message ?? routing.Value?.Blocked,
            memberships,
            earlier);
    }

    private static IQueryable<MembershipRequest> Filter(PortalDbContext db, ApprovalQuery query)
    {
        var requests = db.MembershipRequests.AsNoTracking();
        requests = query.Decided
            ? requests.Where(r => r.State >= RequestState.Approved)
            : requests.Where(r => r.State == RequestState.Deciding || (r.State == RequestState.Waiting && db.Groups.Any(g => g.Id == r.GroupId && g.GoneAt == null)));
        if (query.GroupId is { } group)
        {
            requests = requests.Where(r => r.GroupId == group);
        }

        if (query.CommunityId is { } community)
        {
            requests = requests.Where(r => db.Groups.Any(g => g.Id == r.GroupId && (g.CommunityId == community || g.Id == community)));
        }

        if (SearchText.Normalise(query.Text) is { Length: > 0 } text)
        {
            var person = SearchText.OfPerson(query.Text);
            requests = requests.Where(r =>
                db.People.Any(p => p.Id == r.PersonId && p.Search.Contains(person))
                || db.Groups.Any(g => g.Id == r.GroupId && g.NameSearch.Contains(text)));
        }

        return requests;
    }

    private async Task<List<ApprovalRow>> ProjectAsync(PortalDbContext db, IQueryable<MembershipRequest> requests, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await (
            from request in requests
            join grp in db.Groups on request.GroupId equals grp.Id
            join person in db.People on request.PersonId equals person.Id
            let claim = db.RequestClaims.FirstOrDefault(c => c.RequestId == request.Id && c.Until > now)
            let operation = db.Operations.FirstOrDefault(o => o.Id == request.OperationId)
            select new
            {
                request.Id,
                request.GroupId,
                GroupName = grp.Name,
                CommunityName = db.Groups.Where(c => c.Id == grp.CommunityId).Select(c => c.Name).FirstOrDefault(),
                request.PersonId,
                person.Name,
                person.PhoneKey,
                person.LidKey,
                request.RequestedAt,
                request.FirstSeenAt,
                request.Method,
                request.State,
                request.Approve,
                request.DecidedBy,
                request.DecidedAt,
                request.ClosedAt,
                request.OperationId,
                SendsAt = operation != null && operation.State == OperationState.Queued ? operation.StartAt : null,
                OpenAt = claim != null ? claim.OperatorName : null,
                OpenById = claim != null ? (Guid?)claim.OperatorId : null,
            }).ToListAsync(cancellationToken);
        return [.. found
            .Select(r =>
            {
                var (name, number) = PersonWords.Of(r.Name, r.PhoneKey, r.LidKey);
                return new ApprovalRow(
                    r.Id, r.GroupId, r.GroupName, r.CommunityName, r.PersonId, name, number, r.RequestedAt, r.FirstSeenAt, r.Method,
                    r.State, r.Approve, r.DecidedBy, r.DecidedAt ?? r.ClosedAt, r.OperationId,
                    r.State == RequestState.Deciding && r.SendsAt > now ? r.SendsAt : null, r.OpenAt, r.OpenById);
            })
            .OrderBy(r => r.AskedAt ?? r.SeenAt)
            .ThenBy(r => r.Id)];
    }
}
