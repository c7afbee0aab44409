using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>
/// Wawp, as its pages and its own clients describe it: the instance and its secret ride in the query of every verb,
/// participants are objects, and there is nothing about communities, join requests or ownership.
/// </summary>
internal sealed class WawpDialect(WhatsAppWorld world, WawpSwitches switches, TimeProvider time) : Dialect
{
    public const string PathPrefix = "wawp";

    private static readonly RouteTable<WawpCall> Routes = new()
    {
        { "GET", "groups", RouteKind.ListGroups, WawpGroups.List },
        { "POST", "groups", RouteKind.CreateGroup, WawpGroups.Create },
        { "GET", "groups/count", RouteKind.ListGroups, WawpGroups.Count },
        { "POST", "groups/refresh", RouteKind.ListGroups, WawpGroups.Refresh },
        { "GET", "groups/join-info", RouteKind.Preview, WawpInvites.Preview },
        { "POST", "groups/join", RouteKind.Join, WawpInvites.Join },
        { "GET", "groups/{id}", RouteKind.GroupDetail, WawpGroups.Get },
        { "POST", "groups/{id}/leave", RouteKind.Leave, WawpGroups.Leave },
        { "PUT", "groups/{id}/subject", RouteKind.Profile, WawpProfiles.Rename },
        { "PUT", "groups/{id}/description", RouteKind.Profile, WawpProfiles.Describe },
        { "GET", "groups/{id}/picture", RouteKind.GroupDetail, WawpProfiles.Picture },
        { "PUT", "groups/{id}/picture", RouteKind.Profile, WawpProfiles.SetPicture },
        { "DELETE", "groups/{id}/picture", RouteKind.Profile, WawpProfiles.DeletePicture },
        { "GET", "groups/{id}/settings/security/info-admin-only", RouteKind.GroupDetail, WawpProfiles.InfoSetting },
        { "PUT", "groups/{id}/settings/security/info-admin-only", RouteKind.Settings, WawpProfiles.SetInfo },
        { "GET", "groups/{id}/settings/security/messages-admin-only", RouteKind.GroupDetail, WawpProfiles.MessagesSetting },
        { "PUT", "groups/{id}/settings/security/messages-admin-only", RouteKind.Settings, WawpProfiles.SetMessages },
        { "GET", "groups/{id}/invite-code", RouteKind.InviteGet, WawpInvites.Get },
        { "POST", "groups/{id}/invite-code/revoke", RouteKind.InviteReset, WawpInvites.Revoke },
        { "GET", "groups/{id}/participants", RouteKind.GroupDetail, WawpMembers.List },
        { "POST", "groups/{id}/participants/add", RouteKind.Add, WawpMembers.Add },
        { "POST", "groups/{id}/participants/remove", RouteKind.Remove, WawpMembers.Remove },
        { "POST", "groups/{id}/admin/promote", RouteKind.Promote, WawpMembers.Promote },
        { "POST", "groups/{id}/admin/demote", RouteKind.Demote, WawpMembers.Demote },

        { "POST", "session/start", RouteKind.Session, WawpSessions.Start },
        { "POST", "session/stop", RouteKind.Session, WawpSessions.Stop },
        { "POST", "session/restart", RouteKind.Session, WawpSessions.Start },
        { "POST", "session/logout", RouteKind.Session, WawpSessions.LogOut },
        { "GET", "session/info", RouteKind.Session, WawpSessions.Info },
        { "POST", "session/info", RouteKind.Session, WawpSessions.Info },
        { "GET", "session/me", RouteKind.Session, WawpSessions.Me },
        { "GET", "session/rate-limit", RouteKind.Session, WawpPolicies.Get },
        { "PATCH", "session/rate-limit", RouteKind.Session, WawpPolicies.Choose },
        { "GET", "session/webhook", RouteKind.Webhooks, WawpWebhooks.Get },
        { "POST", "session/webhook", RouteKind.Webhooks, WawpWebhooks.Set },

        { "POST", "send/text", RouteKind.SendText, WawpMessages.SendText },
        { "GET", "send/text", RouteKind.SendText, WawpMessages.SendText },
        { "GET", "contacts/check-exists", RouteKind.Contacts, WawpContacts.Exists },
        { "GET", "lids", RouteKind.Contacts, WawpContacts.Lids },
        { "GET", "lids/count", RouteKind.Contacts, WawpContacts.CountLids },
        { "GET", "lids/pn/{number}", RouteKind.Contacts, WawpContacts.LidOf },
        { "GET", "lids/{lid}", RouteKind.Contacts, WawpContacts.NumberOf },
    };

    public override string Prefix => PathPrefix;

    public override DialectCall Match(DialectRequest request)
    {
        if (request.Segments is not ["v2", ..] || Routes.Find(request, skippedSegments: 1) is not { } route)
        {
            return DialectCall.Refuse(RouteKind.Unknown, WawpReplies.Error(404, "Route not found"));
        }

        var token = request.Headers["access-token"].ToString() is { Length: > 0 } header ? header : WawpCall.Argument(request, "access_token");
        if (token is null || world.NumbersOf(Vendor.Wawp, token) is not [_, ..] numbers)
        {
            return DialectCall.Refuse(route.Kind, WawpReplies.Unauthorized);
        }

        var number = numbers.FirstOrDefault(candidate => candidate.Handle == WawpCall.Argument(request, "instance_id"));
        if (number is null)
        {
            return new DialectCall(route.Kind, Number: null, token, _ => WawpReplies.Invalid("instance_id"));
        }

        return request.HasBadBody || (request.Path.TryGetValue("id", out var id) && !WawpCall.IsGroupId(id))
            ? new DialectCall(route.Kind, number, token, _ => WawpReplies.Invalid("body or id"))
            : new DialectCall(route.Kind, number, token, faults => route.Answer(new WawpCall(world, number, request, faults, time, switches)));
    }

    /// <summary>Which status a breached policy has is not documented.</summary>
    public override DialectReply RateLimited() => WawpReplies.Error(429, "Rate limit of the policy exceeded");

    public override DialectReply RateLimitedByWhatsApp() => WawpReplies.Error(429, "rate-overlimit");

    public override DialectReply ServerError() => WawpReplies.Upstream("Unexpected Failure");

    public override DialectReply RefusedByWhatsApp(string words) => WawpReplies.Upstream(words);

    public override DialectReply SignedOut(RouteKind route) => WawpReplies.Upstream("Session status is SCAN_QR_CODE, expected WORKING");

    public override DialectReply InEnvelope(DialectReply reply) =>
        reply.Problem is { } problem ? WawpReplies.Shaped(reply, problem, switches.Errors) : reply;
}
