using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

/// <summary>Who read what, and when the answer left the gateway.</summary>
internal sealed record ReadContext(Guid ConnectionId, ReadingOrigin Origin, DateTimeOffset At);

/// <param name="UnnamedCommunity">
/// The cache has the group in this community and the answer names none: the community's own list has to decide.
/// </param>
internal sealed record DetailStored(ReadOutcome Outcome, string? UnnamedCommunity = null);

/// <summary>Brings one group's detail and members into the cache.</summary>
internal sealed class DetailWriter(CacheWriter cache, IOptions<SyncOptions> options)
{
    public Task<DetailStored> StoreAsync(GroupDetail detail, ReadContext read, CancellationToken cancellationToken) =>
        cache.WriteAsync((write, token) => StoreAsync(write, detail, read, token), cancellationToken);

    private async Task<DetailStored> StoreAsync(CacheWrite write, GroupDetail detail, ReadContext read, CancellationToken cancellationToken)
    {
        var db = write.Db;
        var id = detail.Id.Value;
        var readings = await GroupReadingSet.LoadAsync(write, id, cancellationToken);
        if (readings.HasNewer(GroupAspect.Detail, read.At))
        {
            return new DetailStored(new ReadOutcome.Stored(Changed: false));
        }

        var group = await db.Groups.FirstOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (group is null)
        {
            group = GroupNames.New(id, detail.Name, read.At);
            db.Groups.Add(group);
        }

        var relation = await db.GroupConnections.FirstOrDefaultAsync(r => r.GroupId == id && r.ConnectionId == read.ConnectionId, cancellationToken);
        if (relation is null)
        {
            relation = new GroupConnection { GroupId = id, ConnectionId = read.ConnectionId };
            db.GroupConnections.Add(relation);
        }

        (relation.Readable, relation.GoneAt, group.GoneAt) = (true, null, null);
        GroupFacts.Apply(group, detail);
        var unnamed = await CommunityFacts.ApplyAsync(write, group, detail, read.At, cancellationToken);
        readings.Good(GroupAspect.Detail, read.ConnectionId, read.Origin, read.At);

        var suspicion = detail.Members is null
            ? WithoutMembers(group, detail, readings, read)
            : await StoreMembersAsync(write, group, detail, readings, read, cancellationToken);

        if (HasPendingFacts(write))
        {
            write.NoteGroup(id);
        }

        await write.SaveAsync(cancellationToken);
        return new DetailStored(
            suspicion is null || detail.MembersHidden ? new ReadOutcome.Stored(write.Changed) : new ReadOutcome.Quarantined(suspicion.Sentence),
            unnamed);
    }

    private static Suspicion? WithoutMembers(Group group, GroupDetail detail, GroupReadingSet readings, ReadContext read)
    {
        group.MemberCount = detail.MemberCount ?? group.MemberCount;
        if (read.Origin == ReadingOrigin.List)
        {
            // A list may leave members to the detail.
            return null;
        }

        var suspicion = new Suspicion("The gateway lists no members.", MayBecomeBelieved: false);
        readings.Suspect(GroupAspect.Members, read.ConnectionId, read.Origin, read.At, suspicion);
        return suspicion;
    }

    private async Task<Suspicion?> StoreMembersAsync(
        CacheWrite write,
        Group group,
        GroupDetail detail,
        GroupReadingSet readings,
        ReadContext read,
        CancellationToken cancellationToken)
    {
        var members = detail.Members!;
        var known = await write.Db.Memberships.CountAsync(m => m.GroupId == group.Id && m.GoneAt == null, cancellationToken);
        var suspicion = SuspicionRules.OfMembers(
            detail.MemberCount, SuspicionRules.CountOf(members), detail.MembersHidden, known, read.Origin == ReadingOrigin.OwnWrite);
        if (suspicion is not null && !readings.SeenBefore(GroupAspect.Members, suspicion, read.At, options.Value.SuspicionHold))
        {
            readings.Suspect(GroupAspect.Members, read.ConnectionId, read.Origin, read.At, suspicion);
            if (detail.MembersHidden)
            {
                group.MemberCount = detail.MemberCount ?? group.MemberCount;
                await OwnRoles.ApplyAsync(write.Db, group.Id, members, read.ConnectionId, isWhole: false, cancellationToken);
            }
            else
            {
                group.MemberCount ??= detail.MemberCount;
            }

            return suspicion;
        }

        var isFirst = !readings.WasRead(GroupAspect.Members);
        var sameReader = readings.Find(GroupAspect.Members)?.ConnectionId == read.ConnectionId;
        group.MemberCount = await MemberDiff.ApplyAsync(write, group, members, isFirst, sameReader, read, cancellationToken);
        await OwnRoles.ApplyAsync(write.Db, group.Id, members, read.ConnectionId, isWhole: true, cancellationToken);
        readings.Good(GroupAspect.Members, read.ConnectionId, read.Origin, read.At);
        return null;
    }

    private static bool HasPendingFacts(CacheWrite write) =>
        write.SavedFacts
        || write.HasPending<Group>()
        || write.HasPending<GroupConnection>()
        || write.HasPending<Membership>()
        || write.HasPending<Person>();
}
