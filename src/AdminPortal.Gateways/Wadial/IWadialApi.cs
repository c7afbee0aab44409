using AdminPortal.Gateways.Http;
using RestEase;

namespace AdminPortal.Gateways.Wadial;

/// <summary>
/// The routes of Wadial that this console uses. Whatever the status, an answer is returned. A success is always
/// <c>{ "data": … }</c>; what stands inside is documented for sessions and messages only. People are sent as whole ids.
/// </summary>
[AllowAnyStatusCode]
internal interface IWadialApi
{
    /// <summary><c>Bearer wd_…</c></summary>
    [Header("Authorization")]
    string Authorization { get; set; }

    [Path("session")]
    string Session { get; set; }

    [Get("api/v1/sessions/{session}")]
    Task<Response<JsonAnswer>> GetSessionAsync(CancellationToken cancellationToken);

    /// <summary>Everything at once: no paging is documented.</summary>
    [Get("api/v1/sessions/{session}/groups")]
    Task<Response<JsonAnswer>> ListGroupsAsync(CancellationToken cancellationToken);

    [Get("api/v1/sessions/{session}/groups/{group}")]
    Task<Response<JsonAnswer>> GetGroupAsync([Path] string group, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/groups")]
    Task<Response<JsonAnswer>> CreateGroupAsync([Body] WadialNewGroup body, CancellationToken cancellationToken);

    [Patch("api/v1/sessions/{session}/groups/{group}/profile")]
    Task<Response<JsonAnswer>> ChangeProfileAsync([Path] string group, [Body] WadialProfile body, CancellationToken cancellationToken);

    /// <summary>One kind of setting per call.</summary>
    [Patch("api/v1/sessions/{session}/groups/{group}/settings")]
    Task<Response<JsonAnswer>> ChangeSettingAsync([Path] string group, [Body] WadialSetting body, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/groups/{group}/participants")]
    Task<Response<JsonAnswer>> ChangeParticipantsAsync([Path] string group, [Body] WadialPeople body, CancellationToken cancellationToken);

    [Get("api/v1/sessions/{session}/groups/{group}/membership-requests")]
    Task<Response<JsonAnswer>> ListRequestsAsync([Path] string group, CancellationToken cancellationToken);

    /// <summary>Answers nothing about the people.</summary>
    [Post("api/v1/sessions/{session}/groups/{group}/membership-requests")]
    Task<Response<JsonAnswer>> DecideAsync([Path] string group, [Body] WadialPeople body, CancellationToken cancellationToken);

    [Get("api/v1/sessions/{session}/groups/{group}/invite-code")]
    Task<Response<JsonAnswer>> GetInviteAsync([Path] string group, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/groups/{group}/invite/revoke")]
    Task<Response<JsonAnswer>> RevokeInviteAsync([Path] string group, CancellationToken cancellationToken);

    /// <summary>A read, whatever its method.</summary>
    [Post("api/v1/sessions/{session}/groups/invite/preview")]
    Task<Response<JsonAnswer>> PreviewAsync([Body] WadialCode body, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/groups/join")]
    Task<Response<JsonAnswer>> JoinAsync([Body] WadialCode body, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/communities")]
    Task<Response<JsonAnswer>> CreateCommunityAsync([Body] WadialNewCommunity body, CancellationToken cancellationToken);

    /// <summary>2xx also when groups failed.</summary>
    [Post("api/v1/sessions/{session}/communities/{community}/subgroups")]
    Task<Response<JsonAnswer>> ChangeSubgroupsAsync([Path] string community, [Body] WadialSubgroups body, CancellationToken cancellationToken);

    // From here on named in prose only: paths and bodies are inferred.

    [Get("api/v1/sessions/{session}/communities/{community}/subgroups")]
    Task<Response<JsonAnswer>> ListSubgroupsAsync([Path] string community, CancellationToken cancellationToken);

    [Get("api/v1/sessions/{session}/communities/{community}/participants")]
    Task<Response<JsonAnswer>> ListMembersAsync([Path] string community, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/communities/{community}/transfer-ownership")]
    Task<Response<JsonAnswer>> TransferAsync([Path] string community, [Body] WadialOwner body, CancellationToken cancellationToken);

    /// <param name="hintSubgroupJid">The engine needs a subgroup to start from.</param>
    [Get("api/v1/sessions/{session}/communities/{community}/subgroup-suggestions")]
    Task<Response<JsonAnswer>> ListSuggestionsAsync([Path] string community, [Query] string? hintSubgroupJid, CancellationToken cancellationToken);

    [Post("api/v1/sessions/{session}/communities/{community}/deactivate")]
    Task<Response<JsonAnswer>> DeactivateAsync([Path] string community, CancellationToken cancellationToken);

    /// <summary>Same key and same content: the stored message, nothing is sent again. Same key, other content: 409.</summary>
    [Post("api/v1/sessions/{session}/messages")]
    Task<Response<JsonAnswer>> SendAsync([Header("Idempotency-Key")] string key, [Body] WadialMessage body, CancellationToken cancellationToken);
}
