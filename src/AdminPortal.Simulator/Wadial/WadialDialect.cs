using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>
/// Wadial, as its documentation describes it, and where it describes nothing as the library beneath it most likely
/// behaves. One API key opens all sessions of an account; a session is a path parameter.
/// </summary>
internal sealed class WadialDialect(WhatsAppWorld world, WadialSwitches switches, TimeProvider time) : Dialect
{
    public const string PathPrefix = "wadial";

    private static readonly RouteTable<WadialCall> Routes = new()
    {
        { "GET", "sessions/{session}", RouteKind.Session, WadialSessions.Status },
        { "POST", "sessions/{session}/connect", RouteKind.Session, WadialSessions.Connect },
        { "POST", "sessions/{session}/disconnect", RouteKind.Session, WadialSessions.Disconnect },
        { "POST", "sessions/{session}/logout", RouteKind.Session, WadialSessions.LogOut },
        { "GET", "sessions/{session}/auth/qr", RouteKind.Session, WadialSessions.Qr },
        { "POST", "sessions/{session}/auth/pairing-code", RouteKind.Session, WadialSessions.PairingCode },
        { "POST", "sessions/{session}/messages", RouteKind.SendText, WadialMessages.Send },
        { "GET", "sessions/{session}/messages", RouteKind.Contacts, WadialMessages.History },

        { "GET", "sessions/{session}/groups", RouteKind.ListGroups, WadialGroups.List },
        { "POST", "sessions/{session}/groups", RouteKind.CreateGroup, WadialGroups.Create },
        { "POST", "sessions/{session}/groups/join", RouteKind.Join, WadialInvites.Join },
        { "POST", "sessions/{session}/groups/invite/preview", RouteKind.Preview, WadialInvites.Preview },
        { "GET", "sessions/{session}/groups/{group}", RouteKind.GroupDetail, WadialGroups.Get },
        { "PATCH", "sessions/{session}/groups/{group}/profile", RouteKind.Profile, WadialGroups.ChangeProfile },
        { "PATCH", "sessions/{session}/groups/{group}/settings", RouteKind.Settings, WadialGroups.ChangeSettings },
        { "POST", "sessions/{session}/groups/{group}/participants", RouteKind.Add, WadialMembers.Change },
        { "GET", "sessions/{session}/groups/{group}/invite-code", RouteKind.InviteGet, WadialInvites.Get },
        { "POST", "sessions/{session}/groups/{group}/invite/revoke", RouteKind.InviteReset, WadialInvites.Revoke },
        { "GET", "sessions/{session}/groups/{group}/membership-requests", RouteKind.ListRequests, WadialMembers.Requests },
        { "POST", "sessions/{session}/groups/{group}/membership-requests", RouteKind.Approve, WadialMembers.Decide },

        { "POST", "sessions/{session}/communities", RouteKind.CreateCommunity, WadialCommunities.Create },
        { "POST", "sessions/{session}/communities/{community}/subgroups", RouteKind.Link, WadialCommunities.Relate },
    };

    /// <summary>Named in one sentence of the documentation; paths and bodies are guesses in its style.</summary>
    private static readonly RouteTable<WadialCall> ProseRoutes = new()
    {
        { "GET", "sessions/{session}/communities/{community}/subgroups", RouteKind.Subgroups, WadialCommunities.Subgroups },
        { "GET", "sessions/{session}/communities/{community}/participants", RouteKind.MergedMembers, WadialCommunities.Participants },
        { "POST", "sessions/{session}/communities/{community}/transfer-ownership", RouteKind.Transfer, WadialCommunities.Transfer },
        { "GET", "sessions/{session}/communities/{community}/subgroup-suggestions", RouteKind.Suggestions, WadialCommunities.Suggestions },
        { "POST", "sessions/{session}/communities/{community}/deactivate", RouteKind.Deactivate, WadialCommunities.Deactivate },
    };

    private readonly WadialMemory _memory = new(switches);

    public override string Prefix => PathPrefix;

    public override DialectCall Match(DialectRequest request)
    {
        if (request.Segments is not ["api", "v1", ..])
        {
            return DialectCall.Refuse(RouteKind.Unknown, WadialReplies.Error(404, "not_found", "Not found"));
        }

        if (request is { Method: "GET", Segments: ["api", "v1", "sessions"] })
        {
            return OfAccount(request, RouteKind.Session, key => WadialSessions.List(world, key, switches));
        }

        if (request is { Method: "POST", Segments: ["api", "v1", "webhooks"] })
        {
            return OfAccount(request, RouteKind.Webhooks, key => WadialWebhooks.Create(world, key, request));
        }

        var route = Routes.Find(request, skippedSegments: 2);
        var isProse = route is null;
        route ??= ProseRoutes.Find(request, skippedSegments: 2);
        if (route is null)
        {
            return DialectCall.Refuse(RouteKind.Unknown, WadialReplies.Error(404, "not_found", "Not found"));
        }

        var kind = KindOf(route.Kind, request);
        if (KeyOf(request) is not { } key || world.NumbersOf(Vendor.Wadial, key) is not [_, ..] numbers)
        {
            return DialectCall.Refuse(kind, WadialReplies.Error(401, "unauthorized", "Invalid API key"));
        }

        var number = numbers.FirstOrDefault(candidate => candidate.Handle == request.Path["session"]);
        if (number is null)
        {
            return new DialectCall(kind, Number: null, key, _ => WadialReplies.Error(404, "session_not_found", "Session not found"));
        }

        if (isProse && !switches.HasProseRoutes)
        {
            return new DialectCall(kind, number, key, _ => WadialReplies.Error(404, "not_found", "Not found"));
        }

        if (switches.HasExpired)
        {
            return new DialectCall(kind, number, key, _ => WadialReplies.Error(402, "capacity_expired", "Session capacity has expired"));
        }

        return request.HasBadBody || request.Path.Any(part => part.Key is "group" or "community" && !WadialCall.IsGroupJid(part.Value))
            ? new DialectCall(kind, number, key, _ => WadialReplies.Invalid("body or JID"))
            : new DialectCall(kind, number, key, faults => route.Answer(new WadialCall(world, number, request, faults, time, _memory)));
    }

    public override DialectReply RateLimited() => WadialReplies.Error(429, "rate_limited", "Too many requests");

    public override DialectReply RateLimitedByWhatsApp() => WadialReplies.Error(429, "rate_limited", "rate-overlimit");

    public override DialectReply ServerError() => WadialReplies.Error(500, "internal_error", "Internal server error");

    public override DialectReply RefusedByWhatsApp(string words) => WadialReplies.Error(500, "internal_error", words);

    public override DialectReply SignedOut(RouteKind route) => WadialReplies.NotConnected;

    public override DialectReply InEnvelope(DialectReply reply) =>
        reply.Problem is { } problem ? WadialReplies.Shaped(reply, problem, switches.Errors) : reply;

    private DialectCall OfAccount(DialectRequest request, RouteKind kind, Func<string, DialectReply> answer)
    {
        if (KeyOf(request) is not { } key || world.NumbersOf(Vendor.Wadial, key) is not [var first, ..])
        {
            return DialectCall.Refuse(kind, WadialReplies.Error(401, "unauthorized", "Invalid API key"));
        }

        return request.HasBadBody
            ? new DialectCall(kind, first, key, _ => WadialReplies.Invalid("body"))
            : new DialectCall(kind, first, key, _ => answer(key));
    }

    private static string? KeyOf(DialectRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization["Bearer ".Length..].Trim() : null;
    }

    /// <summary>One route serves four actions on members, one both decisions, one three relations: the body tells.</summary>
    private static RouteKind KindOf(RouteKind kind, DialectRequest request) => (kind, request.Text("action")) switch
    {
        (RouteKind.Add, "remove") => RouteKind.Remove,
        (RouteKind.Add, "promote") => RouteKind.Promote,
        (RouteKind.Add, "demote") => RouteKind.Demote,
        (RouteKind.Approve, "reject") => RouteKind.Reject,
        (RouteKind.Link, "unlink") => RouteKind.Unlink,
        (RouteKind.Link, "join") => RouteKind.Join,
        _ => kind,
    };
}
