using System.Globalization;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

/// <summary>
/// RyzeAPI, as its documentation describes it: token in a header, instance name as the last path segment,
/// its envelopes and texts, and the ways in which it succeeds only in part.
/// </summary>
internal sealed class RyzeApiDialect(WhatsAppWorld world, TimeProvider time) : Dialect
{
    public const string PathPrefix = "ryzeapi";

    private static readonly Dictionary<(string Method, string Route), RyzeRoute> Routes = new()
    {
        [("POST", "group/create")] = new(RouteKind.CreateGroup, RyzeGroups.Create),
        [("GET", "group/list")] = new(RouteKind.ListGroups, RyzeGroups.List),
        [("GET", "group/info")] = new(RouteKind.GroupDetail, RyzeGroups.Detail),
        [("PUT", "group/update")] = new(RouteKind.Profile, RyzeGroups.Update),
        [("POST", "group/participants")] = new(RouteKind.Add, RyzeParticipants.Change),
        [("POST", "group/join")] = new(RouteKind.Join, RyzeInvites.Join),
        [("POST", "group/resetLink")] = new(RouteKind.InviteReset, RyzeInvites.Reset),
        [("GET", "group/requests")] = new(RouteKind.ListRequests, RyzeParticipants.Requests),
        [("DELETE", "group/leave")] = new(RouteKind.Leave, RyzeInvites.Leave),
        [("POST", "community/create")] = new(RouteKind.CreateCommunity, RyzeCommunities.Create),
        [("POST", "community/link")] = new(RouteKind.Link, RyzeCommunities.Link),
        [("POST", "community/unlink")] = new(RouteKind.Unlink, RyzeCommunities.Unlink),
        [("GET", "community/listSubGroups")] = new(RouteKind.Subgroups, RyzeCommunities.Subgroups),
        [("POST", "message/text")] = new(RouteKind.SendText, RyzeMessages.SendText),
        [("GET", "profile/getAccount")] = new(RouteKind.Contacts, RyzeMessages.Account),
        [("GET", "chat/contacts")] = new(RouteKind.Contacts, RyzeMessages.Contacts),
        [("GET", "instance/connect")] = new(RouteKind.Session, RyzeInstances.Connect),
        [("POST", "events/webhook")] = new(RouteKind.Webhooks, RyzeEvents.SetWebhook),
        [("GET", "events/getWebhook")] = new(RouteKind.Webhooks, RyzeEvents.GetWebhook),
    };

    public override string Prefix => PathPrefix;

    public override bool HasBudget => true;

    public override DialectCall Match(DialectRequest request)
    {
        var segments = request.Segments;
        if (segments is ["api", "instance", "list"] && request.Method == "GET")
        {
            return MatchInstanceList(request);
        }

        if (segments is not ["api", var area, var verb, var instance]
            || !Routes.TryGetValue((request.Method, $"{area}/{verb}"), out var route))
        {
            return DialectCall.Refuse(RouteKind.Unknown, RyzeReplies.Error(404, "Route not found"));
        }

        var kind = KindOf(route.Kind, request);
        if (TokenOf(request) is not { } token)
        {
            return DialectCall.Refuse(kind, RyzeReplies.Error(401, "Missing token in header"));
        }

        var isAccount = token == world.AccountToken;
        var owner = isAccount ? null : world.FindNumberByToken(token);
        if (!isAccount && owner is null)
        {
            return DialectCall.Refuse(kind, RyzeReplies.Error(401, "Invalid token"));
        }

        var number = world.FindNumberByHandle(instance);
        if (number is null)
        {
            return Answered(kind, owner, token, RyzeReplies.Error(404, "Instance not found"));
        }

        if (owner is not null && owner.Phone != number.Phone)
        {
            return Answered(kind, owner, token, RyzeReplies.Error(403, "Instance token does not match the requested instance"));
        }

        return request.HasBadBody
            ? Answered(kind, number, token, RyzeReplies.Error(400, "Invalid request body"))
            : new DialectCall(kind, number, token, faults => route.Answer(new RyzeCall(world, number, request, faults, time)));
    }

    public override DialectReply RateLimited() => RyzeReplies.Error(429, "Rate limit exceeded. Try again later.");

    public override DialectReply RateLimitedByWhatsApp() => RyzeReplies.Error(429, "rate limit exceeded (429): wait before creating again");

    public override DialectReply ServerError() => RyzeReplies.Error(500, "Failed to get instance");

    public override DialectReply RefusedByWhatsApp(string words) => RyzeReplies.Error(500, words);

    /// <summary>Groups and communities say 400, everything else 503.</summary>
    public override DialectReply SignedOut(RouteKind route) => RyzeReplies.Error(
        route is RouteKind.SendText or RouteKind.Contacts or RouteKind.Session or RouteKind.Webhooks ? 503 : 400,
        RyzeReplies.NotConnected);

    public override IEnumerable<KeyValuePair<string, string>> RateHeaders(RateState state)
    {
        var culture = CultureInfo.InvariantCulture;
        yield return new("X-RateLimit-Limit", state.Limit.ToString(culture));
        yield return new("X-RateLimit-Remaining", state.Remaining.ToString(culture));
        yield return new("X-RateLimit-Reset", state.ResetsAt.ToUnixTimeSeconds().ToString(culture));
    }

    private DialectCall MatchInstanceList(DialectRequest request)
    {
        if (TokenOf(request) is not { } token)
        {
            return DialectCall.Refuse(RouteKind.Session, RyzeReplies.Error(401, "Missing token in header"));
        }

        if (token == world.AccountToken)
        {
            return new DialectCall(RouteKind.Session, Number: null, token, _ => RyzeInstances.List(world, request));
        }

        return world.FindNumberByToken(token) is { } number
            ? new DialectCall(RouteKind.Session, number, token, _ => RyzeInstances.List(number, world))
            : DialectCall.Refuse(RouteKind.Session, RyzeReplies.Error(401, "Invalid token"));
    }

    private static DialectCall Answered(RouteKind kind, WorldNumber? number, string token, DialectReply reply) =>
        new(kind, number, token, _ => reply);

    private static string? TokenOf(DialectRequest request)
    {
        var token = request.Headers["token"].ToString();
        if (token.Length > 0)
        {
            return token;
        }

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization["Bearer ".Length..].Trim() : null;
    }

    /// <summary>One route serves six actions, and one serves profile and settings: the body tells.</summary>
    private static RouteKind KindOf(RouteKind kind, DialectRequest request) => kind switch
    {
        RouteKind.Add => request.Text("action") switch
        {
            "remove" => RouteKind.Remove,
            "promote" => RouteKind.Promote,
            "demote" => RouteKind.Demote,
            "approve" => RouteKind.Approve,
            "reject" => RouteKind.Reject,
            _ => RouteKind.Add,
        },
        RouteKind.Profile when request.Body.ContainsKey("groupSettings") => RouteKind.Settings,
        RouteKind.GroupDetail when request.QueryText("identifier") is { } identifier
            && !identifier.EndsWith("@g.us", StringComparison.Ordinal) => RouteKind.Preview,
        _ => kind,
    };

    private sealed record RyzeRoute(RouteKind Kind, Func<RyzeCall, DialectReply> Answer);
}
