using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>Something that was asked for and is not proven yet: shown as a pending chip, never as a fact.</summary>
/// <param name="CommunityId">For links: the community the group shall enter or leave.</param>
/// <param name="Participant">The id as it is sent.</param>
/// <param name="Payload">The item's content, to be read with <see cref="ItemPayload"/>.</param>
public sealed record PendingItem(
    Guid ItemId,
    Guid OperationId,
    ItemKind Kind,
    ItemState State,
    string? GroupId,
    string? CommunityId,
    string? Participant,
    string Label,
    string? Payload);

/// <summary>What is under way about groups, for the screens that show them.</summary>
public sealed class PendingItems(IDbContextFactory<PortalDbContext> contexts)
{
    private const int Chunk = 500;

    /// <summary>Unsettled items about these groups or communities, oldest first.</summary>
    public async Task<IReadOnlyList<PendingItem>> ForGroupsAsync(IReadOnlyCollection<string> groupIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = new Dictionary<Guid, PendingItem>();
        foreach (var ids in groupIds.Distinct().Chunk(Chunk))
        {
            var found = await (
                from item in db.OperationItems.AsNoTracking()
                where (ids.Contains(item.GroupId!) || ids.Contains(item.CommunityId!))
                    && (item.State == ItemState.Planned || item.State == ItemState.Sending || item.State == ItemState.Accepted || item.State == ItemState.Unknown)
                select new PendingItem(
                    item.Id, item.OperationId, item.Kind, item.State, item.GroupId, item.CommunityId, item.Participant, item.Label, item.Payload))
                .ToListAsync(cancellationToken);
            found.ForEach(f => pending.TryAdd(f.ItemId, f));
        }

        // Ids are made in the order of submitting.
        return [.. pending.Values.OrderBy(p => p.ItemId)];
    }
}
