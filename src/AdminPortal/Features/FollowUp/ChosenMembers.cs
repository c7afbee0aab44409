using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>A chosen row as an action needs it.</summary>
/// <param name="OfferedAt">When the last invitation left that has reached them, as far as anybody knows.</param>
internal sealed record ChosenMember(
    Guid Id,
    string GroupId,
    string GroupName,
    string? Code,
    string Participant,
    string Label,
    WantedState State,
    RefusalReason? Reason,
    Guid ConnectionId,
    DateTimeOffset? OfferedAt,
    Guid? OfferItemId,
    string? LinkCopiedBy,
    Guid? RequestId);

/// <summary>Who of the chosen is left out, and why: one sentence per reason.</summary>
internal sealed class LeftOut
{
    private readonly List<(string One, string Many)> _reasons = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string one, string many)
    {
        if (_counts.TryAdd(one, 1))
        {
            _reasons.Add((one, many));
            return;
        }

        _counts[one]++;
    }

    public IReadOnlyList<string> Sentences => [.. _reasons.Select(r => _counts[r.One] == 1 ? $"1 person {r.One}" : FormattableString.Invariant($"{_counts[r.One]:N0} people {r.Many}"))];
}

internal static class ChosenMembers
{
    private const int Chunk = 500;

    public static async Task<List<ChosenMember>> ReadAsync(PortalDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new List<ChosenMember>();
        foreach (var chunk in ids.Distinct().Chunk(Chunk))
        {
            found.AddRange(await (
                from wanted in db.WantedMembers.AsNoTracking()
                join grp in db.Groups on wanted.GroupId equals grp.Id
                where chunk.Contains(wanted.Id) && grp.GoneAt == null
                orderby wanted.StateSince, wanted.Id
                select new ChosenMember(
                    wanted.Id, wanted.GroupId, grp.Name, grp.InviteCode, wanted.Participant, wanted.Label, wanted.State, wanted.AddReason,
                    wanted.ConnectionId,
                    // What was refused, or did not go out as somebody found, has reached nobody.
                    (wanted.OfferState == ItemState.Accepted || wanted.OfferState == ItemState.Confirmed ? wanted.OfferSentAt : null) ?? wanted.InvitedAt,
                    wanted.OfferItemId, wanted.LinkCopiedBy, wanted.RequestId)).ToListAsync(cancellationToken));
        }

        return found;
    }

    /// <summary>Leaves out those for whom writing or adding is senseless or under way; null when nothing speaks against it.</summary>
    public static (string One, string Many)? WhyNot(ChosenMember member) => (member.State, member.Reason) switch
    {
        (WantedState.Joined, _) => ("is in the group.", "are in the group."),
        (WantedState.Closed, _) => ("is closed.", "are closed."),
        (WantedState.ToAdd or WantedState.Added or WantedState.ToInvite or WantedState.NotKnown, _) => ("is under way already.", "are under way already."),
        (WantedState.MayBeInvited, _) => ("may have been invited: say first whether they got it.", "may have been invited: say first whether they got it."),
        (WantedState.AskedToJoin, _) => ("waits for approval.", "wait for approval."),
        (_, RefusalReason.NotOnWhatsApp) => ("is not on WhatsApp.", "are not on WhatsApp."),
        (_, RefusalReason.InvalidNumber) => ("has no valid number.", "have no valid numbers."),
        (_, RefusalReason.LegalRestriction) => ("may not be added for legal reasons.", "may not be added for legal reasons."),
        _ => null,
    };
}
