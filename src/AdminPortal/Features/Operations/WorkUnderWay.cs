using AdminPortal.Data;
using AdminPortal.Gateways.Identities;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>A change of one person in one group, whatever the spelling of their number.</summary>
internal sealed record SameWork(ItemKind Kind, string GroupId, string Person)
{
    /// <summary>Null for items that change nobody's membership: messages and requests have names of their own.</summary>
    public static SameWork? Of(ItemKind kind, string? groupId, string? participant) =>
        kind is ItemKind.AddParticipant or ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant
            && groupId is not null && ParticipantId.TryParse(participant, out var id)
            ? new SameWork(kind, groupId, SamePerson.KeyOf(id))
            : null;
}

/// <summary>Changes of people that were asked for and are not settled: nobody asks for them a second time.</summary>
internal static class WorkUnderWay
{
    private const int Chunk = 500;

    /// <summary>The operations in which it is under way.</summary>
    public static async Task<IReadOnlyDictionary<SameWork, Guid>> FindAsync(PortalDbContext db, IReadOnlyCollection<SameWork> work, CancellationToken cancellationToken)
    {
        var (found, asked) = (new Dictionary<SameWork, Guid>(), work.ToHashSet());
        var kinds = asked.Select(w => w.Kind).Distinct().ToList();
        foreach (var groups in asked.Select(w => w.GroupId).Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            var unsettled = await db.OperationItems.AsNoTracking()
                .Where(i => groups.Contains(i.GroupId) && kinds.Contains(i.Kind) && i.Participant != null
                    && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown))
                .Select(i => new { i.OperationId, i.Kind, i.GroupId, i.Participant })
                .ToListAsync(cancellationToken);
            foreach (var item in unsettled)
            {
                if (SameWork.Of(item.Kind, item.GroupId, item.Participant) is { } same && asked.Contains(same))
                {
                    found.TryAdd(same, item.OperationId);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// Why a new operation may not be stored; null when it may. To be asked in the transaction that stores it, in turn with
    /// every other one: of two submits at the same moment, the second one finds the first.
    /// </summary>
    public static async Task<UnderWayAlready?> ObjectionAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var work = operation.Items.Select(i => SameWork.Of(i.Kind, i.GroupId, i.Participant)).OfType<SameWork>().ToHashSet();
        if (work.Count == 0 || await FindAsync(db, work, cancellationToken) is not { Count: > 0 } found)
        {
            return null;
        }

        var first = found.Values.Min();
        var earlier = await db.Operations.AsNoTracking().Where(o => o.Id == first).Select(o => new { o.Title, o.SubmittedBy }).FirstAsync(cancellationToken);
        return new UnderWayAlready(first, earlier.Title, earlier.SubmittedBy, found.Count, work.Count);
    }
}
