using AdminPortal.Data;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>What an item's outcome means for the items that wait for it.</summary>
internal sealed class DependentItems(ItemTruth truth, TimeProvider time)
{
    /// <param name="Settled">Items that need not or will never be sent now; tracked, and part of the same save.</param>
    /// <param name="Released">Numbers whose runners may go on.</param>
    public sealed record Effect(IReadOnlyList<OperationItem> Settled, IReadOnlyCollection<Guid> Released)
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
            if (item.State == ItemState.Accepted)
            {
                return Effect.None;
            }

            var settled = item.Kind == ItemKind.CreateCommunity
                ? await SendToAnnouncementAsync(db, item, waiting, cancellationToken)
                : await ConfirmWhoCameInAsync(item, waiting, cancellationToken);
            return new Effect(settled, [.. waiting.Select(w => w.ConnectionId).Distinct()]);
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

    /// <summary>
    /// Some of a group's first people come in with the creation itself. The read that confirmed the group has shown them: adding
    /// them once more would cost a call each and could be refused. Who is missing is added, which also tells why it fails.
    /// </summary>
    private async Task<IReadOnlyList<OperationItem>> ConfirmWhoCameInAsync(OperationItem created, List<OperationItem> waiting, CancellationToken cancellationToken)
    {
        var adds = created.Kind is ItemKind.CreateGroup or ItemKind.CreateSubgroup && created.GroupId is not null
            ? waiting.FindAll(w => w.Kind == ItemKind.AddParticipant && w.GroupId == created.GroupId)
            : [];
        if (adds.Count == 0)
        {
            return [];
        }

        var judgements = await truth.JudgeAsync(created.GroupId!, adds, shown: null, membersRead: true, cancellationToken);
        var here = adds.FindAll(a => judgements[a.Id].Finding == Finding.Yes);
        // To WhatsApp the number added them, at the moment of the creation: they count in its pace as every add does.
        here.ForEach(a => (a.State, a.Detail, a.SettledAt, a.SentAt) = (ItemState.Confirmed, "Came in when the group was created; a read shows it.", time.GetUtcNow(), created.SentAt));
        return here;
    }

    /// <summary>The community itself holds no people and no conversation: both are in its announcement group.</summary>
    /// <returns>Adds that cannot be sent, because that group does not show.</returns>
    private async Task<IReadOnlyList<OperationItem>> SendToAnnouncementAsync(PortalDbContext db, OperationItem created, List<OperationItem> waiting, CancellationToken cancellationToken)
    {
        var announcement = await db.Groups
            .Where(g => g.CommunityId == created.CommunityId && g.Kind == GroupKind.Announcement && g.GoneAt == null)
            .Select(g => g.Id)
            .FirstOrDefaultAsync(cancellationToken);
        waiting.FindAll(IsForAnnouncement).ForEach(w => w.GroupId ??= announcement);
        var lost = announcement is null ? waiting.FindAll(w => w.Kind == ItemKind.AddParticipant) : [];
        lost.ForEach(w => Skip(w, "Not sent: the community's announcement group does not show. Add them on its Participants tab when it does."));
        return lost;
    }

    private static bool IsForAnnouncement(OperationItem item) => item.Kind is ItemKind.AddParticipant or ItemKind.SendGroupText;

    /// <summary>What was created is what the items after it are about.</summary>
    private static void Fill(OperationItem waiting, OperationItem created)
    {
        if (created.Kind == ItemKind.CreateCommunity)
        {
            waiting.CommunityId ??= created.CommunityId;
            if (waiting.Kind is not (ItemKind.LinkGroup or ItemKind.UnlinkGroup or ItemKind.CreateSubgroup) && !IsForAnnouncement(waiting))
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
