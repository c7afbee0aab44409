using System.Runtime.InteropServices;
using AdminPortal.Data;
using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>Somebody as far as a plan needs it.</summary>
internal sealed record KnownPerson(Guid Id, string? Name, string? PhoneKey, string? LidKey, DateTimeOffset? NotOnWhatsAppAt);

/// <summary>Somebody in one group, now or formerly.</summary>
internal sealed record KnownMember(string GroupId, Guid PersonId, string ListedId, MemberRole Role, DateTimeOffset SeenSince, DateTimeOffset? GoneAt)
{
    public bool IsIn => GoneAt is null;
}

/// <summary>What the cache knows of some people in some groups, read in a bounded number of queries.</summary>
internal sealed class MemberFacts
{
    private const int Chunk = 1000;

    private readonly Dictionary<string, KnownPerson> _people;
    private readonly Dictionary<Place, KnownMember> _members;
    private readonly HashSet<string> _readGroups;

    private MemberFacts(Dictionary<string, KnownPerson> people, Dictionary<Place, KnownMember> members, HashSet<string> readGroups) =>
        (_people, _members, _readGroups) = (people, members, readGroups);

    /// <param name="participants">Ids in any form.</param>
    public static async Task<MemberFacts> ReadAsync(
        PortalDbContext db, IEnumerable<string> groupIds, IEnumerable<string> participants, CancellationToken cancellationToken)
    {
        var groups = groupIds.Distinct(StringComparer.Ordinal).ToList();
        var people = new Dictionary<string, KnownPerson>(StringComparer.Ordinal);
        foreach (var keys in participants.SelectMany(SpellingsOf).Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            foreach (var person in await db.People.AsNoTracking()
                .Where(p => keys.Contains(p.PhoneKey) || keys.Contains(p.LidKey))
                .Select(p => new KnownPerson(p.Id, p.Name, p.PhoneKey, p.LidKey, p.NotOnWhatsAppAt))
                .ToListAsync(cancellationToken))
            {
                foreach (var key in new[] { person.PhoneKey, person.LidKey }.OfType<string>())
                {
                    people[key] = person;
                }
            }
        }

        var members = new Dictionary<Place, KnownMember>();
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in groups.Chunk(Chunk))
        {
            read.UnionWith(await (
                from reading in db.GroupReadings.AsNoTracking()
                join grp in db.Groups.AsNoTracking() on reading.GroupId equals grp.Id
                where some.Contains(reading.GroupId) && reading.Aspect == GroupAspect.Members && reading.At != null && !grp.MembersHidden
                select reading.GroupId).ToListAsync(cancellationToken));
            foreach (var ids in people.Values.Select(p => p.Id).Distinct().Chunk(Chunk))
            {
                foreach (var member in await db.Memberships.AsNoTracking()
                    .Where(m => some.Contains(m.GroupId) && ids.Contains(m.PersonId))
                    .Select(m => new KnownMember(m.GroupId, m.PersonId, m.ListedId, m.Role, m.SeenSince, m.GoneAt))
                    .ToListAsync(cancellationToken))
                {
                    members[new Place(member.GroupId, member.PersonId)] = member;
                }
            }
        }

        return new MemberFacts(people, members, read);
    }

    /// <summary>The members of the group were read and are not hidden from us: who is missing is not in it.</summary>
    public bool Knows(string groupId) => _readGroups.Contains(groupId);

    public KnownPerson? PersonOf(string? participant) =>
        participant is null ? null : SpellingsOf(participant).Select(k => _people.GetValueOrDefault(k)).FirstOrDefault(p => p is not null);

    /// <summary>Also somebody who has left; null for whom no read ever showed there.</summary>
    public KnownMember? Find(string groupId, string? participant) =>
        PersonOf(participant) is { } person ? _members.GetValueOrDefault(new Place(groupId, person.Id)) : null;

    private static IEnumerable<string> SpellingsOf(string participant) =>
        ParticipantId.TryParse(participant, out var id) ? PastedPeople.SpellingsOf(id.Key) : [];

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(string GroupId, Guid PersonId);
}
