using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Reverting;

/// <summary>How much WhatsApp lets in, as the console believes it.</summary>
internal sealed record RevertLimits(int GroupMembers, int CommunityMembers, int Subgroups);

/// <summary>
/// From one recorded outcome to what would undo it, or to the reason why nothing can. Facts come from the cache; what the
/// cache does not know is never assumed.
/// </summary>
internal sealed partial class RevertRules(WorldFacts facts, RevertLimits limits, PlanDraft plan)
{
    private readonly StructureRules _structure = new(facts, plan, limits.Subgroups);

    /// <param name="item">Of a finished operation; called from its last item to its first.</param>
    public void Consider(OperationItem item)
    {
        if (item.State != ItemState.Confirmed)
        {
            plan.Leave(item, "It did not happen, so there is nothing to revert.");
        }
        else if (item.WasSoBefore || item.Reason is RefusalReason.AlreadyMember or RefusalReason.AlreadyHandled or RefusalReason.NotAMember)
        {
            plan.Leave(item, "It was so before: the operation changed nothing there.");
        }
        else if (Never(item.Kind) is { } never)
        {
            plan.Leave(item, never.Why, never.NextStep);
        }
        else if (facts.Group(item.GroupId) is not { GoneAt: null } group)
        {
            plan.Leave(item, "None of our numbers lists the group any more.", "Bring one of our numbers back into it.");
        }
        else
        {
            Dispatch(item, group);
        }
    }

    private void Dispatch(OperationItem item, Group group)
    {
        var former = FormerState.Read(item.Former);
        switch (item.Kind)
        {
            case ItemKind.AddParticipant:
                RevertAdd(item, group, former);
                break;
            case ItemKind.RemoveParticipant:
                RevertRemoval(item, group, former);
                break;
            case ItemKind.PromoteParticipant:
                RevertPromotion(item, group, former);
                break;
            case ItemKind.DemoteParticipant:
                RevertDemotion(item, group, former);
                break;
            case ItemKind.LinkGroup:
                _structure.Unlink(item, group);
                break;
            case ItemKind.UnlinkGroup:
                _structure.Link(item, group);
                break;
            case ItemKind.UpdateProfile:
                RevertProfile(item, group, former);
                break;
            case ItemKind.UpdateSettings:
                RevertSettings(item, group, former);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to revert {item.Kind}.");
        }
    }

    /// <summary>Kinds that nothing undoes; null for the others.</summary>
    internal static (string Why, string? NextStep)? Never(ItemKind kind) => kind switch
    {
        ItemKind.CreateCommunity => ("A community cannot be deleted.", "Its creator can deactivate it on its page, which cannot be undone either."),
        ItemKind.CreateGroup or ItemKind.CreateSubgroup => ("A group cannot be deleted.", "Remove its people and leave it, on the group's page."),
        ItemKind.ApproveRequest => ("An approval cannot be taken back: the person is a member.", "Remove them in the group's participants if that is what you want."),
        ItemKind.RejectRequest => ("A rejected request is gone.", "The person can ask again, or add them."),
        ItemKind.ResetInvite => ("The earlier invite link is dead for good; WhatsApp never gives it out again.", "Hand out the new link."),
        ItemKind.Join => ("Joining is undone by leaving.", "Let the number leave on the group's page."),
        ItemKind.Leave => ("A number that left cannot put itself back.", "Join by an invite link, or have an admin add the number."),
        ItemKind.DeactivateCommunity => ("A deactivated community cannot be brought back.", null),
        ItemKind.TransferOwnership => ("Only the new owner can hand the community back.", "Ask the new owner."),
        ItemKind.SendText or ItemKind.SendGroupText or ItemKind.SendInviteCard or ItemKind.SendInviteLink => ("A message that was sent cannot be called back.", null),
        _ => null,
    };

    private void RevertProfile(OperationItem item, Group group, FormerState? former)
    {
        var set = ItemPayload.Read<ProfilePayload>(item.Payload);
        if (set.Picture is not null || set.RemovePicture)
        {
            // Gateways give at most an address that soon expires, and some not even that.
            plan.Leave(item, "The former picture is not known: a gateway gives no picture back for keeping.", "Set it again on the group's page.");
        }

        if (set.Name is null && set.Description is null)
        {
            return;
        }

        if (former is null || (set.Name is not null && former.Name is null))
        {
            plan.Leave(item, "What it was before was not recorded.");
            return;
        }

        var changedSince = (set.Name is not null && !Same(set.Name, group.Name)) || (set.Description is not null && !Same(set.Description, group.Description ?? ""));
        if (changedSince)
        {
            plan.Leave(item, "It was changed again since, by somebody else or by a later operation.");
        }
        else if (Number(item, group, Needed.For(new ProfileChange(set.Name, set.Description)), MemberRole.Admin) is { } number)
        {
            plan.Send(new ItemDraft(ItemKind.UpdateProfile, number, group.Name)
            {
                GroupId = group.Id,
                CommunityId = item.CommunityId,
                Payload = ItemPayload.Write(new ProfilePayload(set.Name is null ? null : former.Name, set.Description is null ? null : former.Description ?? "")),
            });
            plan.Note(set.Name is not null ? $"{group.Name} is called {former.Name} again." : $"{group.Name} gets its former description back.");
        }
    }

    private void RevertSettings(OperationItem item, Group group, FormerState? former)
    {
        var set = ItemPayload.Read<SettingsPayload>(item.Payload).Settings;
        if (former?.Settings is not { } before || before == new GroupSettings())
        {
            plan.Leave(item, "What it was before was not known when it was changed.", "Set it on the group's page.");
            return;
        }

        // A setting the gateway never shows cannot be found changed; it is set back as it was.
        var now = FormerState.Only(set, group);
        if (Differs(set.OnlyAdminsSend, now.OnlyAdminsSend) || Differs(set.OnlyAdminsEdit, now.OnlyAdminsEdit) || Differs(set.OnlyAdminsAdd, now.OnlyAdminsAdd)
            || Differs(set.ApprovalRequired, now.ApprovalRequired) || Differs(set.DisappearingAfter, now.DisappearingAfter))
        {
            plan.Leave(item, "It was changed again since, by somebody else or by a later operation.");
        }
        else if (Number(item, group, Needed.For(before), MemberRole.Admin) is { } number)
        {
            plan.Send(new ItemDraft(ItemKind.UpdateSettings, number, group.Name)
            {
                GroupId = group.Id,
                CommunityId = item.CommunityId,
                Payload = ItemPayload.Write(new SettingsPayload(before)),
            });
        }
    }

    /// <summary>What the first of the settings needs; a change is mostly one setting.</summary>
    private static bool Differs<T>(T? set, T? now)
        where T : struct => set is not null && now is not null && !set.Equals(now);

    /// <summary>Line ends and outer blanks change on the way through gateways.</summary>
    private static bool Same(string one, string other) =>
        string.Equals(one.ReplaceLineEndings("\n").Trim(), other.ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);

    private Guid? Number(OperationItem item, Group group, IReadOnlyList<Capability> abilities, MemberRole? needed)
    {
        var chosen = facts.Choose(group.Id, item.ConnectionId, abilities, needed);
        if (!chosen.Succeeded)
        {
            plan.Leave(item, chosen.Failure.Message);
        }

        return chosen.Value?.ConnectionId;
    }
}
