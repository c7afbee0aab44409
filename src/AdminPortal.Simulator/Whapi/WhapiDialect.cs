using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>
/// Whapi.Cloud, as its documentation describes it: one token is one channel, bodies on DELETE, one applicant per call,
/// and answers that say less than what happened. Whoever sends no User-Agent is turned away before anybody looks.
/// </summary>
internal sealed class WhapiDialect(WhatsAppWorld world, WhapiSwitches switches, TimeProvider time) : Dialect
{
    public const string PathPrefix = "whapi";

    // Words go before open places: DELETE …/link is the invitation, DELETE …/{group} unlinks.
    private static readonly RouteTable<WhapiCall> Routes = new()
    {
        { "GET", "health", RouteKind.Session, WhapiChannel.Health },
        { "GET", "limits", RouteKind.Session, WhapiChannel.Limits },
        { "GET", "users/login", RouteKind.Session, WhapiChannel.LogIn },
        { "GET", "users/login/rowdata", RouteKind.Session, WhapiChannel.LogIn },
        { "GET", "users/login/image", RouteKind.Session, WhapiChannel.LogInPicture },
        { "GET", "users/login/{phone}", RouteKind.Session, WhapiChannel.LogInByCode },
        { "POST", "users/logout", RouteKind.Session, WhapiChannel.LogOut },
        { "GET", "users/profile", RouteKind.Session, WhapiChannel.Profile },
        { "GET", "settings", RouteKind.Webhooks, WhapiSettings.Get },
        { "PATCH", "settings", RouteKind.Webhooks, WhapiSettings.Change },
        { "DELETE", "settings", RouteKind.Webhooks, WhapiSettings.Reset },
        { "POST", "messages/text", RouteKind.SendText, WhapiMessages.SendText },
        { "POST", "contacts", RouteKind.Contacts, WhapiContacts.Check },
        { "GET", "contacts/lids", RouteKind.Contacts, WhapiContacts.Lids },
        { "GET", "contacts/lids/{contact}", RouteKind.Contacts, WhapiContacts.Lid },
        { "HEAD", "contacts/{contact}", RouteKind.Contacts, WhapiContacts.Exists },
        { "PATCH", "chats/{chat}", RouteKind.Settings, WhapiGroups.ChangeChat },

        { "GET", "groups", RouteKind.ListGroups, WhapiGroups.List },
        { "POST", "groups", RouteKind.CreateGroup, WhapiGroups.Create },
        { "PUT", "groups", RouteKind.Join, WhapiInvites.Accept },
        { "GET", "groups/link/{code}", RouteKind.Preview, WhapiInvites.Preview },
        { "POST", "groups/link/{code}", RouteKind.SendText, WhapiInvites.SendCard },
        { "GET", "groups/{group}", RouteKind.GroupDetail, WhapiGroups.Get },
        { "PUT", "groups/{group}", RouteKind.Profile, WhapiGroups.UpdateInfo },
        { "PATCH", "groups/{group}", RouteKind.Settings, WhapiGroups.UpdateSetting },
        { "DELETE", "groups/{group}", RouteKind.Leave, WhapiGroups.Leave },
        { "GET", "groups/{group}/invite", RouteKind.InviteGet, WhapiInvites.Get },
        { "DELETE", "groups/{group}/invite", RouteKind.InviteReset, WhapiInvites.Revoke },
        { "POST", "groups/{group}/participants", RouteKind.Add, WhapiMembers.Add },
        { "DELETE", "groups/{group}/participants", RouteKind.Remove, WhapiMembers.Remove },
        { "PATCH", "groups/{group}/admins", RouteKind.Promote, WhapiMembers.Promote },
        { "DELETE", "groups/{group}/admins", RouteKind.Demote, WhapiMembers.Demote },
        { "GET", "groups/{group}/icon", RouteKind.GroupDetail, WhapiIcons.Get },
        { "PUT", "groups/{group}/icon", RouteKind.Profile, WhapiIcons.Set },
        { "DELETE", "groups/{group}/icon", RouteKind.Profile, WhapiIcons.Delete },
        { "GET", "groups/{group}/applications", RouteKind.ListRequests, WhapiApplications.List },
        { "POST", "groups/{group}/applications", RouteKind.Approve, WhapiApplications.Approve },
        { "DELETE", "groups/{group}/applications", RouteKind.Reject, WhapiApplications.Reject },

        { "GET", "communities", RouteKind.ListCommunities, WhapiCommunities.List },
        { "POST", "communities", RouteKind.CreateCommunity, WhapiCommunities.Create },
        { "GET", "communities/{community}", RouteKind.GroupDetail, WhapiCommunities.Get },
        { "POST", "communities/{community}", RouteKind.CreateGroup, WhapiCommunities.CreateSubgroup },
        { "DELETE", "communities/{community}", RouteKind.Deactivate, WhapiCommunities.Deactivate },
        { "GET", "communities/{community}/subgroups", RouteKind.Subgroups, WhapiCommunities.Subgroups },
        { "POST", "communities/{community}/createGroup", RouteKind.CreateGroup, WhapiCommunities.CreateSubgroup },
        { "PATCH", "communities/{community}/settings", RouteKind.Settings, WhapiCommunities.UpdateSetting },
        { "POST", "communities/{community}/participants", RouteKind.Add, WhapiMembers.Add },
        { "DELETE", "communities/{community}/participants", RouteKind.Remove, WhapiMembers.Remove },
        { "PATCH", "communities/{community}/admins", RouteKind.Promote, WhapiMembers.Promote },
        { "DELETE", "communities/{community}/admins", RouteKind.Demote, WhapiMembers.Demote },
        { "DELETE", "communities/{community}/link", RouteKind.InviteReset, WhapiInvites.Revoke },
        { "PUT", "communities/{community}/{group}", RouteKind.Link, WhapiCommunities.Link },
        { "DELETE", "communities/{community}/{group}", RouteKind.Unlink, WhapiCommunities.Unlink },
        { "POST", "communities/{community}/{group}/join", RouteKind.Join, WhapiCommunities.Join },
    };

    public override string Prefix => PathPrefix;

    public override DialectCall Match(DialectRequest request)
    {
        if (request.Headers.UserAgent.Count == 0)
        {
            // The edge in front of the vendor, which knows nothing of its envelope.
            return DialectCall.Refuse(RouteKind.Session, new DialectReply(403, new JsonObject
            {
                ["title"] = "Error 1010: Access denied",
                ["detail"] = "The site owner has blocked access based on your browser's signature.",
            }));
        }

        if (Routes.Find(request) is not { } route)
        {
            return DialectCall.Refuse(RouteKind.Unknown, WhapiReplies.Error(404, "Route not found"));
        }

        if (TokenOf(request) is not { } token)
        {
            return DialectCall.Refuse(route.Kind, WhapiReplies.Error(401, "Token is missing"));
        }

        if (world.FindNumberByToken(token, Vendor.Whapi) is not { } number)
        {
            return DialectCall.Refuse(route.Kind, WhapiReplies.Error(404, "Channel not found"));
        }

        if (request.HasBadBody || request.Path.Any(part => part.Key is "group" or "community" && !WhapiCall.IsGroupId(part.Value)))
        {
            return new DialectCall(route.Kind, number, token, _ => WhapiReplies.Invalid("body or id"));
        }

        return new DialectCall(
            route.Kind, number, token, faults => route.Answer(new WhapiCall(world, number, request, faults, time, switches)));
    }

    /// <summary>Without Retry-After, and not in the envelope.</summary>
    public override DialectReply RateLimited() => new(429, new JsonObject { ["message"] = "Too many requests" });

    public override DialectReply RateLimitedByWhatsApp() => WhapiReplies.Error(429, "rate-overlimit");

    public override DialectReply ServerError() => WhapiReplies.Error(500, "Internal error");

    public override DialectReply RefusedByWhatsApp(string words) => WhapiReplies.Error(500, words);

    public override DialectReply SignedOut(RouteKind route) => WhapiReplies.Error(401, WhapiReplies.NotAuthorised);

    public override DialectReply InEnvelope(DialectReply reply) => reply with
    {
        Body = switches.AnswersErrorsBare
            ? new JsonObject { ["message"] = reply.Problem?.Message }
            : new JsonObject { ["error"] = new JsonObject { ["code"] = reply.Status, ["message"] = reply.Problem?.Message } },
    };

    private static string? TokenOf(DialectRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? authorization["Bearer ".Length..].Trim()
            : request.QueryText("token");
    }
}
