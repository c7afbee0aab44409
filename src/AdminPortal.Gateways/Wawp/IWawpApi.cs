using AdminPortal.Gateways.Http;
using RestEase;

namespace AdminPortal.Gateways.Wawp;

internal static class WawpRoute
{
    public const string Credentials = "?instance_id={instance}&access_token={token}";
}

/// <summary>
/// The routes of Wawp that this console uses. Whatever the status, an answer is returned; what it holds is documented for few.
/// Both credentials travel in the query of every request: nothing of a query is ever logged.
/// </summary>
[AllowAnyStatusCode]
internal interface IWawpApi
{
    [Path("instance")]
    string Instance { get; set; }

    [Path("token")]
    string Token { get; set; }

    [Get("v2/session/info" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> GetSessionAsync(CancellationToken cancellationToken);

    [Get("v2/groups" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> ListGroupsAsync([Query] int limit, [Query] int offset, CancellationToken cancellationToken);

    [Get("v2/groups/count" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> CountGroupsAsync(CancellationToken cancellationToken);

    [Post("v2/groups" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> CreateGroupAsync([Body] WawpNewGroup body, CancellationToken cancellationToken);

    [Get("v2/groups/{group}" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> GetGroupAsync([Path] string group, CancellationToken cancellationToken);

    [Get("v2/groups/join-info" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> PreviewAsync([Query] string code, CancellationToken cancellationToken);

    /// <summary>A code or the whole link.</summary>
    [Post("v2/groups/join" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> JoinAsync([Body] WawpCode body, CancellationToken cancellationToken);

    [Post("v2/groups/{group}/leave" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> LeaveAsync([Path] string group, CancellationToken cancellationToken);

    [Put("v2/groups/{group}/subject" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> ChangeSubjectAsync([Path] string group, [Body] WawpSubject body, CancellationToken cancellationToken);

    [Put("v2/groups/{group}/description" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> ChangeDescriptionAsync([Path] string group, [Body] WawpDescription body, CancellationToken cancellationToken);

    [Put("v2/groups/{group}/picture" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> ChangePictureAsync([Path] string group, [Body] WawpPicture body, CancellationToken cancellationToken);

    [Delete("v2/groups/{group}/picture" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> DeletePictureAsync([Path] string group, CancellationToken cancellationToken);

    /// <param name="setting"><c>info-admin-only</c> or <c>messages-admin-only</c>.</param>
    [Get("v2/groups/{group}/settings/security/{setting}" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> GetSettingAsync([Path] string group, [Path] string setting, CancellationToken cancellationToken);

    /// <summary>The vendor's client passes the value in the query, the project behind it in the body: it is sent in both.</summary>
    [Put("v2/groups/{group}/settings/security/{setting}" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> ChangeSettingAsync([Path] string group, [Path] string setting, [Query] string adminsOnly, [Body] WawpSetting body, CancellationToken cancellationToken);

    [Get("v2/groups/{group}/invite-code" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> GetInviteAsync([Path] string group, CancellationToken cancellationToken);

    [Post("v2/groups/{group}/invite-code/revoke" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> RevokeInviteAsync([Path] string group, CancellationToken cancellationToken);

    [Get("v2/groups/{group}/participants" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> ListParticipantsAsync([Path] string group, CancellationToken cancellationToken);

    [Post("v2/groups/{group}/participants/add" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> AddAsync([Path] string group, [Body] WawpPeople body, CancellationToken cancellationToken);

    [Post("v2/groups/{group}/participants/remove" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> RemoveAsync([Path] string group, [Body] WawpPeople body, CancellationToken cancellationToken);

    [Post("v2/groups/{group}/admin/promote" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> PromoteAsync([Path] string group, [Body] WawpPeople body, CancellationToken cancellationToken);

    [Post("v2/groups/{group}/admin/demote" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> DemoteAsync([Path] string group, [Body] WawpPeople body, CancellationToken cancellationToken);

    /// <summary>The hidden id of a phone number, if it has one.</summary>
    [Get("v2/lids/pn/{number}" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> GetLidAsync([Path] string number, CancellationToken cancellationToken);

    [Post("v2/send/text" + WawpRoute.Credentials)]
    Task<Response<JsonAnswer>> SendTextAsync([Body] WawpText body, CancellationToken cancellationToken);
}
