using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>From a gateway's answer to the next state of the item. Says nothing that the answer does not prove.</summary>
internal static class ItemOutcomes
{
    /// <param name="attempts">How often the item was sent before this time.</param>
    public static ItemOutcome From(OperationItem item, SendAnswer answer, int attempts, int maxAttempts) =>
        answer.Failure is { } failure
            ? From(failure, answer, attempts, maxAttempts)
            : From(answer.Verdict ?? TargetVerdict.Unknown, item, answer, attempts, maxAttempts);

    private static ItemOutcome From(TargetVerdict verdict, OperationItem item, SendAnswer answer, int attempts, int maxAttempts)
    {
        var outcome = verdict switch
        {
            // The adapter has seen it, the cache has not: settled now, every screen would show the old state as a fact.
            TargetVerdict.Verified when ReadTarget.Of(item).Kind != ReadTargetKind.Nothing => new ItemOutcome(ItemState.Accepted, answer.Detail),
            TargetVerdict.Verified => new ItemOutcome(ItemState.Confirmed, answer.Detail),
            TargetVerdict.AlreadySo when answer.IsInterpreted && ReadTarget.Of(item).Kind != ReadTargetKind.Nothing =>
                new ItemOutcome(ItemState.Accepted, answer.Detail) { WasSoBefore = true },
            TargetVerdict.AlreadySo => new ItemOutcome(ItemState.Confirmed, answer.Detail ?? "It was so before; nothing to do.") { WasSoBefore = true },
            TargetVerdict.Accepted => new ItemOutcome(ItemState.Accepted, answer.Detail),
            TargetVerdict.NotApplied => new ItemOutcome(ItemState.NotApplied, answer.Detail ?? "The gateway said yes, but a read does not show it."),
            TargetVerdict.Refused => Refused(item, answer, attempts, maxAttempts),
            _ => new ItemOutcome(ItemState.Unknown, answer.Detail ?? "The gateway gave no trustworthy answer."),
        };
        return outcome with
        {
            Reason = outcome.State == ItemState.Planned ? null : answer.Reason,
            Invitation = answer.Invitation,
            InvitationSent = answer.InvitationSent,
            GroupId = answer.GroupId,
            CommunityId = answer.CommunityId,
        };
    }

    private static ItemOutcome Refused(OperationItem item, SendAnswer answer, int attempts, int maxAttempts) => answer.Reason switch
    {
        RefusalReason.RateLimited or RefusalReason.ReachOutLocked => attempts + 1 < maxAttempts
            ? new ItemOutcome(ItemState.Planned, "WhatsApp slowed this number down; it is sent again later.") { Consequence = Consequence.CoolDown }
            : new ItemOutcome(ItemState.Refused, $"Slowed down {attempts + 1} times; given up.") { Consequence = Consequence.CoolDown },
        RefusalReason.ResourceConstraint => attempts == 0
            ? new ItemOutcome(ItemState.Planned, "WhatsApp had no resources; it is sent once more later.") { Consequence = Consequence.CoolDown }
            : new ItemOutcome(ItemState.Refused, answer.Detail),
        RefusalReason.GroupFull or RefusalReason.CommunityFull when item.Kind == ItemKind.AddParticipant =>
            new ItemOutcome(ItemState.Refused, answer.Detail) { Consequence = Consequence.GroupIsFull },
        _ => new ItemOutcome(ItemState.Refused, answer.Detail),
    };

    private static ItemOutcome From(GatewayFailure failure, SendAnswer answer, int attempts, int maxAttempts) => failure.Kind switch
    {
        GatewayFailureKind.RateLimited or GatewayFailureKind.Rejected when (failure.Kind == GatewayFailureKind.RateLimited || answer.IsReachOutLock) && attempts + 1 < maxAttempts =>
            new ItemOutcome(ItemState.Planned, failure.Message) { Consequence = Consequence.CoolDown, Until = failure.Until },
        GatewayFailureKind.RateLimited => new ItemOutcome(ItemState.Refused, failure.Message)
        {
            Reason = RefusalReason.RateLimited,
            Consequence = Consequence.CoolDown,
            Until = failure.Until,
        },
        GatewayFailureKind.Unavailable => new ItemOutcome(ItemState.Planned, failure.Message) { Consequence = Consequence.Rest, Reached = false },
        GatewayFailureKind.SignedOut => new ItemOutcome(answer.Left ? ItemState.Unknown : ItemState.Planned, failure.Message)
        {
            Consequence = Consequence.StopNumber,
            Reached = answer.Left,
        },
        GatewayFailureKind.OutcomeUnknown when IsSilence(answer) =>
            new ItemOutcome(ItemState.Unknown, failure.Message) { AnswerLost = true, Consequence = Consequence.Rest },
        GatewayFailureKind.OutcomeUnknown or GatewayFailureKind.Unreadable => new ItemOutcome(ItemState.Unknown, failure.Message),
        GatewayFailureKind.Forbidden => new ItemOutcome(ItemState.Refused, failure.Message) { Reason = RefusalReason.NoRight },
        GatewayFailureKind.NotSupported => new ItemOutcome(ItemState.Refused, failure.Message) { Reason = RefusalReason.NotSupported },
        GatewayFailureKind.NotFound => new ItemOutcome(ItemState.Refused, failure.Message) { Reason = ReasonOf(failure.Code) ?? RefusalReason.TargetGone },
        _ => new ItemOutcome(ItemState.Refused, failure.Message) { Reason = ReasonOf(failure.Code) },
    };

    /// <summary>No answer at all, or that of a proxy which had none. A gateway in this state is left alone for a moment.</summary>
    private static bool IsSilence(SendAnswer answer) => answer.LastWrite is null or { Status: null or 502 or 503 or 504 };

    /// <summary>Only codes that mean the same in HTTP's mouth as in WhatsApp's: a 404 here is a missing group, not a missing person.</summary>
    private static RefusalReason? ReasonOf(int? code) => code is 408 or 412 or 417 or 419 or 421 or 451 or 463 ? (RefusalReason)code : null;
}
