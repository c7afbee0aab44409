using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Model;

/// <summary>A picture by content; adapters pass it on as their gateway wants it.</summary>
/// <param name="ContentType"><c>image/jpeg</c> or <c>image/png</c>.</param>
public sealed record Picture(byte[] Content, string ContentType);

/// <summary>What to create. The name is at most 25 characters at creation.</summary>
public sealed record NewGroup(string Name, string? Description, IReadOnlyList<ParticipantId> Participants, GroupSettings Settings, Picture? Picture = null);

/// <summary>What to create. <paramref name="ApprovalRequired"/> is always sent: vendors' defaults contradict each other.</summary>
public sealed record NewCommunity(string Name, string? Description, bool ApprovalRequired, IReadOnlyList<GroupId> GroupsToLink, Picture? Picture = null);

/// <summary>The outcome of creating a group.</summary>
/// <param name="Participants">One outcome per wanted participant; whom privacy blocks is silently missing at some gateways and is named here.</param>
/// <param name="Warnings">What did not work although the group exists, each a sentence.</param>
public sealed record GroupCreation(GroupId Group, IReadOnlyList<TargetOutcome<ParticipantId>> Participants, IReadOnlyList<string> Warnings);

/// <summary>The outcome of creating a community.</summary>
/// <param name="Community">Null when WhatsApp refused the community.</param>
/// <param name="LeftoverGroup">The plain group that a gateway left behind instead of a community.</param>
/// <param name="Links">One outcome per group to link.</param>
/// <param name="Warnings">What did not work although it exists, each a sentence.</param>
public sealed record CommunityCreation(
    CommunityId? Community,
    GroupId? LeftoverGroup,
    IReadOnlyList<TargetOutcome<GroupId>> Links,
    IReadOnlyList<string> Warnings);

/// <summary>Changes of name, description and picture. Null leaves as it is; an empty description clears it.</summary>
public sealed record ProfileChange(string? Name = null, string? Description = null, Picture? Picture = null, bool RemovePicture = false);

/// <summary>What joining by invite came to.</summary>
/// <param name="RequestCreated">Approval is on: we wait, we are not a member.</param>
public sealed record JoinOutcome(GroupId Group, bool RequestCreated);

/// <summary>A sent message.</summary>
/// <param name="MessageId">The gateway's id, when it gives one.</param>
public sealed record SentMessage(string? MessageId);
