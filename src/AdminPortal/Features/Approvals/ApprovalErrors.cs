using AdminPortal.Results;

namespace AdminPortal.Features.Approvals;

/// <summary>Every chosen request was handled by somebody else, or withdrawn.</summary>
public sealed record AlreadyHandled(int Count) : PortalFailure(
    Count == 1 ? "This request was already handled or withdrawn." : $"These {Count:N0} requests were already handled or withdrawn.");

/// <summary>The five seconds are over.</summary>
public sealed record TooLateToTakeBack() : PortalFailure("It is too late to take this back: the decision was already sent.");
