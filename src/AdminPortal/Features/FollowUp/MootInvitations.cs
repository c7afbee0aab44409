using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>
/// Settles invitations of which nobody knows whether they went out, once it does not matter any more: the person is in, or
/// somebody gave up. They count as sent, so that nothing follows from it; else their operation would call for a person for ever.
/// </summary>
internal sealed class MootInvitations(IDbContextFactory<PortalDbContext> contexts, OperationControl control)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (itemId, why) in await FindAsync(cancellationToken))
        {
            // Somebody may settle it at the same moment: the first word stands.
            _ = await control.DecideAsync(Actor.System, itemId, happened: true, why, cancellationToken);
        }
    }

    private async Task<List<(Guid ItemId, string Why)>> FindAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from wanted in db.WantedMembers.AsNoTracking()
            join offer in db.OperationItems on wanted.OfferItemId equals offer.Id
            where (wanted.State == WantedState.Joined || wanted.State == WantedState.Closed)
                && wanted.OfferState == ItemState.Unknown && offer.State == ItemState.Unknown
            select new { offer.Id, wanted.State, wanted.ClosedBy }).ToListAsync(cancellationToken);
        return
        [
            .. found.Select(f => (f.Id, f.State == WantedState.Joined
                ? "They are in the group by now: whether it went out does not matter any more."
                : $"{f.ClosedBy} closed the follow-up: whether it went out does not matter any more.")),
        ];
    }
}
