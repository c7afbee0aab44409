using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Groups;

/// <summary>An operation that made a change which some read found.</summary>
internal sealed record OwnChange(Guid OperationId, string By);

/// <summary>
/// Tells which joins, leaves and changes of role were our own doing. Whichever read comes first finds them, mostly not the one
/// that our operation makes, so where the change was read says nothing about who made it.
/// </summary>
internal static class OwnChanges
{
    /// <param name="changes">Ids of changes in this group.</param>
    public static async Task<IReadOnlyDictionary<long, OwnChange>> FindAsync(
        PortalDbContext db, string groupId, IReadOnlyCollection<long> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return new Dictionary<long, OwnChange>();
        }

        var rows = await (
            from change in db.MembershipChanges.AsNoTracking()
            where changes.Contains(change.Id)
            join person in db.People.AsNoTracking() on change.PersonId equals person.Id
            from item in db.OperationItems.AsNoTracking()
            where item.GroupId == groupId && item.Participant != null && item.SentAt <= change.At
                && (item.Participant == person.PhoneKey || item.Participant == person.LidKey)
                && (item.State == ItemState.Confirmed || item.State == ItemState.Accepted)
                && ((change.Kind == MembershipChangeKind.Joined && (item.Kind == ItemKind.AddParticipant || item.Kind == ItemKind.ApproveRequest))
                    || (change.Kind == MembershipChangeKind.Left && item.Kind == ItemKind.RemoveParticipant)
                    || (change.Kind == MembershipChangeKind.Promoted && item.Kind == ItemKind.PromoteParticipant)
                    || (change.Kind == MembershipChangeKind.Demoted && item.Kind == ItemKind.DemoteParticipant))

                // One sending is one change: the first of its kind after it. A later one has another cause.
                && !db.MembershipChanges.Any(other => other.GroupId == groupId && other.PersonId == change.PersonId && other.Kind == change.Kind
                    && other.At >= item.SentAt && (other.At < change.At || (other.At == change.At && other.Id < change.Id)))
            join operation in db.Operations.AsNoTracking() on item.OperationId equals operation.Id
            select new { change.Id, item.SentAt, item.OperationId, operation.SubmittedBy }).ToListAsync(cancellationToken);
        return rows.GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.MaxBy(r => r.SentAt)!).ToDictionary(g => g.Key, g => new OwnChange(g.Value.OperationId, g.Value.SubmittedBy));
    }
}
