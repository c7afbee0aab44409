using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>An invitation of which nobody knows whether it went out.</summary>
/// <param name="Text">The message with the link, as it was to be sent; null for a card.</param>
/// <param name="SentAt">When the call left whose answer was lost.</param>
/// <param name="Through">The number that sent; null when it was removed.</param>
/// <param name="WhyNotAgain">Why it cannot be sent again now; null when it can.</param>
public sealed record LostInvitation(string Label, string GroupName, InviteWay Way, string? Text, DateTimeOffset? SentAt, string? Through, string? WhyNotAgain);

/// <summary>
/// Invitations whose answer was lost. No read shows messages, so nothing here happens by itself: a person says that it
/// arrived, or sends it again knowing that it may arrive twice.
/// </summary>
public sealed class LostInvitations(IDbContextFactory<PortalDbContext> contexts, OperationControl control, InvitationSender sender)
{
    public async Task<Result<LostInvitation>> FindAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var lost = await ReadAsync(actor, id, cancellationToken);
        if (!lost.Succeeded)
        {
            return lost.Failure;
        }

        var (member, way, text, sentAt, through) = lost.Value;
        var plan = await sender.PlanAsync(actor, [id], way, cancellationToken, knowingly: true);
        return new LostInvitation(
            member.Label, member.GroupName, way, way == InviteWay.Link ? InviteText.Fill(text, member.GroupName, InviteText.LinkMark) : null, sentAt, through, plan.Failure?.Message);
    }

    /// <summary>Somebody asked them, or looked into the chat: it arrived.</summary>
    public async Task<Result<Done>> GotItAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var lost = await ReadAsync(actor, id, cancellationToken);
        return lost.Succeeded ? await control.DecideAsync(actor, lost.Value.Member.OfferItemId!.Value, happened: true, cancellationToken) : lost.Failure;
    }

    /// <summary>
    /// Sends the same once more. The first one counts as not gone out from then on, which is settled before anything is
    /// submitted: whatever happens in between, and however many press at once, one goes out.
    /// </summary>
    /// <param name="intent">Made once when the dialog opens.</param>
    public async Task<Result<OperationTicket>> SendAgainAsync(Actor actor, Guid id, Guid intent, CancellationToken cancellationToken)
    {
        var lost = await ReadAsync(actor, id, cancellationToken);
        if (!lost.Succeeded)
        {
            return lost.Failure;
        }

        var (member, way, text, _, _) = lost.Value;
        if (await sender.PlanAsync(actor, [id], way, cancellationToken, knowingly: true) is { Succeeded: false, Failure: var obstacle })
        {
            return obstacle;
        }

        var decided = await control.DecideAsync(
            actor, member.OfferItemId!.Value, happened: false, $"{actor.Name} sends it again, knowing that it may have gone out.", cancellationToken);
        if (!decided.Succeeded)
        {
            return decided.Failure;
        }

        return await CountsAsNotSentAsync(member.OfferItemId.Value, cancellationToken)
            ? await sender.SubmitAsync(actor, [id], way, text, intent, cancellationToken, knowingly: true)
            : new AlreadySettled();
    }

    /// <summary>Somebody else may have said at the same moment that it arrived; the first word stands.</summary>
    private async Task<bool> CountsAsNotSentAsync(Guid itemId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperationItems.AnyAsync(i => i.Id == itemId && i.State == ItemState.NotApplied, cancellationToken);
    }

    private async Task<Result<Lost>> ReadAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if ((await ChosenMembers.ReadAsync(db, [id], cancellationToken)) is not [{ State: WantedState.MayBeInvited, OfferItemId: { } itemId } member])
        {
            return new NobodyToFollowUp("Somebody or a read has settled this meanwhile.");
        }

        var item = await (
            from offer in db.OperationItems.AsNoTracking()
            join number in db.Connections on offer.ConnectionId equals number.Id into numbers
            from number in numbers.DefaultIfEmpty()
            where offer.Id == itemId
            select new { offer.Kind, offer.Payload, offer.SentAt, Through = number == null || number.RemovedAt != null ? null : number.Name }).FirstAsync(cancellationToken);
        var way = item.Kind == ItemKind.SendInviteCard ? InviteWay.Card : InviteWay.Link;
        return new Lost(member, way, ItemPayload.Read<InvitationPayload>(item.Payload).Text ?? InviteText.Suggested, item.SentAt, item.Through);
    }

    private sealed record Lost(ChosenMember Member, InviteWay Way, string Text, DateTimeOffset? SentAt, string? Through);
}
