using AdminPortal.Data;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Identities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Decides whether an item that reads prove absent may be sent again.
/// <para>
/// Nothing that may have happened is ever sent twice. But an item whose answer was lost, because the connection broke or the
/// console died, and which certainly did not happen, was never done: leaving it so would lose a person over our own mishap.
/// It goes again when all of this holds: no answer came at all (a gateway that answered is not asked twice); two reads, the
/// second longer after the loss than any call may take, do not show it; no read or event in between showed it come and go;
/// nothing later was sent about the same target, which it would undo; doing it twice would end in the same state as doing it
/// once; and it was not sent too often already.
/// </para>
/// <para>
/// Creations are left out, although a list without the new group looks like proof: a group that appears late would have a
/// twin which nobody can delete. So are messages and invite links, which no read shows, and what cannot be undone.
/// </para>
/// </summary>
internal sealed class SecondSending(IDbContextFactory<PortalDbContext> contexts, IOptions<OperationsOptions> options)
{
    private const string Tried = "It was sent so often without an answer that a person should look first.";
    private const string Overtaken = "Not sent again: a later change is about the same.";
    private const string Undone = "Not sent again: it was seen to happen, and was undone since.";

    /// <summary>Whether repeating a change of this kind ends in the same state as doing it once.</summary>
    public static bool IsRepeatable(ItemKind kind) => kind is
        ItemKind.AddParticipant or ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant
        or ItemKind.LinkGroup or ItemKind.UnlinkGroup or ItemKind.ApproveRequest or ItemKind.RejectRequest
        or ItemKind.UpdateProfile or ItemKind.UpdateSettings or ItemKind.Leave;

    /// <param name="item">Of unknown outcome, and absent twice.</param>
    public async Task<ItemOutcome> ConcludeAsync(OperationItem item, Judgement judgement, CancellationToken cancellationToken)
    {
        const string absent = "No trustworthy answer came, and reads show that it did not happen.";
        if (!item.AnswerLost || judgement.IsHandledElsewhere || !IsRepeatable(item.Kind))
        {
            return new ItemOutcome(ItemState.NotApplied, judgement.Why ?? absent);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var obstacle = item.Attempts >= options.Value.MaxAttempts ? Tried
            : await IsOvertakenAsync(db, item, cancellationToken) ? Overtaken
            : await WasSeenAsync(db, item, cancellationToken) ? Undone
            : null;
        return obstacle is null
            ? new ItemOutcome(ItemState.Planned, "No answer came, and two reads show that it did not happen: it is sent again.")
            : new ItemOutcome(ItemState.NotApplied, $"{absent} {obstacle}");
    }

    private static Task<bool> IsOvertakenAsync(PortalDbContext db, OperationItem item, CancellationToken cancellationToken) =>
        db.OperationItems.AnyAsync(
            i => i.GroupId == item.GroupId && i.Participant == item.Participant && i.Id != item.Id && i.SentAt > item.SentAt, cancellationToken);

    private static async Task<bool> WasSeenAsync(PortalDbContext db, OperationItem item, CancellationToken cancellationToken)
    {
        MembershipChangeKind? effect = item.Kind switch
        {
            ItemKind.AddParticipant or ItemKind.ApproveRequest => MembershipChangeKind.Joined,
            ItemKind.RemoveParticipant => MembershipChangeKind.Left,
            ItemKind.PromoteParticipant => MembershipChangeKind.Promoted,
            ItemKind.DemoteParticipant => MembershipChangeKind.Demoted,
            _ => null,
        };
        if (effect is null || !ParticipantId.TryParse(item.Participant, out var person))
        {
            return false;
        }

        return await db.MembershipChanges.AnyAsync(
            c => c.GroupId == item.GroupId && c.Kind == effect && c.At >= item.SentAt
                && db.People.Any(p => p.Id == c.PersonId && (p.PhoneKey == person.Key || p.LidKey == person.Key)),
            cancellationToken);
    }
}
