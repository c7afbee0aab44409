using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Reverting;

internal sealed partial class RevertRules
{
    private const string NotKnown = "The members of the group are not known, so nobody can tell what would change.";

    private void RevertAdd(OperationItem item, Group group, FormerState? former)
    {
        var member = facts.Members.Find(group.Id, item.Participant);
        if (former?.Member == true || (member is { IsIn: true } && member.SeenSince < item.SentAt))
        {
            plan.Leave(item, "Was in the group before the operation.");
        }
        else if (member is not { IsIn: true })
        {
            LeaveAbsent(item, group, "Is not in the group any more: left, or was removed since.");
        }
        else if (member.Role == MemberRole.SuperAdmin)
        {
            plan.Leave(item, "Is the creator, who can be neither demoted nor removed.");
        }
        else if (facts.Members.PersonOf(item.Participant) is { } person && facts.IsOurs(person))
        {
            plan.Leave(item, "Is one of our own numbers.", "Let it leave on the group's page.");
        }
        else if (member.Role == MemberRole.Admin)
        {
            plan.Leave(item, "Was made an admin since, by somebody who wants them there.", "Remove them in the group's participants if that is what you want.");
        }
        else
        {
            Send(item, group, ItemKind.RemoveParticipant, member.ListedId, Capability.RemoveParticipants, MemberRole.Admin, "Is being removed already.");
            if (group.Kind == GroupKind.Announcement)
            {
                plan.Note("Who leaves the announcement group leaves the whole community.");
            }
        }
    }

    private void RevertRemoval(OperationItem item, Group group, FormerState? former)
    {
        var member = facts.Members.Find(group.Id, item.Participant);
        if (former?.Member == false)
        {
            plan.Leave(item, "Was not in the group before the operation.");
        }
        else if (member is { IsIn: true })
        {
            plan.Leave(item, "Is in the group again already.");
        }
        else if (member is not null && facts.CameBack(group.Id, member.PersonId))
        {
            plan.Leave(item, "Came back and left again since: WhatsApp lets nobody add whom has left recently.", "Send the invite link after some days.");
        }
        else if (CannotBeAdded(item, group) is { } why)
        {
            plan.Leave(item, why.Why, why.NextStep);
        }
        else if (LimitOf(group) - group.MemberCount is { } places && places <= plan.ComingInto(group.Id))
        {
            plan.Leave(item, $"{group.Name} is full.", "Make room first, then revert again.");
        }
        else if (Send(item, group, ItemKind.AddParticipant, item.Participant!, Capability.AddParticipants, group.OnlyAdminsAdd == false ? null : MemberRole.Admin, "Is being added already.") is { } added)
        {
            plan.Note("Whose privacy settings forbid it cannot be added back directly; WhatsApp says so only when it is tried.");
            if (former is null)
            {
                plan.Note("Who was an admin was not recorded then: everybody comes back as a member.");
            }
            else if (former.Role >= MemberRole.Admin)
            {
                RestoreRole(item, group, added);
            }

            if (group.Kind == GroupKind.Announcement)
            {
                plan.Note("They come back into announcements only: in which other groups of the community they were is not restored.");
            }
        }
    }

    /// <summary>Who was an admin comes back as one, where one of our numbers can make admins there.</summary>
    private void RestoreRole(OperationItem item, Group group, int added)
    {
        if (facts.Choose(group.Id, item.ConnectionId, [Capability.PromoteParticipants], MemberRole.Admin) is { Succeeded: true, Value: var number })
        {
            plan.Send(new ItemDraft(ItemKind.PromoteParticipant, number.ConnectionId, item.Label) { GroupId = group.Id, Participant = item.Participant, DependsOn = added });
        }
        else
        {
            plan.Note($"{item.Label} was an admin and comes back as a member: none of our numbers can make admins there.");
        }
    }

    private void RevertPromotion(OperationItem item, Group group, FormerState? former)
    {
        var member = facts.Members.Find(group.Id, item.Participant);
        if (former?.Role >= MemberRole.Admin)
        {
            plan.Leave(item, "Was an admin before the operation.");
        }
        else if (member is not { IsIn: true })
        {
            LeaveAbsent(item, group, "Is not in the group any more: left, or was removed since.");
        }
        else if (member.Role == MemberRole.SuperAdmin)
        {
            plan.Leave(item, "Is the creator, who can be neither demoted nor removed.");
        }
        else if (member.Role == MemberRole.Member)
        {
            plan.Leave(item, "Is no admin any more.");
        }
        else
        {
            Send(item, group, ItemKind.DemoteParticipant, member.ListedId, Capability.DemoteParticipants, MemberRole.Admin, "Is being demoted already.");
        }
    }

    private void RevertDemotion(OperationItem item, Group group, FormerState? former)
    {
        var member = facts.Members.Find(group.Id, item.Participant);
        if (former?.Role == MemberRole.Member)
        {
            plan.Leave(item, "Was no admin before the operation.");
        }
        else if (member is not { IsIn: true })
        {
            LeaveAbsent(item, group, "Is not in the group any more: left, or was removed since.");
        }
        else if (member.Role >= MemberRole.Admin)
        {
            plan.Leave(item, "Is an admin again already.");
        }
        else
        {
            Send(item, group, ItemKind.PromoteParticipant, member.ListedId, Capability.PromoteParticipants, MemberRole.Admin, "Is being promoted already.");
        }
    }

    private int? Send(OperationItem item, Group group, ItemKind kind, string participant, Capability capability, MemberRole? needed, string already)
    {
        if (facts.IsUnderWay(kind, group.Id, participant))
        {
            plan.Leave(item, already);
            return null;
        }

        return Number(item, group, [capability], needed) is { } number
            ? plan.Send(new ItemDraft(kind, number, item.Label) { GroupId = group.Id, Participant = participant })
            : null;
    }

    /// <summary>Nobody is said to have left a group whose members we cannot see.</summary>
    private void LeaveAbsent(OperationItem item, Group group, string gone)
    {
        if (facts.Members.Knows(group.Id))
        {
            plan.Leave(item, gone);
        }
        else
        {
            plan.Leave(item, NotKnown, "Ask again on the group's page.");
        }
    }

    /// <summary>What earlier adds have taught about this person; null when nothing speaks against it.</summary>
    private (string Why, string? NextStep)? CannotBeAdded(OperationItem item, Group group)
    {
        if (item.Participant is null)
        {
            return ("The item names nobody.", null);
        }

        if (facts.Members.PersonOf(item.Participant) is { NotOnWhatsAppAt: not null })
        {
            return ("Is not on WhatsApp any more.", null);
        }

        return facts.LastAddOf(item.Participant) switch
        {
            { Reason: RefusalReason.LeftRecently } left when left.GroupId == group.Id && left.At > item.SentAt =>
                ("Left recently: WhatsApp has refused to add them back.", "Wait some days, then send the invite link."),
            { Reason: RefusalReason.PrivacyBlocked or RefusalReason.LinkOnly } =>
                ("Privacy settings: cannot be added directly, as an earlier add has shown.", "Send the invite link, or a private invitation."),
            { Reason: RefusalReason.BlockedByPerson } => ("Has blocked our number, as an earlier add has shown.", "Send the invite link from another number."),
            { Reason: RefusalReason.LegalRestriction } => ("Legal restrictions forbid it.", null),
            _ => null,
        };
    }

    private int LimitOf(Group group) => group.Kind == GroupKind.Announcement ? limits.CommunityMembers : limits.GroupMembers;
}
