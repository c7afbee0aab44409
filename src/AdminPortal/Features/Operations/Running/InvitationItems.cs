using AdminPortal.Data;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Adds, in the save that records a refusal, the invitation that its operation sends instead. Nobody is invited into a group
/// twice unasked: not by two operations, and not after the gateway did it on its own.
/// </summary>
internal sealed class InvitationItems(TimeProvider time)
{
    /// <summary>How long WhatsApp's private invitation lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    /// <param name="before">The state before this save.</param>
    /// <param name="saved">What the same save writes besides: an invitation among them is not in the database yet.</param>
    /// <returns>The item to be sent; null when nobody is to be invited.</returns>
    public async Task<OperationItem?> FollowAsync(
        PortalDbContext db, Operation operation, OperationItem item, ItemState before, IReadOnlyCollection<OperationItem> saved, CancellationToken cancellationToken)
    {
        if (operation is not { Fallback: { } chosen, CancelRequested: false }
            || item is not { Kind: ItemKind.AddParticipant, InvitationSent: false, GroupId: { } groupId, Participant: { } participant }
            || !IsWalled(item, before))
        {
            return null;
        }

        var group = await db.Groups.Where(g => g.Id == groupId).Select(g => new { g.Name, g.InviteCode, g.ApprovalRequired }).FirstOrDefaultAsync(cancellationToken);
        if ((item.State == ItemState.NotApplied && group?.ApprovalRequired == true)
            || !await db.Connections.AnyAsync(c => c.Id == item.ConnectionId && c.RemovedAt == null, cancellationToken))
        {
            // They may wait in the approval queue; or nobody is left who could send.
            return null;
        }

        var keys = await InvitationKeys.NextAsync(db, [(groupId, participant)], cancellationToken);
        if (!keys.TryGetValue((groupId, participant), out var next)
            || next.WasInvited
            || saved.Any(i => i.OnceKey == next.Key)
            || await InvitedByGatewayAsync(db, item, groupId, participant, cancellationToken))
        {
            item.Detail = $"{item.Detail} Was invited before; nobody is invited twice.".Trim();
            return null;
        }

        var fallback = ItemPayload.Read<InviteFallback>(chosen);
        // After all adds, each at a place of its own: whatever happens, the same refusal has one invitation.
        var last = await db.OperationItems.Where(i => i.OperationId == operation.Id && i.OnceKey == null).MaxAsync(i => i.Sequence, cancellationToken);
        return new OperationItem
        {
            OperationId = operation.Id,
            Sequence = last + item.Sequence,
            Kind = fallback.Way == InviteWay.Card ? ItemKind.SendInviteCard : ItemKind.SendInviteLink,
            ConnectionId = item.ConnectionId,
            GroupId = groupId,
            CommunityId = item.CommunityId,
            Participant = participant,
            Label = item.Label,
            Payload = ItemPayload.Write(new InvitationPayload(group?.Name, fallback.Text, group?.InviteCode)),
            OnceKey = next.Key,
        };
    }

    /// <summary>
    /// Privacy, as far as the gateway tells: some name no reason, some say yes and silently drop the person, which reads show.
    /// An add whose answer was lost proves no wall.
    /// </summary>
    private static bool IsWalled(OperationItem item, ItemState before) => item.State switch
    {
        ItemState.Refused => item.Reason is RefusalReason.PrivacyBlocked or RefusalReason.LinkOnly or RefusalReason.Unspecified,
        ItemState.NotApplied => before is ItemState.Sending or ItemState.Accepted,
        _ => false,
    };

    private Task<bool> InvitedByGatewayAsync(PortalDbContext db, OperationItem item, string groupId, string participant, CancellationToken cancellationToken)
    {
        var alive = time.GetUtcNow() - Lifetime;
        return db.OperationItems.AnyAsync(
            i => i.GroupId == groupId && i.State == ItemState.Refused && i.InvitationSent && i.Participant == participant && i.SentAt > alive && i.Id != item.Id,
            cancellationToken);
    }
}
