using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>Members, requests and invitations.</summary>
internal sealed partial class UploadRules
{
    private void CheckMember(OperationItem item, Group group)
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
            case ItemKind.DemoteParticipant:
                Send(item, group, Capability.DemoteParticipants, MemberRole.Admin, member!.ListedId);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to upload {item.Kind}.");
        }
    }

    private void CheckRequest(OperationItem item, Group group, WaitingRequest? request)
    {
        if (request is null)
        {
            plan.Leave(item, "No request of this person waits any more: it was withdrawn, or decided since.");
        }
        else
        {
            Send(
                item,
                group,
                [item.Kind == ItemKind.ApproveRequest ? Capability.ApproveRequests : Capability.RejectRequests],
                MemberRole.Admin,
                draft => draft with { RequestId = request.Id },
                request.ListedId);
        }
    }

    private void CheckInvitation(OperationItem item, Group group, ReportRow row)
    {
        var message = InviteText.Check(RowContent.TextOf(row.Content) ?? (item.Kind == ItemKind.SendInviteCard ? InviteText.Suggested : null));
        if (facts.Members.Find(group.Id, item.Participant) is { IsIn: true })
        {
            plan.Leave(item, "Is in the group by now.");
        }
        else if (facts.Members.PersonOf(item.Participant) is { NotOnWhatsAppAt: not null })
        {
            plan.Leave(item, "This number is not on WhatsApp.", "Check the number; do not message it.");
        }
        else if (!message.Succeeded)
        {
            plan.Leave(item, NotThere, "Invite from Follow-up.");
        }
        else if (own.NextOf(group.Id, item.Participant!) is not { } next)
        {
            plan.Leave(item, "Has no number that can be written to.");
        }
        else if (next.IsUnderWay)
        {
            plan.Leave(item, "Is being invited already.", "See Follow-up.");
        }
        else if (next.SentAt > now - InvitationKeys.Rest)
        {
            plan.Leave(item, "Was invited in the last 24 hours.", "See Follow-up.");
        }
        else
        {
            // The link shows to admins only.
            Send(
                item,
                group,
                [item.Kind == ItemKind.SendInviteCard ? Capability.SendInviteCard : Capability.SendText],
                MemberRole.Admin,
                draft => draft with { Payload = ItemPayload.Write(new InvitationPayload(group.Name, message.Value, group.InviteCode)), OnceKey = next.Key },
                item.Participant);
        }
    }

    private void Send(OperationItem item, Group group, Capability capability, MemberRole? needed, string participant) =>
        Send(item, group, [capability], needed, draft => draft, participant);

    private int LimitOf(Group group) => group.Kind == GroupKind.Announcement ? limits.Value.CommunityMembersStop : limits.Value.GroupMembers;
}
