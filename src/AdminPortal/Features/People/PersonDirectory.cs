using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.People;

/// <summary>Finds people across all groups, and shows one of them whole.</summary>
public sealed class PersonDirectory(IDbContextFactory<PortalDbContext> contexts)
{
    public const int PageSize = 50;

    /// <summary>More rows than this are not read at once: whoever looks for somebody narrows the search.</summary>
    public const int MaxPage = 500;

    private const int MaxHistory = 200;

    /// <summary>People whose name or digits hold every word of the query, in the order of their names.</summary>
    /// <param name="from">Where to read on, from the page before.</param>
    public async Task<PeopleListing> SearchAsync(string? query, PeopleCursor? from, CancellationToken cancellationToken, int pageSize = PageSize)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = db.People.AsNoTracking();
        foreach (var word in WordsOf(query))
        {
            people = people.Where(p => p.Search.Contains(word));
        }

        var total = from is null ? await people.CountAsync(cancellationToken) : from.Total;
        if (from is { Search: var search, Id: var id })
        {
            people = people.Where(p => string.Compare(p.Search, search) > 0 || (p.Search == search && p.Id.CompareTo(id) > 0));
        }

        var size = Math.Clamp(pageSize, 1, MaxPage);
        var lines = await people.OrderBy(p => p.Search).ThenBy(p => p.Id)
            .Take(size + 1)
            .Select(p => new { p.Id, p.Name, p.PhoneKey, p.LidKey, p.Search })
            .ToListAsync(cancellationToken);
        var page = lines.Take(size).ToList();
        var ids = page.ConvertAll(p => p.Id);
        var memberships = await db.Memberships
            .Where(m => ids.Contains(m.PersonId) && m.GoneAt == null && db.Groups.Any(g => g.Id == m.GroupId && g.GoneAt == null))
            .GroupBy(m => m.PersonId)
            .Select(g => new { g.Key, Groups = g.Count(), Admin = g.Count(m => m.Role >= MemberRole.Admin) })
            .ToDictionaryAsync(g => g.Key, cancellationToken);
        var waiting = await ApprovalInbox.WaitingIn(db)
            .Where(r => ids.Contains(r.PersonId))
            .GroupBy(r => r.PersonId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new PeopleListing(
            [
                .. page.Select(p =>
                {
                    var (name, number) = PersonWords.Of(p.Name, p.PhoneKey, p.LidKey);
                    var counts = memberships.GetValueOrDefault(p.Id);
                    return new PersonRow(p.Id, name, number, counts?.Groups ?? 0, counts?.Admin ?? 0, waiting.GetValueOrDefault(p.Id));
                }),
            ],
            total,
            lines.Count > size ? new PeopleCursor(page[^1].Search, page[^1].Id, total) : null,
            await db.GroupReadings
                .Where(r => r.Aspect == GroupAspect.Members && db.Groups.Any(g => g.Id == r.GroupId && g.GoneAt == null))
                .MinAsync(r => r.At, cancellationToken));
    }

    /// <summary>One person across everything; null when there is no such record, or it was joined with another.</summary>
    public async Task<PersonSheet?> FindAsync(Guid personId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var person = await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == personId, cancellationToken);
        if (person is null)
        {
            return null;
        }

        var memberships = await (
            from membership in db.Memberships.AsNoTracking()
            join g in db.Groups on membership.GroupId equals g.Id
            where membership.PersonId == personId
            orderby membership.GoneAt == null descending, g.NameSearch, g.Id
            select new PersonMembership(
                g.Id,
                g.Name,
                g.Kind,
                db.Groups.Where(c => c.Id == g.CommunityId).Select(c => c.Name).FirstOrDefault(),
                membership.Role,
                membership.ListedId,
                membership.SeenSince,
                membership.GoneAt ?? g.GoneAt,
                db.GroupReadings.Where(r => r.GroupId == g.Id && r.Aspect == GroupAspect.Members).Select(r => r.At).FirstOrDefault())).ToListAsync(cancellationToken);
        var requests = await (
            from request in db.MembershipRequests.AsNoTracking()
            join g in db.Groups on request.GroupId equals g.Id
            where request.PersonId == personId
            orderby request.FirstSeenAt descending
            select new PersonRequest(
                request.Id,
                g.Id,
                g.Name,
                // Of a group that is gone nobody can be let in any more.
                request.State == RequestState.Waiting && g.GoneAt != null ? RequestState.Gone : request.State,
                request.Approve,
                request.RequestedAt,
                request.FirstSeenAt,
                request.DecidedBy,
                request.ClosedAt))
            .Take(MaxHistory).ToListAsync(cancellationToken);
        var changes = await (
            from change in db.MembershipChanges.AsNoTracking()
            join g in db.Groups on change.GroupId equals g.Id
            where change.PersonId == personId
            orderby change.At descending, change.Id descending
            select new PersonChange(g.Id, g.Name, change.Kind, change.At, change.Origin))
            .Take(MaxHistory).ToListAsync(cancellationToken);
        var (name, number) = PersonWords.Of(person.Name, person.PhoneKey, person.LidKey);
        return new PersonSheet(
            person.Id,
            name,
            number,
            person.PhoneKey,
            person.LidKey,
            person.PairOrigin,
            person.PairedAt,
            person.NotOnWhatsAppAt,
            person.FirstSeenAt,
            memberships,
            requests,
            changes);
    }

    /// <summary>A typed number is one word; everything else is as many as it looks.</summary>
    private static string[] WordsOf(string? query) => SearchText.OfPerson(query).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
