using AdminPortal.Results;

namespace AdminPortal.Features.FollowUp;

/// <summary>Of all who were chosen nobody remains.</summary>
public sealed record NobodyToFollowUp(string Message) : PortalFailure(Message);
