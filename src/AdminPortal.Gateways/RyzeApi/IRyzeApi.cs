using RestEase;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>
/// The routes of RyzeAPI that this console uses. Whatever the status, an answer is returned: success is in the body as often as
/// in the status. <c>identifier</c> is a group id, an invite code or an invite link unless a route says otherwise.
/// </summary>
[AllowAnyStatusCode]
internal interface IRyzeApi
{
    [Header("token")]
    string Token { get; set; }

    /// <summary>The instance's name, unique within the account.</summary>
    [Path("instance")]
    string Instance { get; set; }

    /// <summary>An instance token ignores the filter and lists its own instance.</summary>
    [Get("api/instance/list")]
    Task<Response<RyzeInstances>> ListInstancesAsync([Query] string instanceName, CancellationToken cancellationToken);

    [Get("api/group/list/{instance}")]
    Task<Response<RyzeGroupList>> ListGroupsAsync([Query] string includeMembers, CancellationToken cancellationToken);

    [Get("api/group/info/{instance}")]
    Task<Response<RyzeGroupAnswer>> GetGroupAsync([Query] string identifier, [Query] string participants, CancellationToken cancellationToken);

    [Post("api/group/create/{instance}")]
    Task<Response<RyzeGroupAnswer>> CreateGroupAsync([Body] RyzeNewGroup body, CancellationToken cancellationToken);

    [Put("api/group/update/{instance}")]
    Task<Response<RyzeGroupAnswer>> UpdateGroupAsync([Body] RyzeGroupChange body, CancellationToken cancellationToken);

    /// <summary>200 also when some or all fail.</summary>
    [Post("api/group/participants/{instance}")]
    Task<Response<RyzeParticipantsAnswer>> ChangeParticipantsAsync([Body] RyzeParticipantsChange body, CancellationToken cancellationToken);

    [Get("api/group/requests/{instance}")]
    Task<Response<RyzeRequestList>> ListRequestsAsync([Query] string identifier, CancellationToken cancellationToken);

    /// <summary>A code or a link; a group id is not accepted.</summary>
    [Post("api/group/join/{instance}")]
    Task<Response<RyzeJoinAnswer>> JoinAsync([Body] RyzeIdentifier body, CancellationToken cancellationToken);

    [Post("api/group/resetLink/{instance}")]
    Task<Response<RyzeLinkReset>> ResetLinkAsync([Body] RyzeIdentifier body, CancellationToken cancellationToken);

    [Delete("api/group/leave/{instance}")]
    Task<Response<RyzeEnvelope>> LeaveAsync([Query] string identifier, CancellationToken cancellationToken);

    [Post("api/community/create/{instance}")]
    Task<Response<RyzeCommunityAnswer>> CreateCommunityAsync([Body] RyzeNewCommunity body, CancellationToken cancellationToken);

    /// <summary>200 with <c>success:false</c> when none could be linked.</summary>
    [Post("api/community/link/{instance}")]
    Task<Response<RyzeLinkAnswer>> LinkAsync([Body] RyzeLinkChange body, CancellationToken cancellationToken);

    /// <summary>As link; <c>linked</c> holds what was <em>un</em>linked.</summary>
    [Post("api/community/unlink/{instance}")]
    Task<Response<RyzeLinkAnswer>> UnlinkAsync([Body] RyzeLinkChange body, CancellationToken cancellationToken);

    /// <summary>Only linked groups that our number is in.</summary>
    [Get("api/community/listSubGroups/{instance}")]
    Task<Response<RyzeSubgroupList>> ListSubgroupsAsync([Query] string communityJid, CancellationToken cancellationToken);

    [Post("api/message/text/{instance}")]
    Task<Response<RyzeMessageAnswer>> SendTextAsync([Body] RyzeText body, CancellationToken cancellationToken);
}
