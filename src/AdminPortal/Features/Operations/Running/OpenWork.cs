using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>An item that may be sent as far as its operation is concerned; its pace is another matter.</summary>
/// <param name="Reverts">It undoes something, and may have waited while others changed the same.</param>
internal sealed record QueuedItem(Guid ItemId, Guid OperationId, ItemKind Kind, bool Interactive, bool Reverts);

/// <summary>What a number has to send: the first item of each operation, by age.</summary>
internal sealed class OpenWork(IDbContextFactory<PortalDbContext> contexts)
{
    private const int Considered = 20;

    private static readonly ItemKind[] s_creations = [ItemKind.CreateCommunity, ItemKind.CreateGroup, ItemKind.CreateSubgroup];

    /// <param name="held">Kinds that may not be sent now: operations that would send nothing else are left out.</param>
    /// <returns>The items, and whether no operation is left that was not considered.</returns>
    public async Task<(IReadOnlyList<QueuedItem> Queue, bool AreAll)> NextAsync(
        Guid connectionId, bool interactive, IReadOnlyCollection<ItemKind> held, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sendable = SendableOf(db, connectionId);
        var active = Active(db).Where(o => o.Interactive == interactive && (o.StartAt == null || o.StartAt <= now) && sendable.Any(i => i.OperationId == o.Id));
        if (held.Count > 0)
        {
            // What stands behind the first item is of use only where it need not wait for it, as below.
            active = active.Where(o =>
                !held.Contains(sendable.Where(i => i.OperationId == o.Id).OrderBy(i => i.Sequence).Select(i => i.Kind).FirstOrDefault())
                || (o.Fallback != null && sendable.Any(i => i.OperationId == o.Id && i.OnceKey != null && !held.Contains(i.Kind)))
                || (s_creations.Contains(sendable.Where(i => i.OperationId == o.Id).OrderBy(i => i.Sequence).Select(i => i.Kind).FirstOrDefault())
                    && sendable.Any(i => i.OperationId == o.Id && !s_creations.Contains(i.Kind) && !held.Contains(i.Kind))));
        }

        var operations = await active
            .OrderBy(o => o.SubmittedAt)
            .Select(o => new { o.Id, o.Interactive, Invites = o.Fallback != null, Reverts = o.Kind == OperationKind.Revert })
            .Take(Considered)
            .ToListAsync(cancellationToken);
        var queue = new List<QueuedItem>(operations.Count);
        foreach (var operation in operations)
        {
            var first = await sendable
                .Where(i => i.OperationId == operation.Id)
                .OrderBy(i => i.Sequence)
                .Select(i => new { i.Id, i.Kind })
                .FirstOrDefaultAsync(cancellationToken);
            if (first is not null)
            {
                queue.Add(new QueuedItem(first.Id, operation.Id, first.Kind, operation.Interactive, operation.Reverts));
            }

            // Invitations stand behind all adds of their operation and have a budget of their own: they need not wait for them.
            if (first is { Kind: ItemKind.AddParticipant } && operation.Invites)
            {
                var invitation = await sendable
                    .Where(i => i.OperationId == operation.Id && i.OnceKey != null)
                    .OrderBy(i => i.Sequence)
                    .Select(i => new { i.Id, i.Kind })
                    .FirstOrDefaultAsync(cancellationToken);
                if (invitation is not null)
                {
                    queue.Add(new QueuedItem(invitation.Id, operation.Id, invitation.Kind, operation.Interactive, operation.Reverts));
                }
            }

            if (first is { Kind: ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup })
            {
                // A creation may wait an hour for its budget: what belongs to the ones before it goes on meanwhile.
                var other = await sendable
                    .Where(i => i.OperationId == operation.Id && i.Kind != ItemKind.CreateCommunity && i.Kind != ItemKind.CreateGroup && i.Kind != ItemKind.CreateSubgroup)
                    .OrderBy(i => i.Sequence)
                    .Select(i => new { i.Id, i.Kind })
                    .FirstOrDefaultAsync(cancellationToken);
                if (other is not null)
                {
                    queue.Add(new QueuedItem(other.Id, operation.Id, other.Kind, operation.Interactive, operation.Reverts));
                }
            }
        }

        return (queue, operations.Count < Considered);
    }

    /// <summary>When the next operation with a start time begins.</summary>
    public async Task<DateTimeOffset?> NextStartAsync(Guid connectionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Active(db)
            .Where(o => o.StartAt > now && db.OperationItems.Any(i => i.OperationId == o.Id && i.ConnectionId == connectionId && i.State == ItemState.Planned))
            .OrderBy(o => o.StartAt)
            .Select(o => o.StartAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether anything of the number is not settled.</summary>
    public async Task<bool> AnyAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperationItems.AnyAsync(
            i => i.ConnectionId == connectionId
                && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown),
            cancellationToken);
    }

    /// <summary>The groups in which the number still has something to send now.</summary>
    public async Task<IReadOnlySet<string>> BusyGroupsAsync(Guid connectionId, IReadOnlyCollection<string> groupIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var active = Active(db).Where(o => o.StartAt == null || o.StartAt <= now);
        var busy = await SendableOf(db, connectionId)
            .Where(i => groupIds.Contains(i.GroupId!) && active.Any(o => o.Id == i.OperationId))
            .Select(i => i.GroupId!)
            .Distinct()
            .ToListAsync(cancellationToken);
        return busy.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>An operation that needs a person for one item goes on with the others.</summary>
    private static IQueryable<Operation> Active(PortalDbContext db) => db.Operations.AsNoTracking().Where(o =>
        (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.NeedsAttention) && !o.CancelRequested);

    private static IQueryable<OperationItem> SendableOf(PortalDbContext db, Guid connectionId) => db.OperationItems.AsNoTracking().Where(i =>
        i.ConnectionId == connectionId
        && i.State == ItemState.Planned
        && (i.DependsOn == null
            || db.OperationItems.Any(p => p.OperationId == i.OperationId && p.Sequence == i.DependsOn && p.State == ItemState.Confirmed))
        // A welcome goes out last: after everything that stands between it and the creation it waits for has been sent.
        && (i.Kind != ItemKind.SendGroupText || i.DependsOn == null
            || !db.OperationItems.Any(e => e.OperationId == i.OperationId && e.Sequence > i.DependsOn && e.Sequence < i.Sequence
                && (e.State == ItemState.Planned || e.State == ItemState.Sending))));
}
