using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

/// <summary>A community to create.</summary>
/// <param name="ConnectionId">The number that creates it and becomes its creator.</param>
/// <param name="Groups">Ids of existing groups to link once it is there.</param>
/// <param name="Picture">The file's bytes.</param>
/// <param name="Intent">Made once when the dialog opens; the same twice is one operation.</param>
public sealed record NewCommunityOrder(
    Guid ConnectionId, string? Name, string? Description, bool ApprovalRequired, IReadOnlyList<string> Groups, byte[]? Picture, Guid Intent);

/// <summary>A group to create.</summary>
/// <param name="CommunityId">Inside this community; null for a group on its own.</param>
/// <param name="Participants">First members as typed: international numbers, separated by lines or commas.</param>
public sealed record NewGroupOrder(
    Guid ConnectionId, string? CommunityId, string? Name, string? Description, string? Participants, GroupSettings Settings, Guid Intent);
