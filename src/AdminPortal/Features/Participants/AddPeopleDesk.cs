using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Participants;

/// <summary>Where people would enter, and through whom.</summary>
/// <param name="Group">The group that is asked for; for a community its announcement group.</param>
/// <param name="Redirected">Why it is another group than the one chosen; null when it is not.</param>
/// <param name="Home">The country of the number that adds: the likeliest one of numbers without a code.</param>
/// <param name="PlacesLeft">Null when the member count is not known.</param>
public sealed record AddTarget(GroupSheet Group, NumberInGroup Number, string? Redirected, Country? Home, int? PlacesLeft)
{
    /// <summary>Who else could add.</summary>
    public required NumberRouting Routing { get; init; }

    /// <summary>Why the number cannot invite in this way whom it cannot add; null when it can.</summary>
    /// <param name="through">The number that the operator chose.</param>
    public string? WhyNot(InviteWay way, Guid? through = null)
    {
        var number = Routing.Candidates.FirstOrDefault(c => c.Number.ConnectionId == through)?.Number ?? Number;
        var needed = way == InviteWay.Card ? Capability.SendInviteCard : Capability.SendText;
        return !number.Capabilities.Can(needed) ? $"{number.Name} {number.Capabilities[needed].Reason}."
            : number.Role == MemberRole.Member && Group.InviteCode is null ? $"{number.Name} must be an admin of {Group.Name} to see its link."
            : null;
    }
}

/// <summary>Somebody to add.</summary>
/// <param name="Key"><see cref="ParticipantId.Key"/>.</param>
public sealed record Newcomer(string Key, string? Name);

/// <summary>What became of one person so far.</summary>
/// <param name="Label">As it was submitted.</param>
/// <param name="Invited">The invitation that is sent instead; null when there is none.</param>
/// <param name="InvitedByGateway">The gateway sent WhatsApp's private invitation on its own.</param>
public sealed record NewcomerOutcome(
    Guid ItemId, string Label, string Number, ItemState State, Gateways.Results.RefusalReason? Reason, string? Detail, ItemState? Invited = null, bool InvitedByGateway = false);

/// <summary>An add that was submitted, person by person.</summary>
public sealed record AddProgress(OperationState State, string? Attention, IReadOnlyList<NewcomerOutcome> People)
{
    public int Settled => People.Count(p => p.State is ItemState.Confirmed or ItemState.NotApplied or ItemState.Refused or ItemState.Skipped);

    /// <summary>Shown as members by a read.</summary>
    public int In => People.Count(p => p.State == ItemState.Confirmed);
}

/// <summary>Adds people to a group: looks who of them needs no adding, submits, and reports back.</summary>
public sealed class AddPeopleDesk(
    IDbContextFactory<PortalDbContext> contexts,
    GroupDirectory groups,
    GroupText text,
    OperationDesk operations)
{
    private const int Chunk = 500;

    /// <summary>Whether and where people can be added now.</summary>
    /// <param name="through">The number that the operator chose; null leaves the choice to the console.</param>
    public async Task<Result<AddTarget>> TargetAsync(Actor actor, string groupId, CancellationToken cancellationToken, Guid? through = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var found = await groups.GetAsync(groupId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var (sheet, redirected) = (found.Value, default(string));
        if (sheet.Kind == GroupKind.CommunityParent)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var door = await db.Groups
                .Where(g => g.CommunityId == groupId && g.Kind == GroupKind.Announcement && g.GoneAt == null)
                .Select(g => g.Id)
                .FirstOrDefaultAsync(cancellationToken);
            var entered = door is null ? null : (await groups.GetAsync(door, cancellationToken)).Value;
            if (entered is null)
            {
                return new NoDoorIntoCommunity(sheet.Name);
            }

            redirected = $"People enter a community through its announcement group, so they are added to {entered.Name}.";
            sheet = entered;
        }

        if (sheet.GoneAt is not null)
        {
            return new GroupGone(sheet.Name);
        }

        var routing = sheet.Route(Capability.AddParticipants, sheet.RoleToAdd);
        var number = routing.Choose(through);
        return number.Succeeded
            ? new AddTarget(sheet, number.Value, redirected, await HomeOfAsync(number.Value.ConnectionId, cancellationToken), LimitOf(sheet) - sheet.MemberCount) { Routing = routing }
            : number.Failure;
    }

    /// <summary>What the database knows about these people in this group.</summary>
    public async Task<KnownKeys> KnownAsync(string groupId, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var members = await (
            from membership in db.Memberships.AsNoTracking()
            join person in db.People.AsNoTracking() on membership.PersonId equals person.Id
            where membership.GroupId == groupId && membership.GoneAt == null
            select new { person.PhoneKey, person.LidKey }).ToListAsync(cancellationToken);
        var beingAdded = await db.OperationItems.AsNoTracking()
            .Where(i => i.GroupId == groupId && i.Kind == ItemKind.AddParticipant && i.Participant != null
                && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown))
            .Select(i => i.Participant!)
            .ToListAsync(cancellationToken);
        HashSet<string> without = new(StringComparer.Ordinal);
        foreach (var chunk in keys.SelectMany(PastedPeople.SpellingsOf).Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            without.UnionWith(await db.People
                .Where(p => p.NotOnWhatsAppAt != null && chunk.Contains(p.PhoneKey))
                .Select(p => p.PhoneKey!)
                .ToListAsync(cancellationToken));
        }

        return new KnownKeys(
            members.SelectMany(m => new[] { m.PhoneKey, m.LidKey }).OfType<string>().ToHashSet(StringComparer.Ordinal),
            beingAdded.Select(p => ParticipantId.TryParse(p, out var id) ? id.Key : p).ToHashSet(StringComparer.Ordinal),
            without);
    }

    /// <summary>One item per person; who is in already, or is being added, is left out.</summary>
    /// <param name="intent">Made once when the dialog opens.</param>
    /// <param name="through">The number that the operator chose; null leaves the choice to the console.</param>
    /// <param name="fallback">What people get whom privacy keeps from being added; null is nothing.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor,
        string groupId,
        IReadOnlyList<Newcomer> people,
        Guid intent,
        CancellationToken cancellationToken,
        Guid? through = null,
        InviteFallback? fallback = null,
        DateTimeOffset? startAt = null)
    {
        var target = await TargetAsync(actor, groupId, cancellationToken, through);
        if (!target.Succeeded)
        {
            return target.Failure;
        }

        if (fallback is not null && Objection(target.Value, fallback) is { } objection)
        {
            return objection;
        }

        var wanted = people.DistinctBy(p => p.Key, StringComparer.Ordinal).ToList();
        if (wanted.Find(p => !ParticipantId.TryParse(p.Key, out _)) is { } wrong)
        {
            return new InvalidInput($"{wrong.Name ?? "Somebody"} has no number that can be added.");
        }

        var sheet = target.Value.Group;
        var intentKey = $"people:{sheet.Id}:{ItemKind.AddParticipant}:{intent:N}";
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            // The first submit makes its people "being added": the second must not be told that nobody is left.
            var earlier = await db.Operations.Where(o => o.IntentKey == intentKey).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancellationToken);
            if (earlier is { } twin)
            {
                return new OperationTicket(twin, AlreadySubmitted: true);
            }
        }

        var known = await KnownAsync(sheet.Id, [.. wanted.Select(p => p.Key)], cancellationToken);
        var left = wanted.Where(p => !PastedPeople.SpellingsOf(p.Key).Any(k => known.Members.Contains(k) || known.BeingAdded.Contains(k))).ToList();
        if (left.Count == 0)
        {
            return wanted.Count == 0
                ? new NobodyLeftToChange("Nobody is chosen.")
                : new NobodyLeftToChange("They are all in the group already, or being added.", await UnderWayInAsync(sheet.Id, wanted, cancellationToken));
        }

        if (target.Value.PlacesLeft is { } places && places < left.Count)
        {
            return new TooFewPlaces(sheet.Name, sheet.MemberCount!.Value, LimitOf(sheet), left.Count);
        }

        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.AddParticipants,
                $"Add {(left.Count == 1 ? LabelOf(left[0]) : $"{left.Count:N0} people")} to {sheet.Name}",
                intentKey,
                Interactive: left.Count == 1,
                [
                    .. left.Select(p => new ItemDraft(ItemKind.AddParticipant, target.Value.Number.ConnectionId, LabelOf(p))
                    {
                        GroupId = sheet.Id,
                        Participant = ParticipantId.Parse(p.Key).Value,
                    }),
                ],
                GroupId: sheet.Id,
                StartAt: startAt,
                Fallback: fallback),
            cancellationToken);
    }

    /// <summary>What became of everybody; null when there is no such operation.</summary>
    public async Task<AddProgress?> ProgressAsync(Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operation = await db.Operations.AsNoTracking()
            .Where(o => o.Id == operationId)
            .Select(o => new { o.State, o.AttentionReason })
            .FirstOrDefaultAsync(cancellationToken);
        if (operation is null)
        {
            return null;
        }

        var items = await db.OperationItems.AsNoTracking()
            .Where(i => i.OperationId == operationId && (i.Kind == ItemKind.AddParticipant || i.OnceKey != null))
            .OrderBy(i => i.Sequence)
            .Select(i => new { i.Id, i.Kind, i.Label, i.Participant, i.State, i.Reason, i.Detail, i.InvitationSent })
            .ToListAsync(cancellationToken);
        var invitations = items.Where(i => i.Kind != ItemKind.AddParticipant && i.Participant is not null).ToDictionary(i => i.Participant!, i => i.State, StringComparer.Ordinal);
        return new AddProgress(
            operation.State,
            operation.AttentionReason,
            [
                .. items.Where(i => i.Kind == ItemKind.AddParticipant).Select(i => new NewcomerOutcome(
                    i.Id,
                    i.Label,
                    ParticipantId.TryParse(i.Participant, out var id) ? PersonNumber.Of(id.Kind == ParticipantIdKind.Phone ? id.Key : null, id.Key) : "",
                    i.State,
                    i.Reason,
                    i.Detail,
                    i.Participant is not null && invitations.TryGetValue(i.Participant, out var invited) ? invited : null,
                    i.InvitationSent)),
            ]);
    }

    private async Task<Guid?> UnderWayInAsync(string groupId, List<Newcomer> people, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var work = people.Select(p => SameWork.Of(ItemKind.AddParticipant, groupId, p.Key)).OfType<SameWork>().ToHashSet();
        var found = await WorkUnderWay.FindAsync(db, work, cancellationToken);
        return found.Count == 0 ? null : found.Values.Min();
    }

    private static PortalFailure? Objection(AddTarget target, InviteFallback fallback) =>
        target.WhyNot(fallback.Way) is { } why ? new NoNumberCanAct(why) : InviteText.Check(fallback.Text).Failure;

    private static string LabelOf(Newcomer person) => person.Name ?? PersonNumber.Of(person.Key, person.Key);

    private int LimitOf(GroupSheet sheet) => sheet.Kind == GroupKind.Announcement ? text.Limits.CommunityMembersStop : text.Limits.GroupMembers;

    private async Task<Country?> HomeOfAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await db.Connections.Where(c => c.Id == connectionId).Select(c => c.OwnNumberKey).FirstOrDefaultAsync(cancellationToken);
        return ParticipantId.TryParse(own, out var id) && id.Kind == ParticipantIdKind.Phone ? CallingCodes.Of(id.Digits) : null;
    }
}
