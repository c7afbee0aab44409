using RestEase;

namespace AdminPortal.Gateways.Whapi;

/// <summary>
/// The routes of Whapi.Cloud that this console uses; one token is one number. Whatever the status, an answer is returned.
/// Several DELETE requests carry a body. A community's id has the form of a group's, and where a route takes a group it takes
/// the community's parent too.
/// </summary>
[AllowAnyStatusCode]
internal interface IWhapiApi
{
    /// <summary><c>Bearer …</c></summary>
    [Header("Authorization")]
    string Authorization { get; set; }

    /// <summary>Left out, <paramref name="wakeup"/> is true and starts a stopped channel.</summary>
    [Get("health")]
    Task<Response<WhapiHealth>> GetHealthAsync([Query] string wakeup, CancellationToken cancellationToken);

    /// <summary>Communities' parents and announcement groups are among them.</summary>
    [Get("groups")]
    Task<Response<WhapiGroupList>> ListGroupsAsync([Query] int count, [Query] int offset, CancellationToken cancellationToken);

    [Post("groups")]
    Task<Response<WhapiCreatedGroup>> CreateGroupAsync([Body] WhapiNewGroup body, CancellationToken cancellationToken);

    [Put("groups")]
    Task<Response<WhapiJoinAnswer>> JoinAsync([Body] WhapiInvite body, CancellationToken cancellationToken);

    [Get("groups/{group}")]
    Task<Response<WhapiGroup>> GetGroupAsync([Path] string group, CancellationToken cancellationToken);

    [Put("groups/{group}")]
    Task<Response<WhapiAnswer>> UpdateGroupAsync([Path] string group, [Body] WhapiProfile body, CancellationToken cancellationToken);

    /// <summary>One setting per call.</summary>
    [Patch("groups/{group}")]
    Task<Response<WhapiAnswer>> ChangeSettingAsync([Path] string group, [Body] WhapiSetting body, CancellationToken cancellationToken);

    [Delete("groups/{group}")]
    Task<Response<WhapiAnswer>> LeaveAsync([Path] string group, CancellationToken cancellationToken);

    [Get("groups/{group}/invite")]
    Task<Response<WhapiInvite>> GetInviteAsync([Path] string group, CancellationToken cancellationToken);

    /// <summary>Does not return the new code.</summary>
    [Delete("groups/{group}/invite")]
    Task<Response<WhapiAnswer>> RevokeInviteAsync([Path] string group, CancellationToken cancellationToken);

    [Post("groups/{group}/participants")]
    Task<Response<WhapiAnswer>> AddAsync([Path] string group, [Body] WhapiPeople body, CancellationToken cancellationToken);

    [Delete("groups/{group}/participants")]
    Task<Response<WhapiAnswer>> RemoveAsync([Path] string group, [Body] WhapiPeople body, CancellationToken cancellationToken);

    [Patch("groups/{group}/admins")]
    Task<Response<WhapiAnswer>> PromoteAsync([Path] string group, [Body] WhapiPeople body, CancellationToken cancellationToken);

    [Delete("groups/{group}/admins")]
    Task<Response<WhapiAnswer>> DemoteAsync([Path] string group, [Body] WhapiPeople body, CancellationToken cancellationToken);

    [Put("groups/{group}/icon")]
    Task<Response<WhapiAnswer>> SetIconAsync([Path] string group, [Body] WhapiIcon body, CancellationToken cancellationToken);

    [Delete("groups/{group}/icon")]
    Task<Response<WhapiAnswer>> DeleteIconAsync([Path] string group, CancellationToken cancellationToken);

    [Get("groups/{group}/applications")]
    Task<Response<WhapiApplicationList>> ListApplicationsAsync([Path] string group, [Query] int count, [Query] int offset, CancellationToken cancellationToken);

    /// <summary>One applicant per call, whatever the plural says; the answer is an array.</summary>
    [Post("groups/{group}/applications")]
    Task<Response<List<WhapiDecision?>>> ApproveAsync([Path] string group, [Body] WhapiApplicant body, CancellationToken cancellationToken);

    [Delete("groups/{group}/applications")]
    Task<Response<List<WhapiDecision?>>> RejectAsync([Path] string group, [Body] WhapiApplicant body, CancellationToken cancellationToken);

    [Get("groups/link/{code}")]
    Task<Response<WhapiPreview>> PreviewAsync([Path] string code, CancellationToken cancellationToken);

    /// <summary>Sends WhatsApp's own invitation card.</summary>
    [Post("groups/link/{code}")]
    Task<Response<WhapiSent>> SendInviteAsync([Path] string code, [Body] WhapiRecipient body, CancellationToken cancellationToken);

    [Get("communities")]
    Task<Response<WhapiGroupList>> ListCommunitiesAsync([Query] int count, [Query] int offset, CancellationToken cancellationToken);

    [Post("communities")]
    Task<Response<WhapiCreatedGroup>> CreateCommunityAsync([Body] WhapiNewCommunity body, CancellationToken cancellationToken);

    [Post("communities/{community}")]
    Task<Response<WhapiCreatedGroup>> CreateSubgroupAsync([Path] string community, [Body] WhapiNewGroup body, CancellationToken cancellationToken);

    [Delete("communities/{community}")]
    Task<Response<WhapiAnswer>> DeactivateAsync([Path] string community, CancellationToken cancellationToken);

    [Get("communities/{community}/subgroups")]
    Task<Response<WhapiSubgroups>> ListSubgroupsAsync([Path] string community, CancellationToken cancellationToken);

    [Put("communities/{community}/{group}")]
    Task<Response<WhapiAnswer>> LinkAsync([Path] string community, [Path] string group, CancellationToken cancellationToken);

    [Delete("communities/{community}/{group}")]
    Task<Response<WhapiAnswer>> UnlinkAsync([Path] string community, [Path] string group, CancellationToken cancellationToken);

    [Delete("communities/{community}/link")]
    Task<Response<WhapiAnswer>> RevokeCommunityInviteAsync([Path] string community, CancellationToken cancellationToken);

    /// <summary>The lifetime of messages belongs to the chat.</summary>
    [Patch("chats/{chat}")]
    Task<Response<WhapiAnswer>> ChangeChatAsync([Path] string chat, [Body] WhapiChat body, CancellationToken cancellationToken);

    [Post("messages/text")]
    Task<Response<WhapiSent>> SendTextAsync([Body] WhapiText body, CancellationToken cancellationToken);
}
