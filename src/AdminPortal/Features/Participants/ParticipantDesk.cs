using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Participants;

/// <summary>What can be done to people who are in a group.</summary>
public enum RosterAction
{
    Promote,
    Demote,
    Remove,
}

/// <summary>What an action would do.</summary>
/// <param name="People">Whom it concerns, in the order of sending.</param>
/// <param name="LeftOut">Who of the chosen stays untouched and why, one sentence per reason.</param>
/// <param name="Pace">"63 removals = about 2 min at the current pace."</param>
public sealed record RosterPlan(RosterAction Action, GroupSheet Group, NumberInGroup Number, IReadOnlyList<PlannedMember> People, IReadOnlyList<string> LeftOut, string Pace)
{
    /// <summary>The same as <see cref="LeftOut"/>, person by person.</summary>
    public IReadOnlyList<LeftOut> Untouched { get; init; } = [];

    /// <summary>The calls it makes, in the order of sending.</summary>
    internal IReadOnlyList<ItemDraft> Items =>
        [.. People.Select(p => new ItemDraft(ParticipantDesk.ItemOf(Action), Number.ConnectionId, p.Name) { GroupId = Group.Id, Participant = p.ListedId })];
}

/// <param name="ListedId">As the group lists it; goes back in this form.</param>
public sealed record PlannedMember(Guid PersonId, string Name, string ListedId);

/// <summary>Promotes, demotes and removes members. Every change is an operation with one item per person.</summary>
public sealed class ParticipantDesk(IDbContextFactory<PortalDbContext> contexts, GroupDirectory groups, OperationDesk operations, PacingGovernor pacing)
{
    /// <summary>Least role and ability that an action needs.</summary>
    public static (Capability Capability, MemberRole Role) Needs(RosterAction action) => action switch
    {
        RosterAction.Promote => (Capability.PromoteParticipants, MemberRole.Admin),
        RosterAction.Demote => (Capability.DemoteParticipants, MemberRole.Admin),
        _ => (Capability.RemoveParticipants, MemberRole.Admin),
    };

    /// <summary>Looks at whom of the chosen an action really concerns. Changes nothing.</summary>
    public async Task<Result<RosterPlan>> PlanAsync(
        Actor actor, string groupId, RosterAction action, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken, Guid? through = null)
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

        var sheet = found.Value;
        if (sheet.GoneAt is not null)
        {
            return new GroupGone(sheet.Name);
        }

        if (sheet.Kind == GroupKind.CommunityParent || sheet.MembersHidden)
        {
            return new MembersAreHidden(sheet.Name);
        }

        var (capability, role) = Needs(action);
        var number = sheet.Route(capability, role).Choose(through);
        if (!number.Succeeded)
        {
            return number.Failure;
        }

        var (concerned, leftOut, untouched) = await SortOutAsync(groupId, action, people, cancellationToken);
        if (concerned.Count == 0)
        {
            return new NobodyLeftToChange(leftOut.Count > 0 ? string.Join(" ", leftOut) : "Nobody is chosen.");
        }

        var pace = await pacing.EstimateAsync(number.Value.ConnectionId, new Dictionary<ItemKind, int> { [ItemOf(action)] = concerned.Count }, cancellationToken);
        return new RosterPlan(action, sheet, number.Value, concerned, leftOut, pace.Sentence) { Untouched = untouched };
    }

    /// <summary>Plans anew and submits: who left meanwhile is left out.</summary>
    /// <param name="intent">Made once when the question is asked.</param>
    /// <param name="through">The number that the operator chose; null leaves the choice to the console.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor,
        string groupId,
        RosterAction action,
        IReadOnlyCollection<Guid> people,
        Guid intent,
        CancellationToken cancellationToken,
        Guid? through = null,
        DateTimeOffset? startAt = null)
    {
        var planned = await PlanAsync(actor, groupId, action, people, cancellationToken, through);
        if (!planned.Succeeded)
        {
            return planned.Failure;
        }

        var plan = planned.Value;
        var item = ItemOf(action);
        var who = Counted(plan.People);
        var (kind, title) = action switch
        {
            RosterAction.Promote => (OperationKind.PromoteParticipants, $"Make {who} admin of {plan.Group.Name}"),
            RosterAction.Demote => (OperationKind.DemoteParticipants, $"Take the admin role from {who} in {plan.Group.Name}"),
            _ => (OperationKind.RemoveParticipants, $"Remove {who} from {plan.Group.Name}"),
        };
        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                kind,
                title,
                $"people:{groupId}:{item}:{intent:N}",
                Interactive: plan.People.Count == 1,
                plan.Items,
                GroupId: groupId,
                StartAt: startAt),
            cancellationToken);
    }

    internal static ItemKind ItemOf(RosterAction action) => action switch
    {
        RosterAction.Promote => ItemKind.PromoteParticipant,
        RosterAction.Demote => ItemKind.DemoteParticipant,
        _ => ItemKind.RemoveParticipant,
    };

    internal static string Counted(IReadOnlyList<PlannedMember> people) => people.Count == 1 ? people[0].Name : $"{people.Count:N0} people";

    private async Task<(List<PlannedMember> Concerned, List<string> LeftOut, List<LeftOut> Untouched)> SortOutAsync(string groupId, RosterAction action, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var members = await (
            from membership in db.Memberships.AsNoTracking()
            join person in db.People.AsNoTracking() on membership.PersonId equals person.Id
            where membership.GroupId == groupId && membership.GoneAt == null
            orderby person.Search, person.Id
            select new { person.Id, person.Name, person.PhoneKey, person.LidKey, membership.ListedId, membership.Role }).ToListAsync(cancellationToken);
        var ours = await ParticipantRoster.OurKeysAsync(db, cancellationToken);
        var item = ItemOf(action);
        var underWay = await db.OperationItems
            .Where(i => i.GroupId == groupId && i.Kind == item && (i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown))
            .Select(i => i.Participant!)
            .ToHashSetAsync(cancellationToken);

        var wanted = people.ToHashSet();
        List<PlannedMember> concerned = [];
        List<string> creators = [];
        List<LeftOut> untouched = [];
        var (own, already, doing) = (0, 0, 0);
        foreach (var member in members.Where(m => wanted.Remove(m.Id)))
        {
            var name = PersonWords.Of(member.Name, member.PhoneKey, member.LidKey).Name;
            switch (ParticipantRoster.UntouchableOf(member.Role, member.PhoneKey, member.LidKey, ours))
            {
                case Untouchable.Ours when action != RosterAction.Promote || member.Role >= MemberRole.Admin:
                    own++;
                    untouched.Add(new LeftOut(name, "Is one of our own numbers.", "Let it leave on the group's page."));
                    break;
                case Untouchable.Creator when action != RosterAction.Promote:
                    creators.Add(name);
                    untouched.Add(new LeftOut(name, "Is the creator, who can be neither demoted nor removed."));
                    break;
                case var _ when action == RosterAction.Promote && member.Role >= MemberRole.Admin || action == RosterAction.Demote && member.Role == MemberRole.Member:
                    already++;
                    untouched.Add(new LeftOut(name, action == RosterAction.Promote ? "Is an admin already." : "Is no admin."));
                    break;
                case var _ when underWay.Contains(member.ListedId):
                    doing++;
                    untouched.Add(new LeftOut(name, "Is waiting for the same already."));
                    break;
                default:
                    concerned.Add(new PlannedMember(member.Id, name, member.ListedId));
                    break;
            }
        }

        List<string> leftOut = [.. creators.Select(c => $"{c} is the creator, who can be neither demoted nor removed.")];
        Say(own, "is one of our own numbers; it leaves from the settings.", "are our own numbers; they leave from the settings.");
        Say(already, action == RosterAction.Promote ? "is an admin already." : "is no admin.", action == RosterAction.Promote ? "are admins already." : "are no admins.");
        Say(doing, "is waiting for the same already.", "are waiting for the same already.");
        Say(wanted.Count, "is not in the group any more.", "are not in the group any more.");
        untouched.AddRange(wanted.Select(_ => new LeftOut("Somebody", "Is not in the group any more.")));
        return (concerned, leftOut, untouched);

        void Say(int count, string one, string many)
        {
            if (count > 0)
            {
                leftOut.Add(count == 1 ? $"1 person {one}" : $"{count:N0} people {many}");
            }
        }
    }
}
