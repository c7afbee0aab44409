using AdminPortal.Results;

namespace AdminPortal.Features.Communities;

/// <summary>What was reviewed is not what would happen now.</summary>
public sealed record PlanOutdated() : PortalFailure("What this would do has changed since you looked. Look again, then apply.");

/// <summary>Every change of the draft is blocked.</summary>
public sealed record NothingSendable() : PortalFailure("Nothing of this can be applied; the review says why.");
