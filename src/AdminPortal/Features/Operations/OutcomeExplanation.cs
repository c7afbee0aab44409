using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations;

/// <summary>What a state of an item means to the operator.</summary>
/// <param name="Cause">In plain words.</param>
/// <param name="WhoCanFix">Null when there is nothing to fix.</param>
/// <param name="NextAction">The best thing to do next, or null.</param>
/// <param name="MayRetry">Sending the same again can succeed.</param>
public sealed record Explanation(string Cause, string? WhoCanFix = null, string? NextAction = null, bool MayRetry = false);

/// <summary>From codes and states to cause, remedy and next step.</summary>
public static class OutcomeExplanation
{
    /// <param name="hasInvitation">A private invitation code came with the refusal.</param>
    public static Explanation Of(ItemKind kind, ItemState state, RefusalReason? reason, bool hasInvitation = false) => state switch
    {
        ItemState.Planned => new("Waits for its turn."),
        ItemState.Sending => new("Is being sent."),
        ItemState.Accepted => new("The gateway said yes; a read has yet to show it."),
        ItemState.Confirmed when reason is RefusalReason.AlreadyHandled => new("Was handled elsewhere or withdrawn before: nothing left to decide."),
        ItemState.Confirmed when reason is RefusalReason.AlreadyMember => new("Was so before; nothing to do."),
        ItemState.Confirmed when IsMessage(kind) => new("It counts as sent. A message cannot be read back."),
        ItemState.Confirmed => new("A read shows it."),
        ItemState.NotApplied when IsMessage(kind) => new("It counts as not gone out, as somebody decided.", "You", "Send it again when it is still wanted.", MayRetry: true),
        ItemState.Unknown when IsMessage(kind) => new("We do not know whether it went out. A message cannot be read back and is never sent twice.", "You", "Look into the chat on the phone, then decide here."),
        ItemState.NotApplied => new("It did not happen, as reads show.", "You", "Retry it, or use the invite link.", MayRetry: true),
        ItemState.Unknown => new("We do not know yet whether it happened. Reading settles it; only what reads prove not to have happened is sent again.", "Reading, or you", "Wait for the next read; decide by hand if the operation asks for it."),
        ItemState.Skipped => new("Was never sent.", "You", "Retry it when it is still wanted.", MayRetry: true),
        _ => Refused(kind, reason, hasInvitation),
    };

    /// <summary>WhatsApp's measures against a whole number: why, and what is left to do.</summary>
    /// <param name="code">101, 102, 103, 106 are temporary bans, 463 the reach-out lock; anything else a ban without a reason.</param>
    public static Explanation OfNumber(int code) => code switch
    {
        (int)RefusalReason.ReachOutLocked => new(
            "WhatsApp has locked this number against reaching people it does not know (463).", "Time", "Let the number rest until the lock ends; add strangers by link, or with another number."),
        101 => new("WhatsApp has banned this number for a while (101): it reached out to too many people who do not know it.", "Time", "Let it rest for days, then go on carefully and by link."),
        102 => new("WhatsApp has banned this number for a while (102): too many people blocked it.", "Time", "Let it rest for days; write only to people who expect it."),
        103 => new("WhatsApp has banned this number for a while (103): it created too many groups.", "Time", "Let it rest for days; create groups with another number, and fewer a day."),
        106 => new("WhatsApp has banned this number for a while (106): it sent the same to too many people.", "Time", "Let it rest for days; use the announcement group for what is for everybody."),
        _ => new("WhatsApp has banned this number for a while.", "Time", "Let it rest for days rather than hours."),
    };

    private static bool IsMessage(ItemKind kind) => kind is ItemKind.SendText or ItemKind.SendInviteCard or ItemKind.SendInviteLink or ItemKind.SendGroupText;

    private static Explanation Refused(ItemKind kind, RefusalReason? reason, bool hasInvitation) => reason switch
    {
        RefusalReason.InvalidNumber => new("This is no phone number WhatsApp accepts.", "You", "Correct the number."),
        RefusalReason.BlockedByPerson => new("This person has blocked our number.", "Another of our numbers", "Add with another number, or send the invite link from there. Never retry with this one."),
        RefusalReason.PrivacyBlocked when hasInvitation => new("Privacy settings: cannot be added directly.", "The person", "Send the private invitation (valid for 72 h), or the invite link."),
        RefusalReason.PrivacyBlocked => new("Privacy settings: cannot be added directly.", "The person", "Send the invite link."),
        RefusalReason.NotOnWhatsApp => new("This number is not on WhatsApp.", "You", "Check the number; do not message it."),
        RefusalReason.LeftRecently => new("Left the group recently; WhatsApp lets nobody add them back for days.", "The person", "Wait some days, then send the invite link."),
        RefusalReason.AlreadyMember => new("Is in the group already.", null, "Nothing to do."),
        RefusalReason.CommunityFull => new("The community is full.", "You", "Remove people, or use another community.", MayRetry: true),
        RefusalReason.LinkOnly => new("This person can come in only by link.", "The person", "Send the invite link."),
        RefusalReason.GroupFull => new("The group is full.", "You", "Remove people, or open a second group.", MayRetry: true),
        RefusalReason.RequestCreated when kind == ItemKind.Join => new("The group approves new members: a request was created.", "The group's admins", "Wait for them."),
        RefusalReason.RequestCreated => new("A join request was created instead: it waits in the approval queue.", "You", "Approve it in Approvals."),
        RefusalReason.LegalRestriction => new("Legal restrictions forbid it.", "Nobody", "Leave it."),
        RefusalReason.RateLimited => new("WhatsApp slowed the number down too often.", "Time", "Let the number rest, then retry.", MayRetry: true),
        RefusalReason.ReachOutLocked => new("WhatsApp lets this number reach nobody new for a while.", "Time", "Let the number rest, or use another number, then retry.", MayRetry: true),
        RefusalReason.ResourceConstraint => new("WhatsApp had no resources for it, twice.", "Time", "Retry later.", MayRetry: true),
        RefusalReason.NoRight => new("Our number lacks the right for this.", "An admin of the group", "Make our number an admin, then retry.", MayRetry: true),
        RefusalReason.AlreadyHandled => new("Was withdrawn or handled elsewhere.", null, "Nothing to do."),
        RefusalReason.LinkedElsewhere => new("The group belongs to another community.", "You", "Move it: unlink it there first.", MayRetry: true),
        RefusalReason.AnnouncementGroup => new("The announcement group can be neither linked nor unlinked.", "Nobody", "Leave it where it is."),
        RefusalReason.SubgroupLimit => new("The community has as many groups as it may have.", "You", "Unlink one, or use another community.", MayRetry: true),
        RefusalReason.Creator => new("The creator can be neither demoted nor removed.", "The creator", "Ask the creator."),
        RefusalReason.NotAMember => new("Is not a member of the group.", null, "Nothing to do."),
        RefusalReason.NotSupported => new("The gateway of this number cannot do it.", "You", "Use a number behind another gateway, or do it on the phone."),
        RefusalReason.TargetGone when kind == ItemKind.Join => new("The link leads nowhere: it was reset, or the group is gone.", "An admin of the group", "Ask for the new link."),
        RefusalReason.TargetGone => new("The gateway does not know the group, or our number is not in it any more.", "You", "Ask again on the group's page; let one of our numbers join it.", MayRetry: true),
        _ => new("The gateway refused it.", "You", "Read the gateway's words, then retry if the cause is gone.", MayRetry: true),
    };
}
