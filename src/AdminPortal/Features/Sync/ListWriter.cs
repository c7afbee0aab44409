using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

/// <summary>Brings the group list of one number into the cache: which groups it is in, their names, and reasons to look closer.</summary>
internal sealed class ListWriter(CacheWriter cache, ListMemory memory, NumberAges ages, IOptions<SyncOptions> options)
{
    private const int GroupsPerQuery = 400;

    public async Task<ReadOutcome> StoreAsync(Guid connectionId, IReadOnlyList<GroupListing> listings, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var outcome = await cache.WriteAsync((write, token) => StoreAsync(write, connectionId, listings, at, token), cancellationToken);
        if (outcome is ReadOutcome.Stored)
        {
            memory.Remember(connectionId, listings);
        }

        return outcome;
    }

    /// <summary>The number was removed: it lists nothing any more.</summary>
    public Task ForgetAsync(Guid connectionId, DateTimeOffset at, CancellationToken cancellationToken) =>
        cache.WriteAsync(
            async (write, token) =>
            {
                var db = write.Db;
                var relations = await db.GroupConnections
                    .Where(r => r.ConnectionId == connectionId && r.GoneAt == null)
                    .ToDictionaryAsync(r => r.GroupId, token);
                var groups = await LoadGroupsAsync(db, [.. relations.Keys], token);
                await BuryAsync(db, connectionId, [.. relations.Values], groups, at, token);
                NoteChanges(write);
                await write.SaveAsync(token);
                return true;
            },
            cancellationToken);

    private async Task<ReadOutcome> StoreAsync(
        CacheWrite write,
        Guid connectionId,
        IReadOnlyList<GroupListing> listings,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        var db = write.Db;
        var relations = await db.GroupConnections.Where(r => r.ConnectionId == connectionId).ToDictionaryAsync(r => r.GroupId, cancellationToken);
        var listed = listings.DistinctBy(l => l.Id).ToDictionary(l => l.Id.Value);
        var known = relations.Values.Count(r => r.GoneAt is null);
        if (SuspicionRules.OfGroupList(listed.Count, known) is { } suspicion
            && !memory.SeenBefore(connectionId, suspicion, at, options.Value.SuspicionHold))
        {
            await QuarantineAsync(write, connectionId, suspicion, at, cancellationToken);
            return new ReadOutcome.Quarantined(suspicion.Sentence);
        }

        memory.Trust(connectionId);
        var groups = await LoadGroupsAsync(db, [.. listed.Keys.Union(relations.Keys)], cancellationToken);
        var detailAges = (await db.GroupReadings
                .Where(r => r.Aspect == GroupAspect.Detail && r.At != null && db.GroupConnections.Any(c => c.GroupId == r.GroupId && c.ConnectionId == connectionId))
                .Select(r => new { r.GroupId, r.At })
                .ToListAsync(cancellationToken))
            .ToDictionary(r => r.GroupId, r => write.Ages.At(r.GroupId, GroupAspect.Detail, r.At));

        foreach (var listing in listed.Values)
        {
            var group = groups.GetValueOrDefault(listing.Id.Value) ?? Add(db, groups, listing, at);
            if (!relations.TryGetValue(group.Id, out var relation))
            {
                relation = relations[group.Id] = new GroupConnection { GroupId = group.Id, ConnectionId = connectionId };
                db.GroupConnections.Add(relation);
                write.NoteGroup(group.Id);
            }

            (relation.GoneAt, group.GoneAt) = (null, null);
            if (!(detailAges.GetValueOrDefault(group.Id) > at))
            {
                await TakeOverAsync(write, connectionId, group, listing, cancellationToken);
            }
        }

        var missing = relations.Values
            .Where(r => r.GoneAt is null && !listed.ContainsKey(r.GroupId))
            // Created or read in detail after the list left the gateway: the list is the older witness.
            .Where(r => groups[r.GroupId].FirstSeenAt <= at && !(detailAges.GetValueOrDefault(r.GroupId) > at))
            .ToList();
        await BuryAsync(db, connectionId, missing, groups, at, cancellationToken);
        await OwnRoles.RecallAsync(db, connectionId, [.. relations.Values.Where(r => r.GoneAt is null && r.Role is null)], cancellationToken);
        NoteChanges(write);
        var changed = write.Changed;
        var moved = db.ChangeTracker.HasChanges();
        await write.SaveAsync(cancellationToken);
        await StampAsync(db, connectionId, at, moved, cancellationToken);
        return new ReadOutcome.Stored(changed);
    }

    private async Task TakeOverAsync(CacheWrite write, Guid connectionId, Group group, GroupListing listing, CancellationToken cancellationToken)
    {
        GroupNames.Set(group, listing.Name);
        if (listing.MemberCount is not { } count)
        {
            return;
        }

        if (group.MemberCount is null)
        {
            group.MemberCount = count;
        }
        else if (group.MemberCount != count && memory.Moved(connectionId, group.Id, count))
        {
            var readings = await GroupReadingSet.LoadAsync(write, group.Id, cancellationToken);
            readings.Stale(GroupAspect.Members, connectionId, $"The list says {count:N0} members, {group.MemberCount:N0} are known.");
        }
    }

    /// <summary>This number is out of them. The group is gone only when no other number lists it.</summary>
    private static async Task BuryAsync(
        PortalDbContext db,
        Guid connectionId,
        List<GroupConnection> missing,
        Dictionary<string, Group> groups,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        foreach (var relation in missing)
        {
            (relation.GoneAt, relation.Role, relation.Readable) = (at, null, false);
        }

        var ids = missing.Select(r => r.GroupId).ToList();
        var elsewhere = await (
            from relation in db.GroupConnections
            join connection in db.Connections on relation.ConnectionId equals connection.Id
            where relation.ConnectionId != connectionId && relation.GoneAt == null && connection.RemovedAt == null && ids.Contains(relation.GroupId)
            select relation.GroupId).Distinct().ToListAsync(cancellationToken);
        foreach (var id in ids.Except(elsewhere))
        {
            groups[id].GoneAt = at;
        }
    }

    private static Group Add(PortalDbContext db, Dictionary<string, Group> groups, GroupListing listing, DateTimeOffset at)
    {
        var group = GroupNames.New(listing.Id.Value, listing.Name, at);
        db.Groups.Add(group);
        return groups[group.Id] = group;
    }

    private static async Task<Dictionary<string, Group>> LoadGroupsAsync(PortalDbContext db, string[] ids, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, Group>(ids.Length);
        foreach (var chunk in ids.Chunk(GroupsPerQuery))
        {
            foreach (var group in await db.Groups.Where(g => chunk.Contains(g.Id)).ToListAsync(cancellationToken))
            {
                groups[group.Id] = group;
            }
        }

        return groups;
    }

    private static void NoteChanges(CacheWrite write)
    {
        foreach (var entry in write.Db.ChangeTracker.Entries().Where(e => e.State is not EntityState.Unchanged))
        {
            switch (entry.Entity)
            {
                case Group group:
                    write.NoteGroup(group.Id);
                    break;
                case GroupConnection relation:
                    write.NoteGroup(relation.GroupId);
                    break;
            }
        }
    }

    private static async Task QuarantineAsync(CacheWrite write, Guid connectionId, Suspicion suspicion, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // A statement of its own: the row's version belongs to those who edit the connection.
        await write.Db.Connections.Where(c => c.Id == connectionId && c.RemovedAt == null).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.LastError, suspicion.Sentence + " The list is not believed until a later one says the same.")
                .SetProperty(c => c.LastErrorAt, at),
            cancellationToken);
        write.Note(ChangeTopic.Connections, connectionId.ToString());
    }

    private async Task StampAsync(PortalDbContext db, Guid connectionId, DateTimeOffset at, bool moved, CancellationToken cancellationToken)
    {
        if (!moved && await db.Connections.Where(c => c.Id == connectionId).Select(c => c.ListedAt).FirstOrDefaultAsync(cancellationToken) is { } stored)
        {
            ages.ListStands(connectionId, stored, at);
            return;
        }

        await db.Connections.Where(c => c.Id == connectionId).ExecuteUpdateAsync(s => s.SetProperty(c => c.ListedAt, at), cancellationToken);
    }
}
