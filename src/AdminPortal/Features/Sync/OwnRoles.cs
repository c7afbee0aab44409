using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>Finds our own numbers in a member list: one read tells the role of every number that is in the group.</summary>
internal static class OwnRoles
{
    /// <param name="reader">The number that read: it is in the group, or it would not have been answered.</param>
    /// <param name="isWhole">False when the list hides members: who is missing is then not out.</param>
    public static async Task ApplyAsync(
        PortalDbContext db,
        string groupId,
        IReadOnlyList<GroupMember> members,
        Guid reader,
        bool isWhole,
        CancellationToken cancellationToken)
    {
        // The number that reads may have its relation only in this transaction, unsaved.
        await db.GroupConnections.Where(r => r.GroupId == groupId).LoadAsync(cancellationToken);
        var relations = db.GroupConnections.Local.Where(r => r.GroupId == groupId && r.GoneAt is null).ToList();
        var ids = relations.Select(r => r.ConnectionId).ToList();
        var numbers = await db.Connections.AsNoTracking()
            .Where(c => ids.Contains(c.Id) && c.OwnNumberKey != null)
            .Select(c => new
            {
                c.Id,
                c.OwnNumberKey,
                // Any read or event, of whatever group and number, may have shown both ids of this number.
                OwnLidKey = c.OwnLidKey ?? db.People.Where(p => p.PhoneKey == c.OwnNumberKey).Select(p => p.LidKey).FirstOrDefault(),
                KnowsLid = c.OwnLidKey != null,
            })
            .ToListAsync(cancellationToken);
        var everybodyByPhone = members.All(m => KeyOf(m, ParticipantIdKind.Phone) is not null);
        foreach (var number in numbers)
        {
            var relation = relations.First(r => r.ConnectionId == number.Id);
            var own = members.FirstOrDefault(m => KeyOf(m, ParticipantIdKind.Phone) == number.OwnNumberKey)
                ?? (number.OwnLidKey is { } lid ? members.FirstOrDefault(m => KeyOf(m, ParticipantIdKind.Lid) == lid) : null);
            if (own is null)
            {
                if (number.Id == reader && (everybodyByPhone || number.OwnLidKey is not null))
                {
                    // In it and not shown: an ordinary member of an announcement group, or of a community's parent.
                    relation.Role = MemberRole.Member;
                }
                else if (isWhole && everybodyByPhone && relation.Role is not null)
                {
                    // No admin any more. Whether it is out altogether its own group list will say.
                    relation.Role = MemberRole.Member;
                }

                continue;
            }

            relation.Role = own.Role;
            if (!number.KnowsLid && (KeyOf(own, ParticipantIdKind.Lid) ?? number.OwnLidKey) is { } learned)
            {
                // A statement of its own: the row's version belongs to those who edit the connection.
                await db.Connections.Where(c => c.Id == number.Id && c.OwnLidKey == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.OwnLidKey, learned), cancellationToken);
            }
        }
    }

    /// <summary>Another number may have read the group before this one came: its list tells this one's role too.</summary>
    public static async Task RecallAsync(PortalDbContext db, Guid connectionId, IReadOnlyList<GroupConnection> unknown, CancellationToken cancellationToken)
    {
        var own = await db.Connections.AsNoTracking()
            .Where(c => c.Id == connectionId && c.OwnNumberKey != null)
            .Select(c => new { c.OwnNumberKey, c.OwnLidKey })
            .FirstOrDefaultAsync(cancellationToken);
        if (unknown.Count == 0 || own is null)
        {
            return;
        }

        var roles = await (
            from membership in db.Memberships
            join person in db.People on membership.PersonId equals person.Id
            where membership.GoneAt == null && (person.PhoneKey == own.OwnNumberKey || (own.OwnLidKey != null && person.LidKey == own.OwnLidKey))
            select new { membership.GroupId, membership.Role }).ToListAsync(cancellationToken);
        var byGroup = roles.GroupBy(r => r.GroupId).ToDictionary(g => g.Key, g => g.Max(r => r.Role));
        foreach (var relation in unknown)
        {
            relation.Role = byGroup.TryGetValue(relation.GroupId, out var role) ? role : null;
        }
    }

    private static string? KeyOf(GroupMember member, ParticipantIdKind kind) =>
        member.Id.Kind == kind ? member.Id.Key : (kind == ParticipantIdKind.Phone ? member.Phone : member.Lid)?.Key;
}
