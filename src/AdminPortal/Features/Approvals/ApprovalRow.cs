using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Approvals;

/// <summary>What the inbox shows.</summary>
/// <param name="Decided">False: waiting and being decided. True: what was decided, newest first.</param>
public sealed record ApprovalQuery(string? GroupId = null, string? CommunityId = null, string? Text = null, bool Decided = false);

/// <summary>One page of the inbox.</summary>
/// <param name="Rows">At most <see cref="ApprovalInbox.MaxRows"/>, oldest request first.</param>
/// <param name="Total">How many there are altogether.</param>
/// <param name="OldestAskedAt">When the least recently asked of the groups shown was last asked for requests.</param>
public sealed record ApprovalPage(IReadOnlyList<ApprovalRow> Rows, int Total, DateTimeOffset? OldestAskedAt);

/// <summary>Somebody at the door of a group.</summary>
/// <param name="Person">Name, number, or "hidden number".</param>
/// <param name="Number">The number with a plus, when known and not already the name.</param>
/// <param name="AskedAt">When they asked; null when the gateway does not say.</param>
/// <param name="SeenAt">When this console first saw the request.</param>
/// <param name="Approve">The decision, once taken.</param>
/// <param name="SendsAt">While a decision can still be taken back: when it will be sent.</param>
/// <param name="OpenAt">The other operator who has it open.</param>
public sealed record ApprovalRow(
    Guid Id,
    string GroupId,
    string GroupName,
    string? CommunityName,
    Guid PersonId,
    string Person,
    string? Number,
    DateTimeOffset? AskedAt,
    DateTimeOffset SeenAt,
    RequestMethod Method,
    RequestState State,
    bool? Approve,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    Guid? OperationId,
    DateTimeOffset? SendsAt,
    string? OpenAt,
    Guid? OpenById);

/// <summary>Everything that helps to decide one request.</summary>
/// <param name="Requester">Who added them, for a non-admin add.</param>
/// <param name="MemberCount">Members of the group now.</param>
/// <param name="PlacesLeft">Against the configured limit; null when the member count is not known.</param>
/// <param name="GroupAskedAt">When the group was last asked for its requests.</param>
/// <param name="Routing">Which of our numbers carries the decision out, and which others could; null when the group is gone.</param>
/// <param name="CannotAct">Why none can.</param>
public sealed record ApprovalDetail(
    ApprovalRow Row,
    string? Requester,
    string? Note,
    int? MemberCount,
    int? PlacesLeft,
    DateTimeOffset? GroupAskedAt,
    NumberRouting? Routing,
    string? CannotAct,
    IReadOnlyList<KnownMembership> Memberships,
    IReadOnlyList<EarlierDecision> Earlier);

/// <summary>A group the person is or was in.</summary>
public sealed record KnownMembership(string GroupId, string GroupName, MemberRole Role, DateTimeOffset Since, DateTimeOffset? GoneAt);

/// <summary>An earlier request of the same person.</summary>
public sealed record EarlierDecision(string GroupName, RequestState State, string? By, DateTimeOffset? At, string? Note);

/// <summary>What became of a decision that was just taken.</summary>
/// <param name="Decided">How many requests it covers.</param>
/// <param name="AlreadyHandled">How many of the chosen were handled meanwhile.</param>
/// <param name="CannotAct">One sentence per group in which none of our numbers can decide.</param>
public sealed record DecisionTicket(Guid OperationId, int Decided, int AlreadyHandled, IReadOnlyList<string> CannotAct);
