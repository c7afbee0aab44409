using AdminPortal.Features.Operations.Running;
using AdminPortal.Ui;

namespace AdminPortal.Features.Operations;

/// <summary>States and kinds as the screens say them.</summary>
public static class OperationWords
{
    public static string Of(ItemState state) => state switch
    {
        ItemState.NotApplied => "Not applied",
        _ => state.ToString(),
    };

    public static StatusTone ToneOf(ItemState state) => state switch
    {
        ItemState.Confirmed => StatusTone.Confirmed,
        ItemState.Sending or ItemState.Accepted => StatusTone.Pending,
        ItemState.Refused or ItemState.NotApplied => StatusTone.Refused,
        ItemState.Unknown => StatusTone.Unknown,
        _ => StatusTone.Neutral,
    };

    /// <summary>"Cancelling" while a cancelled operation still settles what was sent.</summary>
    public static string Of(OperationRow row) => row switch
    {
        { CancelRequested: true, IsFinished: false } => "Cancelling",
        { State: OperationState.CompletedWithFailures } => "Completed with failures",
        { State: OperationState.NeedsAttention } => "Needs attention",
        { State: OperationState.AwaitsConfirmation } => "Waiting for a second operator",
        _ => row.State.ToString(),
    };

    public static StatusTone ToneOf(OperationState state) => state switch
    {
        OperationState.Completed => StatusTone.Confirmed,
        OperationState.Running => StatusTone.Pending,
        OperationState.CompletedWithFailures or OperationState.NeedsAttention or OperationState.AwaitsConfirmation => StatusTone.Warning,
        _ => StatusTone.Neutral,
    };

    public static string IconOf(OperationKind kind) => kind switch
    {
        OperationKind.CreateCommunity or OperationKind.DeactivateCommunity => "community",
        OperationKind.CreateGroup or OperationKind.ChangeGroup or OperationKind.JoinGroup or OperationKind.LeaveGroup => "group",
        OperationKind.AddParticipants => "plus",
        OperationKind.RemoveParticipants => "cross",
        OperationKind.PromoteParticipants or OperationKind.DemoteParticipants or OperationKind.TransferOwnership => "shield",
        OperationKind.DecideRequests => "inbox",
        OperationKind.ResetInvite => "link",
        OperationKind.SendMessages => "send",
        OperationKind.Announce => "announcement",
        OperationKind.Revert => "undo",
        _ => "operations",
    };

    /// <summary>"Add Ann", "Link Harbor Crew".</summary>
    public static string PhraseOf(ItemKind kind, string label) => ItemVerbs.PhraseOf(kind, label);
}
