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

    /// <returns>The item to be sent; null when nobody is to be invited.</returns>
    public async Task<OperationItem?> FollowAsync(PortalDbContext db, Operation operation, OperationItem item, CancellationToken cancellationToken)
    {
        if (operation is not { Fallback: { } chosen, CancelRequested: false }
            || item is not
            {
                Kind: ItemKind.AddParticipant,
                State: ItemState.Refused,
                Reason: RefusalReason.PrivacyBlocked or RefusalReason.LinkOnly,
                InvitationSent: false,
                GroupId: { } groupId,
                Participant: { } participant,
            })
        {
            return null;
        }

        var keys = await InvitationKeys.NextAsync(db, [(groupId, participant)], cancellationToken);
        if (!keys.TryGetValue((groupId, participant), out var next)
            || next.WasInvited
            || await InvitedByGatewayAsync(db, item, groupId, participant, cancellationToken))
        {
            item.Detail = $"{item.Detail} Was invited before; nobody is invited twice.".Trim();
            return null;
        }

        var fallback = ItemPayload.Read<InviteFallback>(chosen);
        var group = await db.Groups.Where(g => g.Id == groupId).Select(g => new { g.Name, g.InviteCode }).FirstOrDefaultAsync(cancellationToken);
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

    private Task<bool> InvitedByGatewayAsync(PortalDbContext db, OperationItem item, string groupId, string participant, CancellationToken cancellationToken)
    {
        var alive = time.GetUtcNow() - Lifetime;
        return db.OperationItems.AnyAsync(
            i => i.GroupId == groupId && i.State == ItemState.Refused && i.InvitationSent && i.Participant == participant && i.SentAt > alive && i.Id != item.Id,
            cancellationToken);
    }
}
