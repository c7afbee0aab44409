using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways;

/// <summary>
/// Answers NotSupported to everything; an adapter overrides what it declares and does its work inside
/// <see cref="RunAsync{T}(IReadOnlyList{Capability}, Func{GatewayCall, Task{T}}, CancellationToken)"/>.
/// </summary>
/// <param name="vendor">For the sentences an operator reads.</param>
/// <param name="capabilities">What is declared, less what was found impossible for this number.</param>
/// <param name="mask">Knows the secrets of this number.</param>
internal abstract partial class GatewayAdapter(string vendor, CapabilitySet capabilities, SecretMask mask) : IWhatsAppGateway
{
    public CapabilitySet Capabilities { get; } = capabilities;

    protected string Vendor => vendor;

    protected SecretMask Mask => mask;

    public virtual Task<GatewayResult<GatewaySession>> GetSessionAsync(CancellationToken cancellationToken) =>
        NotSupported<GatewaySession>(Capability.ReadSession);

    public virtual Task<GatewayResult<IReadOnlyList<GroupListing>>> ListGroupsAsync(CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<GroupListing>>(Capability.ListGroups);

    public virtual Task<GatewayResult<GroupDetail>> GetGroupAsync(GroupId group, bool includeMembers, CancellationToken cancellationToken) =>
        NotSupported<GroupDetail>(Capability.ReadGroup);

    public virtual Task<GatewayResult<IReadOnlyList<CommunityListing>>> ListCommunitiesAsync(CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<CommunityListing>>(Capability.ListCommunities);

    public virtual Task<GatewayResult<IReadOnlyList<SubgroupListing>>> ListSubgroupsAsync(CommunityId community, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<SubgroupListing>>(Capability.ListSubgroups);

    public virtual Task<GatewayResult<IReadOnlyList<GroupMember>>> ListCommunityMembersAsync(CommunityId community, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<GroupMember>>(Capability.ListCommunityMembers);

    public virtual Task<GatewayResult<CommunityCreation>> CreateCommunityAsync(NewCommunity community, CancellationToken cancellationToken) =>
        NotSupported<CommunityCreation>(Capability.CreateCommunity);

    public virtual Task<GatewayResult<GroupCreation>> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        NotSupported<GroupCreation>(Capability.CreateGroup);

    public virtual Task<GatewayResult<GroupCreation>> CreateSubgroupAsync(CommunityId community, NewGroup group, CancellationToken cancellationToken) =>
        NotSupported<GroupCreation>(Capability.CreateSubgroup);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> LinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<GroupId>>>(Capability.LinkGroup);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<GroupId>>>> UnlinkAsync(CommunityId community, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<GroupId>>>(Capability.UnlinkGroup);

    public virtual Task<GatewayResult<Accepted>> UpdateProfileAsync(GroupId group, ProfileChange change, CancellationToken cancellationToken) =>
        NotSupported<Accepted>(Needed.For(change).FirstOrDefault(Capability.Rename));

    public virtual Task<GatewayResult<Accepted>> UpdateSettingsAsync(GroupId group, GroupSettings change, CancellationToken cancellationToken) =>
        NotSupported<Accepted>(Needed.For(change).FirstOrDefault(Capability.SetSendMessages));

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> AddParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<ParticipantId>>>(Capability.AddParticipants);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RemoveParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<ParticipantId>>>(Capability.RemoveParticipants);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> PromoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<ParticipantId>>>(Capability.PromoteParticipants);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DemoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<ParticipantId>>>(Capability.DemoteParticipants);

    public virtual Task<GatewayResult<IReadOnlyList<MembershipRequestListing>>> ListRequestsAsync(GroupId group, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<MembershipRequestListing>>(Capability.ListMembershipRequests);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ApproveAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<ParticipantId>>>(Capability.ApproveRequests);

    public virtual Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RejectAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<TargetOutcome<ParticipantId>>>(Capability.RejectRequests);

    public virtual Task<GatewayResult<InviteCode>> GetInviteAsync(GroupId group, CancellationToken cancellationToken) =>
        NotSupported<InviteCode>(Capability.ReadInvite);

    public virtual Task<GatewayResult<InviteCode>> ResetInviteAsync(GroupId group, CancellationToken cancellationToken) =>
        NotSupported<InviteCode>(Capability.ResetInvite);

    public virtual Task<GatewayResult<InvitePreview>> PreviewInviteAsync(InviteCode code, CancellationToken cancellationToken) =>
        NotSupported<InvitePreview>(Capability.PreviewInvite);

    public virtual Task<GatewayResult<JoinOutcome>> JoinAsync(InviteCode code, CancellationToken cancellationToken) =>
        NotSupported<JoinOutcome>(Capability.JoinByInvite);

    public virtual Task<GatewayResult<Accepted>> LeaveAsync(GroupId group, CancellationToken cancellationToken) =>
        NotSupported<Accepted>(Capability.LeaveGroup);

    public virtual Task<GatewayResult<Accepted>> DeactivateCommunityAsync(CommunityId community, CancellationToken cancellationToken) =>
        NotSupported<Accepted>(Capability.DeactivateCommunity);

    public virtual Task<GatewayResult<Accepted>> TransferOwnershipAsync(CommunityId community, ParticipantId newOwner, CancellationToken cancellationToken) =>
        NotSupported<Accepted>(Capability.TransferOwnership);

    public virtual Task<GatewayResult<IReadOnlyList<SubgroupSuggestion>>> ListSuggestionsAsync(CommunityId community, CancellationToken cancellationToken) =>
        NotSupported<IReadOnlyList<SubgroupSuggestion>>(Capability.ListSuggestions);

    public virtual Task<GatewayResult<SentMessage>> SendTextAsync(ParticipantId person, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        NotSupported<SentMessage>(Capability.SendText);

    public virtual Task<GatewayResult<SentMessage>> SendGroupTextAsync(GroupId group, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        NotSupported<SentMessage>(Capability.SendGroupText);

    public virtual Task<GatewayResult<SentMessage>> SendInviteCardAsync(ParticipantId person, InviteCode code, CancellationToken cancellationToken) =>
        NotSupported<SentMessage>(Capability.SendInviteCard);
}
