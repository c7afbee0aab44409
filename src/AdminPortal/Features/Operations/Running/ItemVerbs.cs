namespace AdminPortal.Features.Operations.Running;

/// <summary>What an item does, in the audit trail and in sentences.</summary>
internal static class ItemVerbs
{
    /// <summary>The beginning of audit actions: <c>participant.add</c> in <c>participant.add.sent</c>.</summary>
    public static string ActionOf(ItemKind kind) => kind switch
    {
        ItemKind.LinkGroup => "group.link",
        ItemKind.UnlinkGroup => "group.unlink",
        ItemKind.CreateCommunity => "community.create",
        ItemKind.CreateGroup or ItemKind.CreateSubgroup => "group.create",
        ItemKind.UpdateProfile => "group.profile",
        ItemKind.UpdateSettings => "group.settings",
        ItemKind.AddParticipant => "participant.add",
        ItemKind.RemoveParticipant => "participant.remove",
        ItemKind.PromoteParticipant => "participant.promote",
        ItemKind.DemoteParticipant => "participant.demote",
        ItemKind.ApproveRequest => "request.approve",
        ItemKind.RejectRequest => "request.reject",
        ItemKind.ResetInvite => "invite.reset",
        ItemKind.Join => "group.join",
        ItemKind.Leave => "group.leave",
        ItemKind.DeactivateCommunity => "community.deactivate",
        ItemKind.TransferOwnership => "community.transfer",
        ItemKind.SendText => "message.send",
        ItemKind.SendInviteCard or ItemKind.SendInviteLink => "invitation.send",
        ItemKind.SendGroupText => "message.post",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>"Add Ann", "Link Harbor Crew".</summary>
    public static string PhraseOf(ItemKind kind, string label) => kind switch
    {
        ItemKind.LinkGroup => $"Link {label}",
        ItemKind.UnlinkGroup => $"Unlink {label}",
        ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup => $"Create {label}",
        ItemKind.UpdateProfile => $"Change the profile of {label}",
        ItemKind.UpdateSettings => $"Change the settings of {label}",
        ItemKind.AddParticipant => $"Add {label}",
        ItemKind.RemoveParticipant => $"Remove {label}",
        ItemKind.PromoteParticipant => $"Promote {label}",
        ItemKind.DemoteParticipant => $"Demote {label}",
        ItemKind.ApproveRequest => $"Approve {label}",
        ItemKind.RejectRequest => $"Reject {label}",
        ItemKind.ResetInvite => $"Reset the invite link of {label}",
        ItemKind.Join => $"Join {label}",
        ItemKind.Leave => $"Leave {label}",
        ItemKind.DeactivateCommunity => $"Deactivate {label}",
        ItemKind.TransferOwnership => $"Hand over to {label}",
        ItemKind.SendText => $"Write to {label}",
        ItemKind.SendInviteCard => $"Invite {label}",
        ItemKind.SendGroupText => $"Write to {label}",
        ItemKind.SendInviteLink => $"Send the link to {label}",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>The end of audit actions.</summary>
    public static string ActionOf(ItemState state) => state switch
    {
        ItemState.Planned => "postponed",
        ItemState.Sending => "sent",
        ItemState.Accepted => "accepted",
        ItemState.Confirmed => "confirmed",
        ItemState.NotApplied => "not-applied",
        ItemState.Refused => "refused",
        ItemState.Unknown => "unknown",
        ItemState.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };
}
