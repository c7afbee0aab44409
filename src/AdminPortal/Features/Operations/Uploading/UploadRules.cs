using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>From one line of a report to what is sent again, or to the reason why it is not.</summary>
internal sealed class UploadRules(WorldFacts facts, PlanDraft plan, int groupLimit, int communityLimit)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <param name="item">The line in the form of an item; it is never stored.</param>
    public void Consider(ReportRow row, OperationItem item)
    {
        if (row is { Kind: null } or { State: null })
        {
            plan.LeaveLine(row.Line, "It cannot be understood: its kind or its state is none that a report has.");
        }
        else if (row.Kind is not (ItemKind.AddParticipant or ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant))
        {
            plan.Leave(item, "Only people can be uploaded again.", "Start it from its own page.");
        }
        else if (Settled(row) is { } settled)
        {
            plan.Leave(item, settled.Why, settled.NextStep);
        }
        else if (!ParticipantId.TryParse(row.Participant, out var person))
        {
            plan.Leave(item, "It names nobody: the id is missing, masked, or was changed by a spreadsheet.", "Take the report anew.");
        }
        else if (facts.Group(row.GroupId) is not { GoneAt: null } group)
        {
            plan.Leave(item, "None of our numbers lists its group.");
        }
        else if (!_taken.Add($"{row.Kind}|{group.Id}|{person.Key}"))
        {
            plan.Leave(item, "It stands in the file more than once.");
        }
        else
        {
            Check(item, group);
        }
    }

    /// <summary>Why the outcome itself rules a second time out; null when it does not.</summary>
    private static (string Why, string? NextStep)? Settled(ReportRow row)
    {
        switch (row.State)
        {
            case ItemState.Confirmed:
                return ("It was confirmed.", null);
            case ItemState.Sending or ItemState.Accepted or ItemState.Unknown:
                return ("It may have happened: it is settled by reading and never sent again.", "Take the report anew when its operation is over.");
            case ItemState.Refused or ItemState.NotApplied or ItemState.Skipped:
                var meaning = OutcomeExplanation.Of(row.Kind!.Value, row.State.Value, row.Reason);
                return meaning.MayRetry ? null : (meaning.Cause, meaning.NextAction);
            default:
                return null;
        }
    }

    private void Check(OperationItem item, Group group)
    {
        var member = facts.Members.Find(group.Id, item.Participant);
        var isIn = member is { IsIn: true };
        switch (item.Kind)
        {
            case ItemKind.AddParticipant when isIn:
                plan.Leave(item, "Is in the group by now.");
                break;
            case ItemKind.AddParticipant when facts.Members.PersonOf(item.Participant) is { NotOnWhatsAppAt: not null }:
                plan.Leave(item, "This number is not on WhatsApp.", "Check the number; do not message it.");
                break;
            case ItemKind.AddParticipant when LimitOf(group) - group.MemberCount is { } places && places <= plan.ComingInto(group.Id):
                plan.Leave(item, $"{group.Name} is full.", "Make room first, or use another group.");
                break;
            case ItemKind.AddParticipant:
                Send(item, group, Capability.AddParticipants, group.OnlyAdminsAdd == false ? null : MemberRole.Admin, item.Participant!);
                break;
            case var _ when !isIn:
                plan.Leave(item, facts.Members.Knows(group.Id) ? "Is not in the group any more." : "The members of the group are not known, so nobody can tell what would change.");
                break;
            case ItemKind.RemoveParticipant or ItemKind.DemoteParticipant when member!.Role == MemberRole.SuperAdmin:
                plan.Leave(item, "Is the creator, who can be neither demoted nor removed.");
                break;
            case ItemKind.RemoveParticipant or ItemKind.DemoteParticipant when facts.Members.PersonOf(item.Participant) is { } person && facts.IsOurs(person):
                plan.Leave(item, "Is one of our own numbers.");
                break;
            case ItemKind.RemoveParticipant:
                Send(item, group, Capability.RemoveParticipants, MemberRole.Admin, member!.ListedId);
                break;
            case ItemKind.PromoteParticipant when member!.Role >= MemberRole.Admin:
                plan.Leave(item, "Is an admin by now.");
                break;
            case ItemKind.PromoteParticipant:
                Send(item, group, Capability.PromoteParticipants, MemberRole.Admin, member!.ListedId);
                break;
            case ItemKind.DemoteParticipant when member!.Role == MemberRole.Member:
                plan.Leave(item, "Is no admin any more.");
                break;
            default:
                Send(item, group, Capability.DemoteParticipants, MemberRole.Admin, member!.ListedId);
                break;
        }
    }

    private void Send(OperationItem item, Group group, Capability capability, MemberRole? needed, string participant)
    {
        if (facts.IsUnderWay(item.Kind, group.Id, participant))
        {
            plan.Leave(item, "Is waiting for the same already.", "See the group's operations.");
        }
        else if (facts.Choose(group.Id, before: Guid.Empty, capability, needed) is { Succeeded: true, Value: var number })
        {
            plan.Send(new ItemDraft(item.Kind, number.ConnectionId, item.Label) { GroupId = group.Id, Participant = participant });
        }
        else
        {
            plan.Leave(item, facts.Choose(group.Id, before: Guid.Empty, capability, needed).Failure!.Message);
        }
    }

    private int LimitOf(Group group) => group.Kind == GroupKind.Announcement ? communityLimit : groupLimit;
}
