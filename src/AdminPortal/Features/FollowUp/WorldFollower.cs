using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Sync;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>Moves wanted people on by what reads show, joins and requests, and by time.</summary>
internal sealed class WorldFollower(IDbContextFactory<PortalDbContext> contexts, ChangeFeed feed, TimeProvider time)
{
    private const int Chunk = 300;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Guid> moved;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            moved = await MovedAsync(db, cancellationToken);
        }

        foreach (var ids in moved.Chunk(Chunk))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var wanted = await db.WantedMembers.Where(w => ids.Contains(w.Id)).ToListAsync(cancellationToken);
            await SettleAsync(db, wanted, cancellationToken);
            var changed = db.ChangeTracker.Entries<WantedMember>().Where(e => e.State == EntityState.Modified).Select(e => e.Entity.GroupId).ToHashSet(StringComparer.Ordinal);
            await db.SaveChangesAsync(cancellationToken);
            foreach (var groupId in changed)
            {
                feed.Publish(ChangeTopic.FollowUp, groupId);
            }
        }
    }

    /// <summary>Sets the state of tracked rows by what the cache holds now.</summary>
    public async Task SettleAsync(PortalDbContext db, IReadOnlyCollection<WantedMember> wanted, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = wanted.Where(w => w.State != WantedState.Joined).ToList();
        var people = await PeopleOfAsync(db, open, cancellationToken);
        var (groups, ids) = (open.Select(w => w.GroupId).Distinct().ToList(), people.Values.SelectMany(p => p).Distinct().ToList());
        var members = (await db.Memberships
            .Where(m => groups.Contains(m.GroupId) && ids.Contains(m.PersonId) && m.GoneAt == null)
            .Select(m => new { m.GroupId, m.PersonId })
            .ToListAsync(cancellationToken)).Select(m => (m.GroupId, m.PersonId)).ToHashSet();
        var known = open.Select(w => w.RequestId).OfType<Guid>().ToList();
        var requests = await db.MembershipRequests
            .Where(r => known.Contains(r.Id)
                || (groups.Contains(r.GroupId) && ids.Contains(r.PersonId) && (r.State == RequestState.Waiting || r.State == RequestState.Deciding)))
            .Select(r => new Asked(r.Id, r.GroupId, r.PersonId, r.State, r.ClosedAt))
            .ToListAsync(cancellationToken);
        var read = await db.GroupReadings
            .Where(r => groups.Contains(r.GroupId) && r.Aspect == GroupAspect.Members)
            .ToDictionaryAsync(r => r.GroupId, r => r.At, cancellationToken);

        foreach (var row in open)
        {
            var own = people.GetValueOrDefault(row.Id) ?? [];
            var isMember = own.Exists(p => members.Contains((row.GroupId, p)));
            var request = requests.Find(r => r.GroupId == row.GroupId && own.Contains(r.PersonId) && r.State is RequestState.Waiting or RequestState.Deciding)
                ?? requests.Find(r => r.Id == row.RequestId);
            if (row.State == WantedState.Closed && !isMember)
            {
                continue;
            }

            row.RequestId = request?.Id ?? row.RequestId;
            Move(row, Standings.Of(row, isMember, request is null ? null : new RequestFate(request.State, request.ClosedAt, read.GetValueOrDefault(row.GroupId) > request.ClosedAt), now), now);
        }
    }

    private static void Move(WantedMember row, Standing standing, DateTimeOffset now)
    {
        if (row.State != standing.State)
        {
            (row.State, row.StateSince) = (standing.State, now);
        }

        (row.ExpiresAt, row.Note) = (standing.ExpiresAt, standing.Note);
    }

    /// <summary>Open rows about which the cache says something new.</summary>
    private async Task<List<Guid>> MovedAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = db.WantedMembers.AsNoTracking().Where(w => w.State != WantedState.Joined && w.State != WantedState.Closed);
        var moved = new HashSet<Guid>(await open
            .Where(w => (w.State == WantedState.Invited && w.ExpiresAt <= now) || w.RequestId != null)
            .Select(w => w.Id)
            .ToListAsync(cancellationToken));

        // One way of naming a person at a time: each finds its way by an index.
        IQueryable<Match>[] ways =
        [
            from w in open join p in db.People on w.PersonKey equals p.PhoneKey select new Match { WantedId = w.Id, GroupId = w.GroupId, PersonId = p.Id },
            from w in open join p in db.People on w.TwinKey equals p.PhoneKey select new Match { WantedId = w.Id, GroupId = w.GroupId, PersonId = p.Id },
            from w in open join p in db.People on w.PersonKey equals p.LidKey select new Match { WantedId = w.Id, GroupId = w.GroupId, PersonId = p.Id },
        ];
        foreach (var way in ways)
        {
            moved.UnionWith(await (
                from match in way
                join member in db.Memberships on new { match.GroupId, match.PersonId } equals new { member.GroupId, member.PersonId }
                where member.GoneAt == null
                select match.WantedId).ToListAsync(cancellationToken));
            moved.UnionWith(await (
                from match in way
                join request in db.MembershipRequests on new { match.GroupId, match.PersonId } equals new { request.GroupId, request.PersonId }
                where request.State == RequestState.Waiting || request.State == RequestState.Deciding
                select match.WantedId).ToListAsync(cancellationToken));
        }

        return [.. moved];
    }

    private static async Task<Dictionary<Guid, List<Guid>>> PeopleOfAsync(PortalDbContext db, IReadOnlyCollection<WantedMember> wanted, CancellationToken cancellationToken)
    {
        var keys = wanted.SelectMany(w => new[] { w.PersonKey, w.TwinKey }).OfType<string>().Distinct().ToList();
        var people = await db.People.AsNoTracking()
            .Where(p => keys.Contains(p.PhoneKey!) || keys.Contains(p.LidKey!))
            .Select(p => new { p.Id, p.PhoneKey, p.LidKey })
            .ToListAsync(cancellationToken);
        var byKey = people
            .SelectMany(p => new[] { (Key: p.PhoneKey, p.Id), (Key: p.LidKey, p.Id) })
            .Where(p => p.Key is not null)
            .ToLookup(p => p.Key!, p => p.Id, StringComparer.Ordinal);
        return wanted.ToDictionary(w => w.Id, w => byKey[w.PersonKey].Concat(w.TwinKey is null ? [] : byKey[w.TwinKey]).Distinct().ToList());
    }

    private sealed class Match
    {
        public Guid WantedId { get; init; }
        public string GroupId { get; init; } = "";
        public Guid PersonId { get; init; }
    }

    private sealed record Asked(Guid Id, string GroupId, Guid PersonId, RequestState State, DateTimeOffset? ClosedAt);
}
