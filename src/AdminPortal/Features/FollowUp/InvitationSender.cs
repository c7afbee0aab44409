using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>What sending one kind of invitation to the chosen would do.</summary>
/// <param name="Through">Names of the numbers that send.</param>
/// <param name="LeftOut">Who gets none and why, one sentence per reason.</param>
/// <param name="Notes">What may speak against it, each a sentence.</param>
/// <param name="Forecast">What it costs, how long it takes, and who has to confirm it.</param>
public sealed record InvitationPlan(InviteWay Way, int People, string FirstLabel, string FirstGroup, IReadOnlyList<string> Through, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Notes, PlanForecast Forecast)
{
    /// <summary>Numbers between which there is a choice for somebody, by name.</summary>
    public IReadOnlyList<NumberOption> Choices { get; init; } = [];
}

/// <summary>Invites people who could not be added, from the follow-up: by card or by a message with the link.</summary>
public sealed class InvitationSender(
    IDbContextFactory<PortalDbContext> contexts,
    ActingNumbers numbers,
    OperationDesk operations,
    PlanForecaster forecaster,
    TimeProvider time)
{
    /// <summary>Looks whom an invitation can reach. Changes nothing.</summary>
    /// <param name="knowingly">Also to those whose last invitation may have gone out.</param>
    /// <param name="rather">A number that writes to everybody it can; null leaves the choice to the console.</param>
    public async Task<Result<InvitationPlan>> PlanAsync(
        Actor actor, IReadOnlyCollection<Guid> ids, InviteWay way, CancellationToken cancellationToken, bool knowingly = false, Guid? rather = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var (sends, leftOut) = await SortOutAsync(ids, way, knowingly, rather, cancellationToken);
        if (sends.Count == 0)
        {
            return new NobodyToFollowUp(leftOut.Count > 0 ? string.Join(" ", leftOut) : "Nobody is chosen.");
        }

        var forecast = await forecaster.ForecastAsync(actor, [.. sends.Select(s => ItemOf(s, way))], IsClick(sends), cancellationToken);
        return new InvitationPlan(
            way, sends.Count, sends[0].Member.Label, sends[0].Member.GroupName, [.. sends.Select(s => s.Through.Name).Distinct(StringComparer.Ordinal)], leftOut, NotesOn(sends), forecast)
        {
            Choices = [.. sends.Where(s => s.Able.Count > 1).SelectMany(s => s.Able).DistinctBy(n => n.ConnectionId).OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase)],
        };
    }

    /// <summary>Plans anew and submits: who joined meanwhile is left out.</summary>
    /// <param name="text">For <see cref="InviteWay.Link"/>.</param>
    /// <param name="intent">Made once when the dialog opens.</param>
    /// <param name="knowingly">Also to those whose last invitation may have gone out; see <see cref="LostInvitations"/>.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    /// <param name="rather">The number that the operator prefers; null leaves the choice to the console.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor,
        IReadOnlyCollection<Guid> ids,
        InviteWay way,
        string? text,
        Guid intent,
        CancellationToken cancellationToken,
        bool knowingly = false,
        DateTimeOffset? startAt = null,
        Guid? rather = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var message = InviteText.Check(way == InviteWay.Link ? text : InviteText.Suggested);
        if (!message.Succeeded)
        {
            return message.Failure;
        }

        var intentKey = $"follow-up:{KindOf(way)}:{intent:N}";
        if (await operations.FindAsync(intentKey, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var (sends, leftOut) = await SortOutAsync(ids, way, knowingly, rather, cancellationToken);
        if (sends.Count == 0)
        {
            return new NobodyToFollowUp(leftOut.Count > 0 ? string.Join(" ", leftOut) : "Nobody is chosen.");
        }

        var groups = sends.Select(s => s.Member.GroupName).Distinct(StringComparer.Ordinal).ToList();
        var who = sends.Count == 1 ? sends[0].Member.Label : FormattableString.Invariant($"{sends.Count:N0} people");
        var where = groups.Count == 1 ? groups[0] : FormattableString.Invariant($"{groups.Count:N0} groups");
        try
        {
            return await operations.SubmitAsync(
                actor,
                new OperationDraft(
                    OperationKind.SendMessages,
                    way == InviteWay.Card ? $"Invite {who} to {where}" : $"Send the link of {where} to {who}",
                    intentKey,
                    IsClick(sends),
                    [
                        .. sends.Select(s => ItemOf(s, way) with
                        {
                            Payload = ItemPayload.Write(new InvitationPayload(s.Member.GroupName, message.Value, s.Member.Code)),
                            OnceKey = s.OnceKey,
                        }),
                    ],
                    GroupId: groups.Count == 1 ? sends[0].Member.GroupId : null,
                    StartAt: startAt),
                cancellationToken);
        }
        catch (DbUpdateException)
        {
            // The name of an invitation was taken between looking and saving: somebody else invites one of them now.
            return new ChangedMeanwhile("One of these people");
        }
    }

    private static IReadOnlyList<string> NotesOn(IReadOnlyList<Send> sends) =>
    [
        .. sends.Where(s => s.Member.LinkCopiedBy is not null)
            .GroupBy(s => s.Member.LinkCopiedBy!, StringComparer.Ordinal)
            .Select(g => $"{g.Key} copied the link for {(g.Count() == 1 ? g.First().Member.Label : FormattableString.Invariant($"{g.Count():N0} of them"))} and may have sent it by hand."),
    ];

    /// <summary>A single one goes ahead of bulk work.</summary>
    private static bool IsClick(IReadOnlyList<Send> sends) => sends.Count == 1;

    private static ItemDraft ItemOf(Send send, InviteWay way) =>
        new(KindOf(way), send.Through.ConnectionId, send.Member.Label) { GroupId = send.Member.GroupId, Participant = send.Member.Participant };

    private static ItemKind KindOf(InviteWay way) => way == InviteWay.Card ? ItemKind.SendInviteCard : ItemKind.SendInviteLink;

    private async Task<(List<Send> Sends, IReadOnlyList<string> LeftOut)> SortOutAsync(
        IReadOnlyCollection<Guid> ids, InviteWay way, bool knowingly, Guid? rather, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = await ChosenMembers.ReadAsync(db, ids, cancellationToken);
        var (sends, leftOut, latest) = (new List<Send>(), new LeftOut(), time.GetUtcNow() - InvitationKeys.Rest);
        // What another operator submitted a moment ago stands there already, and not yet in the row.
        var keys = await InvitationKeys.NextAsync(db, [.. chosen.Select(c => (c.GroupId, c.Participant))], cancellationToken);
        var inGroup = new Dictionary<string, (IReadOnlyList<NumberInGroup> Within, IReadOnlyList<NumberInGroup> Elsewhere)>(StringComparer.Ordinal);
        foreach (var member in chosen)
        {
            if (ChosenMembers.WhyNot(member) is { } why && !(knowingly && member.State == WantedState.MayBeInvited))
            {
                leftOut.Add(why.One, why.Many);
            }
            else if (member.State == WantedState.Invited)
            {
                leftOut.Add("holds a private invitation that is still good.", "hold private invitations that are still good.");
            }
            else if (!keys.TryGetValue((member.GroupId, member.Participant), out var next))
            {
                leftOut.Add("has no number that can be written to.", "have no numbers that can be written to.");
            }
            else if (next.IsUnderWay)
            {
                leftOut.Add("is being invited already.", "are being invited already.");
            }
            else if (next.MayBeOut && !knowingly)
            {
                leftOut.Add("may have been invited: say first whether they got it.", "may have been invited: say first whether they got it.");
            }
            else if (member.OfferedAt > latest || next.SentAt > latest)
            {
                leftOut.Add("was invited in the last 24 hours.", "were invited in the last 24 hours.");
            }
            else
            {
                if (!inGroup.TryGetValue(member.GroupId, out var all))
                {
                    inGroup[member.GroupId] = all = await numbers.DivideAsync(member.GroupId, cancellationToken);
                }

                var (through, able) = Choose(member, all.Within, all.Elsewhere, way, rather);
                if (through.Succeeded)
                {
                    sends.Add(new Send(member, through.Value, next.Key, able));
                }
                else
                {
                    leftOut.Add($"cannot be reached: {through.Failure.Message}", $"cannot be reached: {through.Failure.Message}");
                }
            }
        }

        return (sends, leftOut.Sentences);
    }

    /// <summary>The number that the operator prefers, else the one that tried; where the person has blocked it, another one.</summary>
    private static (Result<NumberInGroup> Through, IReadOnlyList<NumberOption> Able) Choose(
        ChosenMember member, IReadOnlyList<NumberInGroup> within, IReadOnlyList<NumberInGroup> elsewhere, InviteWay way, Guid? rather)
    {
        var open = member.Reason == RefusalReason.BlockedByPerson ? [.. within.Where(n => n.ConnectionId != member.ConnectionId)] : within;
        if (open.Count == 0 && within.Count > 0)
        {
            return (new NoNumberCanAct("They have blocked the only number of ours that is in the group."), []);
        }

        // The link shows to admins only.
        var capability = way == InviteWay.Card ? Capability.SendInviteCard : Capability.SendText;
        var routing = NumberRouting.Of(member.GroupName, open, capability, MemberRole.Admin, elsewhere);
        var able = routing.Candidates.Where(c => c.CanAct).Select(c => c.Number).ToList();
        var wanted = able.Find(n => n.ConnectionId == rather) ?? able.Find(n => n.ConnectionId == member.ConnectionId);
        return (wanted is null ? routing.Choose(through: null) : wanted, [.. able.Select(n => new NumberOption(n.ConnectionId, n.Name))]);
    }

    private sealed record Send(ChosenMember Member, NumberInGroup Through, string OnceKey, IReadOnlyList<NumberOption> Able);
}
