using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.FollowUp;

/// <summary>Which people the screen shows.</summary>
public enum FollowUpView
{
    /// <summary>Nothing moves unless an operator does something.</summary>
    NeedsYou,
    /// <summary>Something is under way, or the person has to act.</summary>
    Waiting,
    /// <summary>In, or given up.</summary>
    Over,
}

/// <param name="State">Only this state of the view.</param>
/// <param name="Search">A part of the name or number.</param>
/// <param name="Page">From 1.</param>
/// <param name="EndsSoon">Only who holds a private invitation that ends within <see cref="FollowUpBoard.Soon"/>.</param>
public sealed record FollowUpQuery(FollowUpView View, WantedState? State = null, string? GroupId = null, string? Search = null, int Page = 1, bool EndsSoon = false);

/// <summary>A group in which somebody was wanted, for the page of that person.</summary>
public sealed record WantedPlace(string GroupId, string GroupName, WantedState State, DateTimeOffset Since, DateTimeOffset? ExpiresAt, string WantedBy, Guid OperationId);

/// <summary>One person wanted in one group, as the screen shows it.</summary>
/// <param name="Number">"+4915110002000", or null where the label says it already.</param>
/// <param name="PersonId">Known from reads; null when no gateway has listed them.</param>
/// <param name="Through">The number that tried last; null when it was removed.</param>
/// <param name="Words">The gateway's own words about the refusal.</param>
/// <param name="Code">The group's invite code, where we know it.</param>
/// <param name="InvitedAt">When the last invitation left; also one of which nobody knows whether it went out.</param>
/// <param name="CopiedAt">When <paramref name="CopiedBy"/> took the link to send it by hand.</param>
/// <param name="OperationId">Where the last thing happened.</param>
public sealed record FollowUpRow(
    Guid Id,
    string GroupId,
    string GroupName,
    string? Code,
    string Label,
    string? Number,
    Guid? PersonId,
    WantedState State,
    DateTimeOffset Since,
    DateTimeOffset? ExpiresAt,
    RefusalReason? Reason,
    ItemState AddState,
    string? Words,
    string? Note,
    string? Through,
    string WantedBy,
    DateTimeOffset WantedAt,
    string? ClosedBy,
    DateTimeOffset? InvitedAt,
    DateTimeOffset? CopiedAt,
    string? CopiedBy,
    Guid? RequestId,
    Guid OperationId)
{
    /// <summary>Who asked to join: why none of our numbers can approve it now, and who could; null when one can.</summary>
    public string? WhyNoApproval { get; init; }
}

/// <param name="Counts">How many stand where, under the same group and search.</param>
/// <param name="EndSoon">How many of the private invitations end within <see cref="FollowUpBoard.Soon"/>, under the same group and search.</param>
/// <param name="GroupName">Of the group that is filtered for.</param>
public sealed record FollowUpList(IReadOnlyList<FollowUpRow> Rows, int Total, IReadOnlyDictionary<WantedState, int> Counts, int EndSoon, string? GroupName)
{
    public int CountOf(FollowUpView view) => FollowUpWords.StatesOf(view).Sum(s => Counts.GetValueOrDefault(s));
}
