using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Brings the groups that a community lists into the cache. Who is listed is in it; who is missing is only a reason to look,
/// because gateways list no more than the groups our number is in.
/// </summary>
internal sealed class SubgroupWriter(CacheWriter cache, IOptions<SyncOptions> options)
{
    /// <param name="unnamed">
    /// A group that our number is in and whose own detail, just read, names no community. Missing here too, it is in none.
    /// </param>
    public Task<ReadOutcome> StoreAsync(
        CommunityId community,
        IReadOnlyList<SubgroupListing> listings,
        ReadContext read,
        string? unnamed,
        CancellationToken cancellationToken) =>
        cache.WriteAsync((write, token) => StoreAsync(write, community.Value, listings, read, unnamed, token), cancellationToken);

    /// <summary>The community does not exist any more, as far as our number can see, and the group itself names none.</summary>
    public Task ReleaseAsync(CommunityId community, string unnamed, CancellationToken cancellationToken) =>
        cache.WriteAsync(
            async (write, token) =>
            {
                await ReleaseAsync(write, community.Value, unnamed, token);
                await write.SaveAsync(token);
                return true;
            },
            cancellationToken);

    private async Task<ReadOutcome> StoreAsync(
        CacheWrite write,
        string communityId,
        IReadOnlyList<SubgroupListing> listings,
        ReadContext read,
        string? unnamed,
        CancellationToken cancellationToken)
    {
        var db = write.Db;
        var group = await db.Groups.FirstOrDefaultAsync(g => g.Id == communityId, cancellationToken);
        if (group is null)
        {
            var name = listings.FirstOrDefault(l => l.IsAnnouncement)?.Name ?? GroupNames.Unreadable;
            group = await CommunityFacts.EnsureParentAsync(write, communityId, name, read.At, cancellationToken);
        }

        var readings = await GroupReadingSet.LoadAsync(write, communityId, cancellationToken);
        if (readings.HasNewer(GroupAspect.Subgroups, read.At))
        {
            return new ReadOutcome.Stored(Changed: false);
        }

        var mine = await (
            from known in db.Groups
            join relation in db.GroupConnections on known.Id equals relation.GroupId
            where known.CommunityId == communityId && relation.ConnectionId == read.ConnectionId && relation.GoneAt == null && known.GoneAt == null
            select known.Id).ToListAsync(cancellationToken);
        var listed = listings.DistinctBy(l => l.Id).ToDictionary(l => l.Id.Value);
        if (SuspicionRules.OfSubgroups(listed.Count, mine.Count, read.Origin == ReadingOrigin.OwnWrite) is { } suspicion
            && !readings.SeenBefore(GroupAspect.Subgroups, suspicion, read.At, options.Value.SuspicionHold))
        {
            readings.Suspect(GroupAspect.Subgroups, read.ConnectionId, read.Origin, read.At, suspicion);
            await write.SaveAsync(cancellationToken);
            return new ReadOutcome.Quarantined(suspicion.Sentence);
        }

        if (listed.Count > 0)
        {
            await CommunityFacts.EnsureParentAsync(write, communityId, group.Name, read.At, cancellationToken);
        }
        else if (group.Kind == GroupKind.Unknown)
        {
            // A parent always has its announcement group.
            group.Kind = GroupKind.Standalone;
        }

        await PlaceAsync(write, communityId, listed, read.At, cancellationToken);
        foreach (var missing in mine.Where(id => !listed.ContainsKey(id)))
        {
            if (missing == unnamed)
            {
                await ReleaseAsync(write, communityId, missing, cancellationToken);
                continue;
            }

            var reasons = await GroupReadingSet.LoadAsync(write, missing, cancellationToken);
            reasons.Stale(GroupAspect.Detail, read.ConnectionId, $"{group.Name} no longer lists it.");
        }

        readings.Good(GroupAspect.Subgroups, read.ConnectionId, read.Origin, read.At);
        foreach (var entry in db.ChangeTracker.Entries<Group>().Where(e => e.State is not EntityState.Unchanged))
        {
            write.NoteGroup(entry.Entity.Id);
        }

        await write.SaveAsync(cancellationToken);
        return new ReadOutcome.Stored(write.Changed);
    }

    private static async Task ReleaseAsync(CacheWrite write, string communityId, string groupId, CancellationToken cancellationToken)
    {
        if (await write.Db.Groups.FirstOrDefaultAsync(g => g.Id == groupId && g.CommunityId == communityId, cancellationToken) is { } group)
        {
            (group.CommunityId, group.Kind, group.HiddenInCommunity) = (null, GroupKind.Standalone, false);
            write.NoteGroup(groupId);
            write.NoteGroup(communityId);
        }
    }

    private static async Task PlaceAsync(
        CacheWrite write,
        string communityId,
        Dictionary<string, SubgroupListing> listed,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        var ids = listed.Keys.ToList();
        var known = await write.Db.Groups.Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, cancellationToken);
        var newer = (await write.Db.GroupReadings
                .Where(r => r.Aspect == GroupAspect.Detail && ids.Contains(r.GroupId))
                .Select(r => new { r.GroupId, r.At })
                .ToListAsync(cancellationToken))
            .Where(r => write.Ages.At(r.GroupId, GroupAspect.Detail, r.At) > at)
            .Select(r => r.GroupId)
            .ToHashSet();
        foreach (var listing in listed.Values.Where(l => !newer.Contains(l.Id.Value)))
        {
            if (!known.TryGetValue(listing.Id.Value, out var subgroup))
            {
                // Perhaps none of our numbers is in it: shown as a placeholder until one lists it.
                subgroup = GroupNames.New(listing.Id.Value, listing.Name, at);
                write.Db.Groups.Add(subgroup);
            }

            subgroup.CommunityId = communityId;
            subgroup.Kind = listing.IsAnnouncement ? GroupKind.Announcement : GroupKind.Subgroup;
            subgroup.HiddenInCommunity = listing.Hidden;
        }
    }
}
