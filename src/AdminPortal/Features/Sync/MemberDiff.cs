using AdminPortal.Features.Groups;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>Compares a believed member list with the cache: arrivals, tombstones, roles, and the history of each.</summary>
internal static class MemberDiff
{
    /// <param name="isFirst">Nothing was known before: whom the list shows has not just joined.</param>
    /// <param name="sameReader">The number that read the list which is stored reads again.</param>
    /// <returns>How many people the list has.</returns>
    public static async Task<int> ApplyAsync(
        CacheWrite write,
        Group group,
        IReadOnlyList<GroupMember> members,
        bool isFirst,
        bool sameReader,
        ReadContext read,
        CancellationToken cancellationToken)
    {
        var by = await write.Db.Connections.Where(c => c.Id == read.ConnectionId).Select(c => c.Name).FirstOrDefaultAsync(cancellationToken);
        var people = await IdentityGraph.ResolveAsync(
            write, [.. members.Select(Sighting.Of)], $"members of {group.Name}, by {by}", read.At, cancellationToken);
        var listed = OnePerPerson(members, people);
        var known = await write.Db.Memberships.Where(m => m.GroupId == group.Id).ToDictionaryAsync(m => m.PersonId, cancellationToken);

        foreach (var (person, member) in listed.Values)
        {
            if (!known.TryGetValue(person.Id, out var membership))
            {
                write.Db.Memberships.Add(new Membership
                {
                    GroupId = group.Id,
                    PersonId = person.Id,
                    ListedId = member.Id.Value,
                    Role = member.Role,
                    SeenSince = read.At,
                });
                Record(MembershipChangeKind.Joined, person.Id);
                continue;
            }

            if (membership.GoneAt is not null)
            {
                (membership.GoneAt, membership.SeenSince, membership.Role) = (null, read.At, member.Role);
                Record(MembershipChangeKind.Joined, person.Id);
            }
            else if (membership.Role != member.Role)
            {
                Record(member.Role > membership.Role ? MembershipChangeKind.Promoted : MembershipChangeKind.Demoted, person.Id);
                membership.Role = member.Role;
            }

            membership.ListedId = ListedForm(membership.ListedId, member, person, sameReader);
        }

        foreach (var gone in known.Values.Where(m => m.GoneAt is null && !listed.ContainsKey(m.PersonId)))
        {
            gone.GoneAt = read.At;
            Record(MembershipChangeKind.Left, gone.PersonId);
        }

        return listed.Count;

        void Record(MembershipChangeKind kind, Guid personId)
        {
            if (!isFirst)
            {
                write.Db.MembershipChanges.Add(new MembershipChange
                {
                    GroupId = group.Id,
                    PersonId = personId,
                    Kind = kind,
                    At = read.At,
                    Origin = read.Origin,
                });
            }
        }
    }

    /// <summary>
    /// Gateways write one id in different ways, and one may list by phone whom another lists by LID. Each spelling is
    /// understood everywhere; so that numbers of several gateways in one group do not overwrite each other in turn, the form
    /// stays until the number that gave it gives another, or it names the person no more.
    /// </summary>
    private static string ListedForm(string stored, GroupMember member, Person person, bool sameReader)
    {
        var key = ParticipantId.TryParse(stored, out var id) ? id.Key : "";
        var stands = key == member.Id.Key || (!sameReader && (key == person.PhoneKey || key == person.LidKey));
        return stands ? stored : member.Id.Value;
    }

    /// <summary>Some gateways list one person by phone and again by LID; the stronger role is the true one.</summary>
    private static Dictionary<Guid, (Person Person, GroupMember Member)> OnePerPerson(IReadOnlyList<GroupMember> members, IReadOnlyList<Person> people)
    {
        var listed = new Dictionary<Guid, (Person Person, GroupMember Member)>(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            if (!listed.TryGetValue(people[i].Id, out var other) || members[i].Role > other.Member.Role)
            {
                listed[people[i].Id] = (people[i], members[i]);
            }
        }

        return listed;
    }
}
