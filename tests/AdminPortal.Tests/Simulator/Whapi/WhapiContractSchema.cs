using System.Net.Http.Headers;
using AdminPortal.Simulator.Http;
using static AdminPortal.Tests.Simulator.Whapi.WhapiField;

namespace AdminPortal.Tests.Simulator.Whapi;

/// <summary>
/// The requests that Whapi.Cloud documents, written down by hand from its contract: paths, methods, parameters, bodies.
/// It answers what is wrong with a request; an empty list is a request the vendor takes. It shares nothing with the
/// dialect or the adapter, so that neither can teach it a mistake.
/// </summary>
public static class WhapiContractSchema
{
    private const string Contact = @"^(\d{7,15})?(@lid|@s\.whatsapp\.net)?$";
    private const string Receiver = @"^[\d-]{9,31}(@(?!c\.us$)[\w.]+)?$";
    private const string Chat = @"^[\d-]{10,31}@[\w.]+$";

    private static readonly WhapiField[] Participants = [List("participants", Contact)];
    private static readonly WhapiField[] Application = [Text("application", Chat)];
    private static readonly WhapiField[] Page = [Number("count", 1, 500).Optional(), Number("offset", 0, int.MaxValue).Optional()];
    private static readonly WhapiField Policy = Choice("policy", "anyone", "admins");

    /// <summary>Words go before open places, as on the vendor's router.</summary>
    internal static IReadOnlyList<WhapiOperation> Operations { get; } =
    [
        new("GET", "health") { Query = [Choice("wakeup", "true", "false").Optional()] },
        new("GET", "limits"),
        new("GET", "settings"),
        new("PATCH", "settings")
        {
            Body =
            [
                Anything("webhooks").Optional(), Flag("callback_persist").Optional(), Number("callback_backoff_delay_ms", 3_000, 15_000).Optional(),
                Number("max_callback_backoff_delay_ms", 600_000, 3_600_000).Optional(),
            ],
        },
        new("DELETE", "settings"),
        new("GET", "settings/events"),
        new("POST", "settings/webhook_test") { Body = [Anything("webhook").Optional()] },
        new("GET", "users/login"),
        new("GET", "users/login/image"),
        new("GET", "users/login/rowdata"),
        new("GET", "users/login/{PhoneNumber}"),
        new("POST", "users/logout"),
        new("GET", "users/profile"),
        new("POST", "messages/text")
        {
            Body =
            [
                Text("to", Receiver), Text("body", "."), Text("quoted").Optional(), Text("edit").Optional(), Number("typing_time", 0, 60).Optional(),
                Flag("no_link_preview").Optional(), Flag("wide_link_preview").Optional(), List("mentions", Contact).Optional(),
            ],
        },
        new("POST", "contacts") { Body = [List("contacts", Contact), Flag("force_check").Optional()] },
        new("GET", "contacts/lids") { Query = [Text("ContactIDList", @"^\d{7,15}(,\d{7,15})*$")] },
        new("GET", "contacts/lids/{ContactID}"),
        new("HEAD", "contacts/{ContactID}"),
        new("PATCH", "chats/{ChatID}") { Body = [Choice("ephemeral", "none", "day", "week", "quarter")] },

        new("GET", "groups") { Query = Page },
        new("POST", "groups") { Body = [Text("subject"), .. Participants] },
        new("PUT", "groups") { Body = [Text("invite_code", "^[A-Za-z0-9]{14,22}$")] },
        new("GET", "groups/link/{InviteCode}"),
        new("POST", "groups/link/{InviteCode}")
        {
            Body =
            [
                Text("to", Receiver), Text("title").Optional(), Text("body").Optional(), Text("preview").Optional(), Text("media").Optional(),
                Choice("preview_type", "group_picture", "thumbnail", "media", "style1", "style2", "style3", "none").Optional(),
                List("mentions", Contact).Optional(),
            ],
        },
        new("GET", "groups/{GroupID}") { Query = [Choice("resync", "true", "false").Optional()] },
        new("PUT", "groups/{GroupID}") { Body = [Text("subject").Optional(), Text("description").Optional()] },
        new("PATCH", "groups/{GroupID}")
        {
            Body = [Choice("setting", "send_messages", "edit_group_info", "approve_participants", "add_participants"), Policy],
        },
        new("DELETE", "groups/{GroupID}"),
        new("GET", "groups/{GroupID}/invite"),
        new("DELETE", "groups/{GroupID}/invite"),
        new("POST", "groups/{GroupID}/participants") { Body = Participants },
        new("DELETE", "groups/{GroupID}/participants") { Body = Participants },
        new("PATCH", "groups/{GroupID}/admins") { Body = Participants },
        new("DELETE", "groups/{GroupID}/admins") { Body = Participants },
        new("GET", "groups/{GroupID}/icon"),
        new("PUT", "groups/{GroupID}/icon") { Body = [Text("media", "."), Text("mime_type").Optional()], TakesPicture = true },
        new("DELETE", "groups/{GroupID}/icon"),
        new("GET", "groups/{GroupID}/applications") { Query = Page },
        new("POST", "groups/{GroupID}/applications") { Body = Application },
        new("DELETE", "groups/{GroupID}/applications") { Body = Application },

        new("GET", "communities") { Query = Page },
        new("POST", "communities") { Body = [Text("subject"), Text("description")] },
        new("GET", "communities/{CommunityID}"),
        new("POST", "communities/{CommunityID}") { Body = [Text("subject"), .. Participants, Flag("isHidden").Optional()] },
        new("DELETE", "communities/{CommunityID}"),
        new("GET", "communities/{CommunityID}/subgroups"),
        new("PATCH", "communities/{CommunityID}/settings") { Body = [Choice("setting", "modify_groups", "member_add_mode"), Policy] },
        new("POST", "communities/{CommunityID}/participants") { Body = Participants },
        new("DELETE", "communities/{CommunityID}/participants") { Body = Participants },
        new("PATCH", "communities/{CommunityID}/admins") { Body = Participants },
        new("DELETE", "communities/{CommunityID}/admins") { Body = Participants },
        new("DELETE", "communities/{CommunityID}/link"),
        new("PUT", "communities/{CommunityID}/{GroupID}"),
        new("DELETE", "communities/{CommunityID}/{GroupID}"),
        new("POST", "communities/{CommunityID}/{GroupID}/join"),
    ];

    /// <param name="request">As the simulator saw it: collect them with <c>SimulatorOptions.OnRequest</c>.</param>
    public static IReadOnlyList<string> Problems(SeenRequest request) => Problems(request.Method, request.PathAndQuery, request.Body);

    /// <summary>Also checks the headers: a bearer token, a User-Agent, and the body's media type.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? new Uri("/", UriKind.Relative);
        var content = request.Content;
        var isPicture = content?.Headers.ContentType?.MediaType?.StartsWith("image/", StringComparison.Ordinal) ?? false;
        var body = content is null || isPicture ? "" : await content.ReadAsStringAsync(cancellationToken);
        return
        [
            .. Problems(request.Method.Method, uri.IsAbsoluteUri ? uri.PathAndQuery : uri.OriginalString, body),
            .. ProblemsOf(request.Headers),
            .. body.Length > 0 && content?.Headers.ContentType?.MediaType != "application/json" ? ["the body is not application/json"] : Array.Empty<string>(),
        ];
    }

    /// <param name="pathAndQuery">Below the base address, escaped or not.</param>
    /// <param name="body">Empty without one, and for raw pictures.</param>
    public static IReadOnlyList<string> Problems(string method, string pathAndQuery, string body)
    {
        var parts = pathAndQuery.Split('?', 2);
        if (parts[0].EndsWith('/'))
        {
            return [$"{method} {parts[0]}: a slash at the end reaches the route of the parent"];
        }

        var segments = parts[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var operation = Operations.FirstOrDefault(candidate => candidate.Fits(method, segments));
        return operation is null
            ? [$"{method} {parts[0]}: no such operation"]
            : [.. operation.Problems(segments, parts.Length > 1 ? parts[1] : "", body).Select(problem => $"{operation.Method} {operation.Path}: {problem}")];
    }

    private static IEnumerable<string> ProblemsOf(HttpRequestHeaders headers)
    {
        if (headers.Authorization is not { Scheme: "Bearer", Parameter.Length: > 0 })
        {
            yield return "no bearer token";
        }

        if (headers.UserAgent.Count == 0)
        {
            yield return "no User-Agent";
        }
    }
}
