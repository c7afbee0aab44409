using AdminPortal.Data;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Shell;

/// <summary>Finds pages, communities, groups and people by a part of their name.</summary>
public sealed class PaletteIndex(IDbContextFactory<PortalDbContext> contexts)
{
    public const int MaxEntries = 20;

    private const int MaxPeople = 6;

    private static readonly (PaletteEntry Entry, string Permission)[] s_pages =
    [
        (new("overview", "Overview", "Page", PortalUrls.Overview), Permissions.Read),
        (new("community", "Communities", "Page", PortalUrls.Communities()), Permissions.Read),
        (new("inbox", "Approvals", "Page", PortalUrls.Approvals()), Permissions.Read),
        (new("send", "Follow-up", "Page", PortalUrls.FollowUp()), Permissions.Read),
        (new("people", "People", "Page", PortalUrls.People()), Permissions.Read),
        (new("operations", "Operations", "Page", PortalUrls.Operations()), Permissions.Read),
        (new("audit", "Audit", "Page", PortalUrls.Audit()), Permissions.Read),
        (new("connection", "Connections", "Page", PortalUrls.Connections), Permissions.Read),
        (new("operators", "Operators", "Page", PortalUrls.Operators), Permissions.ManageOperators),
        (new("person", "Your account", "Page", PortalUrls.Account), Permissions.Read),
        (new("overview", "Board of communities", "Page", PortalUrls.Communities("board")), Permissions.Read),
        (new("announcement", "Announce to communities", "Action", PortalUrls.Announce), Permissions.ManageGroups),
        (new("plus", "Connect a number", "Action", PortalUrls.NewConnection), Permissions.ManageConnections),
    ];

    /// <summary>At most <see cref="MaxEntries"/>: pages first, then groups that begin so, then the others, then people.</summary>
    public async Task<IReadOnlyList<PaletteEntry>> FindAsync(Actor actor, string? query, CancellationToken cancellationToken)
    {
        var wanted = SearchText.Normalise(query);
        var found = s_pages
            .Where(p => actor.Can(p.Permission) && SearchText.Normalise(p.Entry.Title).Contains(wanted, StringComparison.Ordinal))
            .Select(p => p.Entry)
            .ToList();
        if (wanted.Length == 0 || !actor.Can(Permissions.Read))
        {
            return found;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await FindPeopleAsync(db, actor, SearchText.OfPerson(query), cancellationToken);
        var groups = await FindGroupsAsync(db, wanted, MaxEntries - found.Count - people.Count, cancellationToken);
        return [.. found, .. groups, .. people];
    }

    private static async Task<List<PaletteEntry>> FindGroupsAsync(PortalDbContext db, string wanted, int room, CancellationToken cancellationToken)
    {
        var groups = await (
            from g in db.Groups.AsNoTracking()
            where g.GoneAt == null && g.NameSearch.Contains(wanted)
            join parent in db.Groups on g.CommunityId equals parent.Id into parents
            from p in parents.DefaultIfEmpty()
            orderby g.NameSearch.StartsWith(wanted) descending, g.Kind == GroupKind.CommunityParent descending, g.NameSearch, g.Id
            select new { g.Id, g.Name, g.Kind, Community = p == null ? null : p.Name }).Take(room).ToListAsync(cancellationToken);
        return [.. groups.Select(g => g.Kind switch
        {
            GroupKind.CommunityParent => new PaletteEntry("community", g.Name, "Community", PortalUrls.Community(g.Id)),
            GroupKind.Announcement => new PaletteEntry("announcement", g.Name, g.Community is null ? "Announcements" : $"Announcements of {g.Community}", PortalUrls.Group(g.Id)),
            _ => new PaletteEntry("group", g.Name, g.Community is null ? "Group" : $"Group in {g.Community}", PortalUrls.Group(g.Id)),
        })];
    }

    private static async Task<List<PaletteEntry>> FindPeopleAsync(PortalDbContext db, Actor actor, string wanted, CancellationToken cancellationToken)
    {
        // Who may not see whole numbers must not find a person by one either.
        var seesNumbers = actor.Can(Permissions.SeeNumbers);
        if (!seesNumbers && wanted.Any(char.IsAsciiDigit))
        {
            return [];
        }

        var people = await db.People.AsNoTracking()
            .Where(p => p.Search.Contains(wanted))
            .OrderByDescending(p => p.Search.StartsWith(wanted)).ThenBy(p => p.Search).ThenBy(p => p.Id)
            .Take(MaxPeople)
            .Select(p => new { p.Id, p.Name, p.PhoneKey, p.LidKey })
            .ToListAsync(cancellationToken);
        return [.. people.Select(p =>
        {
            var (name, number) = seesNumbers ? PersonWords.Of(p.Name, p.PhoneKey, p.LidKey) : (p.Name ?? Masked(p.PhoneKey), p.Name is null ? null : Masked(p.PhoneKey));
            return new PaletteEntry("person", name ?? "Hidden number", number ?? "Person", PortalUrls.Person(p.Id));
        })];
    }

    private static string? Masked(string? phoneKey) =>
        ParticipantId.TryParse(phoneKey, out var id) ? NumberMask.Of($"+{id.Digits}") : null;
}
