using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

/// <summary>One read that is due.</summary>
/// <param name="Urgency">Larger goes first. Above 1 means: older than it should be.</param>
internal sealed record DueRead(string GroupId, GroupAspect Aspect, double Urgency);

/// <summary>
/// Works out what one number should read now. A group that several numbers see is read by one of them: an admin if there is
/// one, else one that is picked the same way every time.
/// </summary>
internal sealed class SyncPlan(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    SyncPatience patience,
    ReadingAges ages,
    IOptions<SyncOptions> options,
    TimeProvider time)
{
    private const double NeverReadRequests = 1000;
    private const double NeverReadDetail = 800;
    private const double NeverReadSubgroups = 700;
    private const double StaleRead = 600;
    private const double RoleUnknown = 500;
    private const double Parentage = 1.01;

    /// <summary>Nobody waits at the door for it: after everything that was never read.</summary>
    private const double NeverReadSuggestions = 1.02;

    /// <summary>Groups that may have no approval at all are asked less often than those that are known to have it.</summary>
    private const int PatienceWithUnknown = 5;

    /// <summary>Where the gateway tells of requests and its events do come, asking only finds what got lost on the way.</summary>
    private const int PatienceWithEvents = 10;

    private static readonly TimeSpan s_eventsCome = TimeSpan.FromDays(1);

    /// <summary>What is due, the most urgent first.</summary>
    public async Task<IReadOnlyList<DueRead>> ForAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kind = await db.Connections.Where(c => c.Id == connectionId).Select(c => c.Kind).FirstAsync(cancellationToken);
        var groups = await MineAsync(db, connectionId, cancellationToken);
        var readings = (await db.GroupReadings.AsNoTracking()
                .Where(r => db.GroupConnections.Any(c => c.GroupId == r.GroupId && c.ConnectionId == connectionId && c.GoneAt == null))
                .ToListAsync(cancellationToken))
            .ToLookup(r => r.GroupId, ages.Refresh);
        var waiting = (await db.MembershipRequests
            .Where(r => r.State == RequestState.Waiting)
            .Select(r => r.GroupId).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var abilities = await ConnectionCapability.EffectiveAsync(db, connectionId, catalog[kind].Capabilities, cancellationToken);
        var now = time.GetUtcNow();
        var heardLately = now - s_eventsCome;
        var eventsCome = await db.WebhookAddresses.AnyAsync(a => a.ConnectionId == connectionId && a.LastReceivedAt > heardLately, cancellationToken);
        var hears = new Hearing(eventsCome && abilities.Can(Capability.GroupEvents), eventsCome && abilities.Can(Capability.RequestEvents));
        return
        [
            .. groups
                .SelectMany(g =>
                {
                    var read = readings[g.Id].ToDictionary(r => r.Aspect);
                    return DueOf(g, read, waiting.Contains(g.Id), hears, abilities, now).Concat(abilities.Can(Capability.ListSuggestions) ? SuggestionsOf(g, read, now) : []);
                })
                .Where(d => patience.MayRead(connectionId, d.GroupId, d.Aspect, now))
                .OrderByDescending(d => d.Urgency),
        ];
    }

    private async Task<List<PlannedGroup>> MineAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await (
            from relation in db.GroupConnections.AsNoTracking()
            join g in db.Groups on relation.GroupId equals g.Id
            join connection in db.Connections on relation.ConnectionId equals connection.Id
            where relation.GoneAt == null && g.GoneAt == null
                && db.GroupConnections.Any(c => c.GroupId == relation.GroupId && c.ConnectionId == connectionId && c.GoneAt == null)
            select new
            {
                g.Id,
                g.Kind,
                g.ApprovalRequired,
                g.MembersHidden,
                relation.ConnectionId,
                relation.Role,
                relation.Readable,
                Usable = connection.RemovedAt == null && connection.StoppedReason == null && connection.Session == SessionState.Connected
                    && (connection.PausedUntil == null || connection.PausedUntil <= now),
            }).ToListAsync(cancellationToken);
        List<PlannedGroup> mine = [];
        foreach (var sight in rows.GroupBy(r => r.Id))
        {
            var ranked = sight.Where(s => s.Usable || s.ConnectionId == connectionId)
                .GroupBy(s => (Role: s.Role ?? MemberRole.Member, s.Readable))
                .OrderByDescending(g => g.Key.Role).ThenByDescending(g => g.Key.Readable)
                .First()
                .OrderBy(s => s.ConnectionId)
                .ToList();
            var own = sight.First(s => s.ConnectionId == connectionId);
            var isReader = ranked[StableNumber(sight.Key) % ranked.Count].ConnectionId == connectionId;
            // Hidden lists show a number its own role at most: it has to look once itself.
            var looksOnce = own is { Role: null, Readable: false };
            // What few gateways tell is asked by each number that may hear it; whoever comes first spares the others.
            var mayHearSuggestions = own is { Kind: GroupKind.CommunityParent, Role: >= MemberRole.Admin };
            if (isReader || looksOnce || mayHearSuggestions)
            {
                mine.Add(new(own.Id, own.Kind, own.ApprovalRequired, own.MembersHidden, own.Role, isReader, looksOnce, mayHearSuggestions));
            }
        }

        return mine;
    }

    private IEnumerable<DueRead> DueOf(
        PlannedGroup group,
        Dictionary<GroupAspect, GroupReading> readings,
        bool hasWaiting,
        Hearing hears,
        CapabilitySet abilities,
        DateTimeOffset now)
    {
        if (!group.IsReader)
        {
            if (group.LooksOnce)
            {
                yield return new(group.Id, GroupAspect.Detail, RoleUnknown);
            }

            yield break;
        }

        var detail = readings.GetValueOrDefault(GroupAspect.Detail);
        var members = readings.GetValueOrDefault(GroupAspect.Members);
        if (abilities.Can(Capability.ReadGroup) && UrgencyOfDetail() is var urgency and >= 1)
        {
            yield return new(group.Id, GroupAspect.Detail, urgency);
        }

        if (abilities.Can(Capability.ListMembershipRequests)
            && (hasWaiting || MayHaveRequests(group, abilities))
            && UrgencyOf(readings.GetValueOrDefault(GroupAspect.Requests), NeverReadRequests, RequestsEvery(), now) is var polling and >= 1)
        {
            yield return new(group.Id, GroupAspect.Requests, polling);
        }

        if (!abilities.Can(Capability.ListSubgroups))
        {
            yield break;
        }

        var subgroups = readings.GetValueOrDefault(GroupAspect.Subgroups);
        if (group.Kind == GroupKind.CommunityParent
            && UrgencyOf(subgroups, NeverReadSubgroups, options.Value.SubgroupsEvery, now) is var structure and >= 1)
        {
            yield return new(group.Id, GroupAspect.Subgroups, structure);
        }
        else if (group.Kind == GroupKind.Unknown && detail?.At is not null && subgroups is null)
        {
            // Nobody names it as a parent so far. One look tells; it can wait until everything else was read.
            yield return new(group.Id, GroupAspect.Subgroups, Parentage);
        }

        TimeSpan RequestsEvery() => options.Value.RequestsEvery
            * (hears.Requests ? PatienceWithEvents : hasWaiting || group.ApprovalRequired == true ? 1 : PatienceWithUnknown);

        TimeSpan DetailEvery() => hears.Groups || options.Value.DetailMaxAgeUnheard > options.Value.DetailMaxAge
            ? options.Value.DetailMaxAge
            : options.Value.DetailMaxAgeUnheard;

        double UrgencyOfDetail()
        {
            if (members?.StaleReason is not null || detail?.StaleReason is not null)
            {
                return StaleRead;
            }

            // A list that carries details without members leaves these to be read.
            var age = Math.Max(
                UrgencyOf(detail, NeverReadDetail, DetailEvery(), now),
                members is { At: null, Suspicion: not null } ? 0 : UrgencyOf(members, NeverReadDetail, DetailEvery(), now));
            return members is { Suspicion: not null, SuspectedAt: { } since } && !group.MembersHidden
                ? Math.Max((now - since) / options.Value.SuspicionHold, age)
                : age;
        }
    }

    private IEnumerable<DueRead> SuggestionsOf(PlannedGroup group, Dictionary<GroupAspect, GroupReading> readings, DateTimeOffset now)
    {
        if (group.MayHearSuggestions
            && UrgencyOf(readings.GetValueOrDefault(GroupAspect.Suggestions), NeverReadSuggestions, options.Value.SubgroupsEvery, now) is var urgency and >= 1)
        {
            yield return new(group.Id, GroupAspect.Suggestions, urgency);
        }
    }

    /// <summary>Where a gateway never tells whether approval is on, only asking shows whether anybody waits.</summary>
    private static bool MayHaveRequests(PlannedGroup group, CapabilitySet abilities) =>
        group.Role >= MemberRole.Admin && MayHaveRequests(group.Kind, group.ApprovalRequired, abilities);

    internal static bool MayHaveRequests(GroupKind kind, bool? approvalRequired, CapabilitySet abilities) =>
        approvalRequired ?? (kind != GroupKind.Announcement && !abilities.Can(Capability.ReadApproval));

    private static double UrgencyOf(GroupReading? reading, double never, TimeSpan maxAge, DateTimeOffset now) => reading switch
    {
        { StaleReason: not null } => StaleRead,
        { At: { } at } => (now - at) / maxAge,
        _ => never,
    };

    /// <summary>The same for a group on every node and after every restart, unlike a hash code.</summary>
    private static int StableNumber(string id) => id.Aggregate(17, (sum, character) => ((sum * 31) + character) & 0x7FFFFFFF);

    /// <summary>What a number's gateway tells of by itself, as long as its events do come.</summary>
    private sealed record Hearing(bool Groups, bool Requests);

    private sealed record PlannedGroup(string Id, GroupKind Kind, bool? ApprovalRequired, bool MembersHidden, MemberRole? Role, bool IsReader, bool LooksOnce, bool MayHearSuggestions);
}
