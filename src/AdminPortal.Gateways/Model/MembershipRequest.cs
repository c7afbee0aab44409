using AdminPortal.Gateways.Identities;

namespace AdminPortal.Gateways.Model;

/// <summary>How somebody came to ask.</summary>
public enum RequestMethod
{
    /// <summary>The gateway does not say. Rules treat it as "decide by hand".</summary>
    Unknown,
    InviteLink,
    LinkedGroupJoin,
    NonAdminAdd,
}

/// <summary>One person waiting at one group.</summary>
/// <param name="Id">Goes back unchanged with the decision.</param>
/// <param name="Phone">When shown beside a LID.</param>
/// <param name="Requester">Who added them, for <see cref="RequestMethod.NonAdminAdd"/>.</param>
public sealed record MembershipRequestListing(
    ParticipantId Id,
    ParticipantId? Phone,
    DateTimeOffset? RequestedAt,
    RequestMethod Method,
    ParticipantId? Requester = null,
    CommunityId? Community = null);
