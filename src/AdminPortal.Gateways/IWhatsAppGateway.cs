using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways;

/// <summary>
/// One WhatsApp number behind one gateway. Every method answers a <see cref="GatewayResult{T}"/> and throws only when the
/// caller cancels. An operation outside <see cref="Capabilities"/> answers NotSupported without any HTTP.
/// Plural calls return one outcome per target, in the order of the targets. Nothing here retries a write.
/// </summary>
public interface IWhatsAppGateway
{
    CapabilitySet Capabilities { get; }

    Task<GatewayResult<GatewaySession>> GetSessionAsync(CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<GroupListing>>> ListGroupsAsync(CancellationToken cancellationToken);

    /// <param name="includeMembers">False where the gateway can leave members out; it then costs less.</param>
    Task<GatewayResult<GroupDetail>> GetGroupAsync(GroupId group, bool includeMembers, CancellationToken cancellationToken);

    /// <summary>Communities by name and id, where the gateway lists them; others are found by reading groups.</summary>
    Task<GatewayResult<IReadOnlyList<CommunityListing>>> ListCommunitiesAsync(CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<SubgroupListing>>> ListSubgroupsAsync(CommunityId community, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<GroupMember>>> ListCommunityMembersAsync(CommunityId community, CancellationToken cancellationToken);

    Task<GatewayResult<CommunityCreation>> CreateCommunityAsync(NewCommunity community, CancellationToken cancellationToken);

    Task<GatewayResult<GroupCreation>> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken);

    Task<GatewayResult<GroupCreation>> CreateSubgroupAsync(CommunityId community, NewGroup group, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> LinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> UnlinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken);

    Task<GatewayResult<Accepted>> UpdateProfileAsync(GroupId group, ProfileChange change, CancellationToken cancellationToken);

    /// <summary>Applies the settings that are not null.</summary>
    Task<GatewayResult<Accepted>> UpdateSettingsAsync(GroupId group, GroupSettings change, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> AddParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RemoveParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> PromoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DemoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<MembershipRequestListing>>> ListRequestsAsync(GroupId group, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ApproveAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RejectAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken);

    Task<GatewayResult<InviteCode>> GetInviteAsync(GroupId group, CancellationToken cancellationToken);

    /// <summary>The old link dies at once. Returns the new code.</summary>
    Task<GatewayResult<InviteCode>> ResetInviteAsync(GroupId group, CancellationToken cancellationToken);

    Task<GatewayResult<InvitePreview>> PreviewInviteAsync(InviteCode code, CancellationToken cancellationToken);

    Task<GatewayResult<JoinOutcome>> JoinAsync(InviteCode code, CancellationToken cancellationToken);

    Task<GatewayResult<Accepted>> LeaveAsync(GroupId group, CancellationToken cancellationToken);

    /// <summary>Cannot be undone; only the creator can. Deletes no group.</summary>
    Task<GatewayResult<Accepted>> DeactivateCommunityAsync(CommunityId community, CancellationToken cancellationToken);

    /// <summary>Cannot be undone by us.</summary>
    Task<GatewayResult<Accepted>> TransferOwnershipAsync(CommunityId community, ParticipantId newOwner, CancellationToken cancellationToken);

    Task<GatewayResult<IReadOnlyList<SubgroupSuggestion>>> ListSuggestionsAsync(CommunityId community, CancellationToken cancellationToken);

    /// <param name="idempotencyKey">Passed on where the gateway de-duplicates messages by key.</param>
    Task<GatewayResult<SentMessage>> SendTextAsync(ParticipantId person, string text, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>A text to a group. There is no call that reads it back: the answer is all there is.</summary>
    /// <param name="idempotencyKey">Passed on where the gateway de-duplicates messages by key.</param>
    Task<GatewayResult<SentMessage>> SendGroupTextAsync(GroupId group, string text, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>WhatsApp's own card inviting one person by the code.</summary>
    Task<GatewayResult<SentMessage>> SendInviteCardAsync(ParticipantId person, InviteCode code, CancellationToken cancellationToken);
}
