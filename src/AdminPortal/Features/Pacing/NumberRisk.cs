using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Pacing;

/// <summary>What endangers a number, as far as the console has seen it: nobody tells how near a ban is.</summary>
/// <param name="HereFor">How long the console knows it. The number itself may be older.</param>
/// <param name="Adds">People it tried to add in the last 24 hours.</param>
/// <param name="Refused">Of these, whom WhatsApp or the person did not let in: 401, 403, 408, 417, 463.</param>
/// <param name="Invitations">Sent in the last 24 hours to people whom it could not add, by the console or by the gateway on its own.</param>
public sealed record NumberRisk(TimeSpan HereFor, int Adds, int Refused, int Invitations)
{
    private const int FewAdds = 5;

    public bool IsYoung => HereFor < TimeSpan.FromDays(14);

    /// <summary>One in five, once there are enough of them to tell.</summary>
    public bool HasManyRefusals => Adds >= FewAdds && Refused * 5 >= Adds;

    public bool HasManyInvitations => Invitations >= 15;

    /// <returns>Null when the number is not there.</returns>
    internal static async Task<NumberRisk?> ReadAsync(PortalDbContext db, Guid connectionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Connections.Where(c => c.Id == connectionId).Select(c => (DateTimeOffset?)c.CreatedAt).FirstOrDefaultAsync(cancellationToken) is not { } since)
        {
            return null;
        }

        ItemKind[] kinds = [ItemKind.AddParticipant, ItemKind.SendInviteCard, ItemKind.SendInviteLink];
        RefusalReason?[] walls = [RefusalReason.BlockedByPerson, RefusalReason.PrivacyBlocked, RefusalReason.LeftRecently, RefusalReason.LinkOnly, RefusalReason.ReachOutLocked];
        var dayAgo = now - PaceProfile.Day;
        var counts = await db.OperationItems
            .Where(i => i.ConnectionId == connectionId && kinds.Contains(i.Kind) && i.SentAt > dayAgo)
            .GroupBy(i => i.ConnectionId)
            .Select(g => new
            {
                Adds = g.Count(i => i.Kind == ItemKind.AddParticipant),
                Refused = g.Count(i => i.Kind == ItemKind.AddParticipant && i.State == ItemState.Refused && walls.Contains(i.Reason)),
                Invitations = g.Count(i => i.InvitationSent
                    || (i.Kind != ItemKind.AddParticipant && i.State != ItemState.Refused && i.State != ItemState.NotApplied && i.State != ItemState.Skipped)),
            })
            .FirstOrDefaultAsync(cancellationToken);
        return new NumberRisk(now - since, counts?.Adds ?? 0, counts?.Refused ?? 0, counts?.Invitations ?? 0);
    }
}
