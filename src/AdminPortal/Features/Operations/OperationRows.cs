using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations;

/// <summary>How many items are in which state.</summary>
public sealed record ItemCounts(IReadOnlyDictionary<ItemState, int> ByState)
{
    public static ItemCounts None { get; } = new(new Dictionary<ItemState, int>());

    public int Total => ByState.Values.Sum();

    public int Settled => this[ItemState.Confirmed] + Failed;

    /// <summary>Refused, not applied or never sent.</summary>
    public int Failed => this[ItemState.Refused] + this[ItemState.NotApplied] + this[ItemState.Skipped];

    public int this[ItemState state] => ByState.GetValueOrDefault(state);
}

/// <summary>The states that the list offers as filters.</summary>
public enum OperationFilterState
{
    All,
    Running,
    Attention,
    Queued,
    Paused,
    Done,
}

/// <param name="ConnectionId">Only operations with items of this number.</param>
public sealed record OperationFilter(OperationFilterState State = OperationFilterState.All, Guid? ConnectionId = null);

/// <summary>One operation in the list.</summary>
public sealed record OperationRow(
    Guid Id,
    OperationKind Kind,
    string Title,
    OperationState State,
    bool CancelRequested,
    string SubmittedBy,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? StartAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? GroupId,
    Guid? FollowsOperationId,
    string? AttentionReason,
    bool Interactive,
    Guid SubmittedById,
    string? ConfirmedBy,
    DateTimeOffset? ConfirmedAt)
{
    /// <summary>Bulk work that may not run before this time: quiet hours. Null when nothing of the kind holds it.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    public ItemCounts Counts { get; init; } = ItemCounts.None;

    public bool IsFinished => State is OperationState.Completed or OperationState.CompletedWithFailures or OperationState.Cancelled;
}

/// <summary>One page of the list.</summary>
/// <param name="Total">How many the filter matches.</param>
/// <param name="ByState">How many operations each filter would show, the number's filter applied.</param>
public sealed record OperationList(IReadOnlyList<OperationRow> Rows, int Total, IReadOnlyDictionary<OperationFilterState, int> ByState);

/// <summary>A number that works on an operation.</summary>
/// <param name="PausedUntil">In the future, or null.</param>
public sealed record WorkingNumber(Guid Id, string Name, DateTimeOffset? PausedUntil, string? PausedReason, string? StoppedReason);

/// <summary>One operation with everything its page's head shows.</summary>
/// <param name="GroupName">Of the group it is about.</param>
/// <param name="Pace">"63 adds = about 11 min at the current pace."; null when nothing is left to send.</param>
/// <param name="Waiting">Why the next item waits, or null.</param>
/// <param name="NextAt">When the next item may go.</param>
/// <param name="Retryable">How many items a retry would take.</param>
/// <param name="RetriedBy">The operation that retries this one.</param>
/// <param name="Reverts">Operations that revert this one, the latest first.</param>
/// <param name="Permission">What changing it needs.</param>
/// <param name="GroupTexts">What goes to groups: mostly one text to many.</param>
public sealed record OperationDetail(
    OperationRow Row,
    string? GroupName,
    IReadOnlyList<WorkingNumber> Numbers,
    string? Pace,
    string? Waiting,
    DateTimeOffset? NextAt,
    int Retryable,
    Guid? RetriedBy,
    IReadOnlyList<Guid> Reverts,
    string Permission,
    IReadOnlyList<string> GroupTexts);

/// <summary>One item as the table shows it.</summary>
/// <param name="HasExchanges">The raw exchange can be shown.</param>
public sealed record ItemRow(
    Guid Id,
    int Sequence,
    ItemKind Kind,
    string Label,
    ItemState State,
    RefusalReason? Reason,
    string? Detail,
    string? Invitation,
    string? Participant,
    string? GroupId,
    string? GroupName,
    DateTimeOffset? SentAt,
    DateTimeOffset? SettledAt,
    bool HasExchanges,
    string? CommunityId)
{
    public Explanation Explanation => OutcomeExplanation.Of(Kind, State, Reason, Invitation is not null);

    /// <summary>The detail, where it says what the cause does not; gateways often say the same in their own case.</summary>
    public string? MoreThanCause =>
        Detail is not null && Explanation.Cause.Contains(Detail.Trim().TrimEnd('.'), StringComparison.OrdinalIgnoreCase) ? null : Detail;
}

/// <summary>One attempt to send an item, secrets removed.</summary>
public sealed record ItemAttempt(DateTimeOffset At, IReadOnlyList<GatewayExchange> Exchanges);
