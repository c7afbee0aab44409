using System.Runtime.InteropServices;
using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>The last add of somebody that came to an end.</summary>
internal sealed record LastAdd(string? GroupId, bool Succeeded, RefusalReason? Reason, DateTimeOffset At);

/// <summary>What stands in the world about items that were or shall be sent, read from the cache in a bounded number of queries.</summary>
internal sealed class WorldFacts
{
    private const int Chunk = 1000;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NumberInGroup>> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _subgroups = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _numberNames = [];
    private readonly HashSet<string> _ours = new(StringComparer.Ordinal);
    private readonly HashSet<Work> _underWay = [];
    private readonly Dictionary<string, LastAdd> _lastAdds = new(StringComparer.Ordinal);
    private readonly HashSet<(string GroupId, Guid PersonId)> _cameBack = [];
    private readonly List<NumberInGroup> _outside = [];
    private readonly Dictionary<Guid, string> _choices = [];
    private readonly Guid? _rather;

    private WorldFacts(Guid? rather) => _rather = rather;

    public MemberFacts Members { get; private set; } = default!;

    /// <param name="rather">A number that an operator chose: it takes every step it can. Null leaves the choice to the console.</param>
    public static async Task<WorldFacts> ReadAsync(
        PortalDbContext db, GatewayCatalog catalog, IReadOnlyList<OperationItem> items, DateTimeOffset since, Guid? rather, CancellationToken cancellationToken)
    {
        var facts = new WorldFacts(rather);
        var groups = items.SelectMany(i => new[] { i.GroupId, i.CommunityId, FormerState.Read(i.Former)?.CommunityId }).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var people = items.Select(i => i.Participant).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        facts.Members = await MemberFacts.ReadAsync(db, items.Select(i => i.GroupId).OfType<string>(), people, cancellationToken);
        await facts.ReadNumbersAsync(db, catalog, groups, cancellationToken);
        foreach (var ids in groups.Chunk(Chunk))
        {
            await facts.ReadGroupsAsync(db, ids, since, cancellationToken);
        }

        foreach (var ids in people.Chunk(Chunk))
        {
            await facts.ReadLastAddsAsync(db, ids, cancellationToken);
        }

        return facts;
    }

    public Group? Group(string? id) => id is null ? null : _groups.GetValueOrDefault(id);

    public string NameOf(string? groupId) => Group(groupId)?.Name ?? "a community";

    public IReadOnlyList<NumberInGroup> NumbersIn(string groupId) => _numbers.GetValueOrDefault(groupId) ?? [];

    public string NumberName(Guid id) => _numberNames.GetValueOrDefault(id) ?? "our number";

    /// <summary>Linked groups, the announcement group not counted.</summary>
    public int Subgroups(string communityId) => _subgroups.GetValueOrDefault(communityId);

    public bool IsOurs(KnownPerson person) => (person.PhoneKey is { } phone && _ours.Contains(phone)) || (person.LidKey is { } lid && _ours.Contains(lid));

    /// <summary>An operation that is not through is about to do the same.</summary>
    public bool IsUnderWay(ItemKind kind, string groupId, string? participant) => _underWay.Contains(new Work(kind, groupId, KeyOf(participant)));

    public LastAdd? LastAddOf(string? participant) => KeyOf(participant) is { } key ? _lastAdds.GetValueOrDefault(key) : null;

    /// <summary>Somebody joined by other ways after the operation had begun.</summary>
    public bool CameBack(string groupId, Guid personId) => _cameBack.Contains((groupId, personId));

    /// <summary>Numbers between which there was a choice so far, by name.</summary>
    public IReadOnlyList<NumberOption> Choices =>
        [.. _choices.Select(c => new NumberOption(c.Key, c.Value)).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The number that an operator chose, else the one that acted before, where they can; else another one of ours.</summary>
    /// <param name="abilities">All that it must be able to do; at least one.</param>
    /// <param name="among">Only these; null is every number in the group.</param>
    public Result<NumberInGroup> Choose(string groupId, Guid before, IReadOnlyList<Capability> abilities, MemberRole? needed, IReadOnlySet<Guid>? among = null)
    {
        var numbers = NumbersIn(groupId).Where(n => among is null || among.Contains(n.ConnectionId)).ToList();
        var elsewhere = _outside.FindAll(n => numbers.TrueForAll(m => m.ConnectionId != n.ConnectionId));
        // Who lacks any of it lacks it; what the one lacks that comes nearest is told.
        var missing = abilities.OrderBy(a => numbers.Count(n => n.Capabilities.Can(a))).First();
        var whole = numbers.FindAll(n => abilities.All(n.Capabilities.Can));
        var routing = NumberRouting.Of(NameOf(groupId), whole.Count > 0 ? whole : numbers, missing, needed, elsewhere);
        if (whole.Count == 0 && routing.Best is { } half)
        {
            return new NoNumberCanAct(NumberRouting.Unable(half, abilities.First(a => !half.Capabilities.Can(a)), _outside));
        }

        var able = routing.Candidates.Where(c => c.CanAct).Select(c => c.Number).ToList();
        foreach (var number in able.Count > 1 ? able : [])
        {
            _choices[number.ConnectionId] = number.Name;
        }

        return (able.Find(n => n.ConnectionId == _rather) ?? able.Find(n => n.ConnectionId == before)) is { } wanted ? wanted : routing.Choose(through: null);
    }

    private async Task ReadGroupsAsync(PortalDbContext db, string[] ids, DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var group in await db.Groups.AsNoTracking().Where(g => ids.Contains(g.Id)).ToListAsync(cancellationToken))
        {
            _groups[group.Id] = group;
        }

        foreach (var community in await db.Groups
            .Where(g => g.GoneAt == null && g.Kind != GroupKind.Announcement && ids.Contains(g.CommunityId))
            .GroupBy(g => g.CommunityId!)
            .Select(g => new { Id = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken))
        {
            _subgroups[community.Id] = community.Count;
        }

        foreach (var work in await db.OperationItems.AsNoTracking()
            .Where(i => ids.Contains(i.GroupId)
                && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown))
            .Select(i => new { i.Kind, GroupId = i.GroupId!, i.Participant })
            .ToListAsync(cancellationToken))
        {
            _underWay.Add(new Work(work.Kind, work.GroupId, KeyOf(work.Participant)));
        }

        foreach (var change in await db.MembershipChanges.AsNoTracking()
            .Where(c => ids.Contains(c.GroupId) && c.Kind == MembershipChangeKind.Joined && c.At > since)
            .Select(c => new { c.GroupId, c.PersonId })
            .ToListAsync(cancellationToken))
        {
            _cameBack.Add((change.GroupId, change.PersonId));
        }
    }

    private async Task ReadNumbersAsync(PortalDbContext db, GatewayCatalog catalog, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        var connections = await db.Connections.AsNoTracking().Where(c => c.RemovedAt == null).ToDictionaryAsync(c => c.Id, cancellationToken);
        var found = (await db.ConnectionCapabilities.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(c => c.ConnectionId);
        foreach (var connection in connections.Values)
        {
            _numberNames[connection.Id] = connection.Name;
            _ours.UnionWith(new[] { connection.OwnNumberKey, connection.OwnLidKey }.OfType<string>());
            _outside.Add(NumberInGroup.From(connection, relation: null, catalog, found[connection.Id]));
        }

        foreach (var ids in groups.Chunk(Chunk))
        {
            var relations = await db.GroupConnections.AsNoTracking().Where(r => ids.Contains(r.GroupId) && r.GoneAt == null).ToListAsync(cancellationToken);
            foreach (var relation in relations.Where(r => connections.ContainsKey(r.ConnectionId)).OrderBy(r => connections[r.ConnectionId].CreatedAt))
            {
                var number = NumberInGroup.From(connections[relation.ConnectionId], relation, catalog, found[relation.ConnectionId]);
                (_numbers.TryGetValue(relation.GroupId, out var list) ? list : _numbers[relation.GroupId] = []).Add(number);
            }
        }
    }

    private async Task ReadLastAddsAsync(PortalDbContext db, string[] participants, CancellationToken cancellationToken)
    {
        var adds = await db.OperationItems.AsNoTracking()
            .Where(i => i.Kind == ItemKind.AddParticipant && participants.Contains(i.Participant)
                && (i.State == ItemState.Confirmed || i.State == ItemState.Refused) && i.SentAt != null)
            .Select(i => new { i.Participant, i.GroupId, i.State, i.Reason, At = i.SentAt!.Value })
            .ToListAsync(cancellationToken);
        foreach (var add in adds.OrderBy(a => a.At))
        {
            if (KeyOf(add.Participant) is { } key)
            {
                _lastAdds[key] = new LastAdd(add.GroupId, add.State == ItemState.Confirmed, add.Reason, add.At);
            }
        }
    }

    private static string? KeyOf(string? participant) => ParticipantId.TryParse(participant, out var id) ? id.Key : null;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Work(ItemKind Kind, string GroupId, string? Participant);
}
