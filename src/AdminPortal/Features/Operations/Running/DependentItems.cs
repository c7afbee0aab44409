using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>What an item's outcome means for the items that wait for it.</summary>
internal sealed class DependentItems(TimeProvider time)
{
    /// <param name="Skipped">Items that will never be sent now; tracked, and part of the same save.</param>
    /// <param name="Released">Numbers whose runners may go on.</param>
    public sealed record Effect(IReadOnlyList<OperationItem> Skipped, IReadOnlyCollection<Guid> Released)
    {
        public static Effect None { get; } = new([], []);
    }

    public async Task<Effect> FollowAsync(PortalDbContext db, Operation operation, OperationItem item, Consequence consequence, CancellationToken cancellationToken)
    {
        if (consequence == Consequence.GroupIsFull)
        {
            return new Effect(await SkipAddsToFullGroupAsync(db, item, cancellationToken), []);
        }

        if (!item.IsSettled && item.State != ItemState.Accepted)
        {
            return Effect.None;
        }

        var waiting = await WaitingForAsync(db, operation.Id, item.Sequence, cancellationToken);
        if (waiting.Count == 0)
        {
            return Effect.None;
        }

        if (item.State is ItemState.Accepted or ItemState.Confirmed)
        {
            waiting.ForEach(w => Fill(w, item));
            return new Effect([], item.State == ItemState.Confirmed ? [.. waiting.Select(w => w.ConnectionId).Distinct()] : []);
        }

        var skipped = new List<OperationItem>();
        var reason = $"Needs “{ItemVerbs.PhraseOf(item.Kind, item.Label)}”, which did not happen.";
        for (var round = waiting; round.Count > 0;)
        {
            round.ForEach(w => Skip(w, reason));
            skipped.AddRange(round);
            var next = new List<OperationItem>();
            foreach (var member in round)
            {
                next.AddRange(await WaitingForAsync(db, operation.Id, member.Sequence, cancellationToken));
            }

            round = next;
        }

        return new Effect(skipped, []);
    }

    /// <summary>What was created is what the items after it are about.</summary>
    private static void Fill(OperationItem waiting, OperationItem created)
    {
        if (created.Kind == ItemKind.CreateCommunity)
        {
            waiting.CommunityId ??= created.CommunityId;
            if (waiting.Kind is not (ItemKind.LinkGroup or ItemKind.UnlinkGroup or ItemKind.CreateSubgroup))
            {
                waiting.GroupId ??= created.GroupId;
            }
        }
        else if (created.Kind is ItemKind.CreateGroup or ItemKind.CreateSubgroup or ItemKind.Join)
        {
            waiting.GroupId ??= created.GroupId;
        }
    }

    private static async Task<List<OperationItem>> WaitingForAsync(PortalDbContext db, Guid operationId, int sequence, CancellationToken cancellationToken)
    {
        var waiting = await db.OperationItems
            .Where(i => i.OperationId == operationId && i.DependsOn == sequence && i.State == ItemState.Planned)
            .OrderBy(i => i.Sequence)
            .ToListAsync(cancellationToken);

        // What this save has skipped already is Planned only in the database.
        return waiting.FindAll(i => i.State == ItemState.Planned);
    }

    private async Task<IReadOnlyList<OperationItem>> SkipAddsToFullGroupAsync(PortalDbContext db, OperationItem item, CancellationToken cancellationToken)
    {
        var adds = await db.OperationItems
            .Where(i => i.OperationId == item.OperationId && i.GroupId == item.GroupId && i.Kind == ItemKind.AddParticipant && i.State == ItemState.Planned && i.Id != item.Id)
            .ToListAsync(cancellationToken);
        adds.ForEach(a => Skip(a, "Not sent: there is no room left, as the add before it showed."));
        return adds;
    }

    private void Skip(OperationItem item, string reason) => (item.State, item.Detail, item.SettledAt) = (ItemState.Skipped, reason, time.GetUtcNow());
}
