using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>
/// From one line of a report to what is sent again, or to the reason why it is not. Only what the cache can tell to be still
/// undone is repeated: the same file can be uploaded twice.
/// </summary>
internal sealed partial class UploadRules(WorldFacts facts, UploadFacts own, PlanDraft plan, IOptions<GroupLimitOptions> limits, DateTimeOffset now)
{
    private const string NotThere = "What it changes is not part of the file, or cannot be used.";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly StructureRules _structure = new(facts, plan, limits.Value.Subgroups);

    /// <param name="item">The line in the form of an item; it is never stored.</param>
    public void Consider(ReportRow row, OperationItem item)
    {
        if (row is { Kind: null } or { State: null })
        {
            plan.LeaveLine(row.Line, "It cannot be understood: its kind or its state is none that a report has.");
        }
        else if (Never(item.Kind) is { } never)
        {
            plan.Leave(item, never.Why, never.NextStep);
        }
        else if (Settled(row) is { } settled)
        {
            plan.Leave(item, settled.Why, settled.NextStep);
        }
        else if (!ParticipantId.TryParse(row.Participant, out var person) && IsAboutPerson(item.Kind))
        {
            plan.Leave(item, "It names nobody: the id is missing, masked, or was changed by a spreadsheet.", "Take the report anew.");
        }
        else if (facts.Group(row.GroupId) is not { GoneAt: null } group)
        {
            plan.Leave(item, "None of our numbers lists its group.");
        }
        else if (!_taken.Add($"{row.Kind}|{group.Id}|{(IsAboutPerson(item.Kind) ? person.Key : $"{row.CommunityId}|{row.Content}")}"))
        {
            plan.Leave(item, "It stands in the file more than once.");
        }
        else
        {
            Dispatch(row, item, group, person);
        }
    }

    private void Dispatch(ReportRow row, OperationItem item, Group group, ParticipantId person)
    {
        switch (item.Kind)
        {
            case ItemKind.LinkGroup:
                _structure.Link(item, group);
                break;
            case ItemKind.UnlinkGroup:
                _structure.Unlink(item, group);
                break;
            case ItemKind.UpdateSettings:
                CheckSettings(item, group, RowContent.SettingsOf(row.Content));
                break;
            case ItemKind.UpdateProfile:
                CheckProfile(item, group, RowContent.ProfileOf(row.Content, limits));
                break;
            case ItemKind.ApproveRequest or ItemKind.RejectRequest:
                CheckRequest(item, group, own.RequestOf(group.Id, person));
                break;
            case ItemKind.SendInviteCard or ItemKind.SendInviteLink:
                CheckInvitation(item, group, row);
                break;
            default:
                CheckMember(item, group);
                break;
        }
    }

    /// <summary>Kinds that are never started from a file, because nothing tells whether they have happened; null for the others.</summary>
    internal static (string Why, string NextStep)? Never(ItemKind kind) => kind switch
    {
        ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup => (
            "A creation is never repeated from a file: it may be there by now, and a twin cannot be deleted.", "Retry it on the page of its operation, or create it in Communities."),
        ItemKind.SendText or ItemKind.SendGroupText => (
            "A message is never repeated from a file: no read shows whether it went out since.", "Retry it on the page of its operation."),
        ItemKind.ResetInvite => ("A reset is never repeated from a file: it kills the link that people hold now.", "Reset it on the group's page."),
        ItemKind.Join => ("The invite link to join by is not part of a report.", "Join by the link in Communities."),
        ItemKind.Leave => ("Which of our numbers leaves is not part of a report.", "Let the number leave on the group's page."),
        ItemKind.DeactivateCommunity or ItemKind.TransferOwnership => ("What cannot be undone is never started from a file.", "Start it on the community's page."),
        _ => null,
    };

    private static bool IsAboutPerson(ItemKind kind) => kind is
        ItemKind.AddParticipant or ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant
        or ItemKind.ApproveRequest or ItemKind.RejectRequest or ItemKind.SendInviteCard or ItemKind.SendInviteLink;

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

    private void CheckSettings(OperationItem item, Group group, GroupSettings? wanted)
    {
        if (wanted is null)
        {
            plan.Leave(item, NotThere, "Set it on the group's page.");
        }
        else if (GroupSetting.FixedFor(group.Kind) is { } why)
        {
            plan.Leave(item, why);
        }
        else if (FormerState.Only(wanted, group) == wanted)
        {
            plan.Leave(item, "Is set so by now.");
        }
        else
        {
            Send(item, group, Needed.For(wanted), MemberRole.Admin, draft => draft with { CommunityId = item.CommunityId, Payload = ItemPayload.Write(new SettingsPayload(wanted)) });
        }
    }

    private void CheckProfile(OperationItem item, Group group, ProfilePayload? wanted)
    {
        if (wanted is null)
        {
            plan.Leave(item, NotThere, "Change it on the group's page; a picture is never part of a report.");
        }
        else if ((wanted.Name is null || wanted.Name == group.Name) && (wanted.Description is null || wanted.Description == (group.Description ?? "")))
        {
            plan.Leave(item, "Reads so by now.");
        }
        else
        {
            Send(
                item,
                group,
                Needed.For(new ProfileChange(wanted.Name, wanted.Description)),
                group.OnlyAdminsEdit == false ? null : MemberRole.Admin,
                draft => draft with { CommunityId = item.CommunityId, Payload = ItemPayload.Write(wanted) });
        }
    }

    /// <param name="complete">Gives the step what is more than its kind, number, group and person.</param>
    private void Send(OperationItem item, Group group, IReadOnlyList<Capability> abilities, MemberRole? needed, Func<ItemDraft, ItemDraft> complete, string? participant = null)
    {
        if (facts.IsUnderWay(item.Kind, group.Id, participant))
        {
            plan.Leave(item, "Is waiting for the same already.", "See the group's operations.");
            return;
        }

        var chosen = facts.Choose(group.Id, before: Guid.Empty, abilities, needed);
        if (chosen.Succeeded)
        {
            plan.Send(complete(new ItemDraft(item.Kind, chosen.Value.ConnectionId, item.Label) { GroupId = group.Id, Participant = participant }));
        }
        else
        {
            plan.Leave(item, chosen.Failure.Message);
        }
    }
}
