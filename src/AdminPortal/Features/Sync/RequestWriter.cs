using AdminPortal.Features.Approvals;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Brings the waiting requests of one group into the cache. What an operator decided belongs to its operation and is not
/// touched here.
/// </summary>
internal sealed class RequestWriter(CacheWriter cache)
{
    public Task<ReadOutcome> StoreAsync(GroupId group, IReadOnlyList<MembershipRequestListing> listings, ReadContext read, CancellationToken cancellationToken) =>
        cache.WriteAsync((write, token) => StoreAsync(write, group.Value, listings, read, token), cancellationToken);

    private static async Task<ReadOutcome> StoreAsync(
        CacheWrite write,
        string groupId,
        IReadOnlyList<MembershipRequestListing> listings,
        ReadContext read,
        CancellationToken cancellationToken)
    {
        var db = write.Db;
        var readings = await GroupReadingSet.LoadAsync(write, groupId, cancellationToken);
        if (readings.HasNewer(GroupAspect.Requests, read.At))
        {
            return new ReadOutcome.Stored(Changed: false);
        }

        var names = await (
            from g in db.Groups
            from c in db.Connections
            where g.Id == groupId && c.Id == read.ConnectionId
            select new { Group = g.Name, Connection = c.Name }).FirstOrDefaultAsync(cancellationToken);
        if (names is null)
        {
            // The group was never listed: there is nothing to hang requests on.
            return new ReadOutcome.Stored(Changed: false);
        }

        var people = await IdentityGraph.ResolveAsync(
            write, [.. listings.Select(Sighting.Of)], $"requests of {names.Group}, by {names.Connection}", read.At, cancellationToken);
        var ids = people.Select(p => p.Id).ToHashSet();
        var known = await db.MembershipRequests
            .Where(r => r.GroupId == groupId && (r.State == RequestState.Waiting || r.State == RequestState.Deciding || ids.Contains(r.PersonId)))
            .ToListAsync(cancellationToken);

        foreach (var (listing, person) in listings.Zip(people).DistinctBy(p => p.Second.Id))
        {
            Take(write, groupId, listing, person, [.. known.Where(r => r.PersonId == person.Id)], read.At);
        }

        // Waiting twice happens when two records of one person were joined: the older stays.
        var spare = known.Where(r => r.State == RequestState.Waiting)
            .GroupBy(r => r.PersonId)
            .SelectMany(g => g.OrderBy(r => r.FirstSeenAt).Skip(1));
        foreach (var request in known.Where(r => r.State == RequestState.Waiting && !ids.Contains(r.PersonId)).Concat(spare).ToList())
        {
            (request.State, request.ClosedAt) = (RequestState.Gone, read.At);
        }

        readings.Good(GroupAspect.Requests, read.ConnectionId, read.Origin, read.At);
        foreach (var entry in db.ChangeTracker.Entries<MembershipRequest>().Where(e => e.State is not EntityState.Unchanged))
        {
            write.Note(ChangeTopic.Requests, entry.Entity.Id.ToString());
        }

        await write.SaveAsync(cancellationToken);
        return new ReadOutcome.Stored(write.Changed);
    }

    private static void Take(CacheWrite write, string groupId, MembershipRequestListing listing, Person person, List<MembershipRequest> earlier, DateTimeOffset at)
    {
        var requestedAt = listing.RequestedAt?.ToUniversalTime();
        if (earlier.FirstOrDefault(r => r.State is RequestState.Waiting or RequestState.Deciding) is { } open)
        {
            Describe(open, listing, requestedAt);
            return;
        }

        if (earlier.Any(r => r.ClosedAt >= at || r.DecidedAt >= at))
        {
            // Settled after this list left the gateway: the list is the older witness.
            return;
        }

        if (requestedAt is not null && earlier.FirstOrDefault(r => r.State == RequestState.Gone && r.RequestedAt == requestedAt) is { } same)
        {
            // It was missing from a list for a while and is the very same request.
            (same.State, same.ClosedAt) = (RequestState.Waiting, null);
            Describe(same, listing, requestedAt);
            return;
        }

        write.Db.MembershipRequests.Add(new MembershipRequest
        {
            GroupId = groupId,
            PersonId = person.Id,
            ListedId = listing.Id.Value,
            RequestedAt = requestedAt,
            Method = listing.Method,
            RequesterKey = listing.Requester?.Key,
            FirstSeenAt = at,
        });
    }

    private static void Describe(MembershipRequest request, MembershipRequestListing listing, DateTimeOffset? requestedAt)
    {
        request.ListedId = listing.Id.Value;
        request.RequestedAt = requestedAt ?? request.RequestedAt;
        request.Method = listing.Method == RequestMethod.Unknown ? request.Method : listing.Method;
        request.RequesterKey = listing.Requester?.Key ?? request.RequesterKey;
    }
}
