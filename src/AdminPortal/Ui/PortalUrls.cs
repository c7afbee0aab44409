using System.Globalization;
using System.Text;

namespace AdminPortal.Ui;

/// <summary>
/// The only place that spells an address. Ids are escaped whole, "120363…@g.us" included.
/// Routes: / · /communities · /communities/{id} · /groups/{id} · /approvals · /people · /people/{id} · /follow-up · /operations · /operations/{id} ·
/// /audit · /connections · /connections/new · /connections/{id} · /operators · /sandbox · /account · /account/sign-in · /account/sign-out ·
/// /setup?token= · /invite?token=
/// </summary>
public static class PortalUrls
{
    public const string Overview = "/";

    public const string Connections = "/connections";

    /// <summary>What all numbers can do, side by side.</summary>
    /// <param name="differences">Only abilities in which the numbers differ.</param>
    public static string CompareConnections(bool differences = false) => differences ? "/connections/compare?only=differences" : "/connections/compare";


    public const string NewConnection = "/connections/new";

    public const string Sandbox = "/sandbox";

    public const string Operators = "/operators";

    /// <summary>The communities with the dialog that announces.</summary>
    public const string Announce = "/communities?open=announce";

    internal const string EndsSoon = "soon";

    public const string SignOut = "/account/sign-out";

    public const string Account = "/account";

    public const string AccessDenied = "/account/denied";

    /// <param name="view">"outline" or "board".</param>
    /// <param name="filter">Text, or a named filter such as "near-limit" or "single-admin".</param>
    /// <param name="selected">The id of the selected community or group.</param>
    public static string Communities(string? view = null, string? filter = null, string? selected = null) =>
        Join("/communities", ("view", view), ("filter", filter), ("selected", selected));

    /// <param name="id">The community's id.</param>
    /// <param name="tab">groups, participants, requests, settings, invite, activity.</param>
    public static string Community<TId>(TId id, string? tab = null)
        where TId : notnull => Join($"/communities/{Escape(id)}", ("tab", tab));

    /// <summary>A community that exists only in this console.</summary>
    public static string KeptCommunity(string id) => $"/communities/kept/{Escape(id)}";

    /// <param name="id">The group's id.</param>
    /// <param name="tab">participants, requests, settings, invite, activity.</param>
    public static string Group<TId>(TId id, string? tab = null)
        where TId : notnull => Join($"/groups/{Escape(id)}", ("tab", tab));

    /// <summary>The people of a group as a file.</summary>
    /// <param name="show">admins, members, under-way.</param>
    public static string ParticipantsExport<TId>(TId id, string? query = null, string? show = null)
        where TId : notnull => Join($"/groups/{Escape(id)}/participants.csv", ("q", query), ("show", show));

    /// <param name="group">Only this group's requests.</param>
    /// <param name="community">Only this community's requests.</param>
    /// <param name="query">Text filter.</param>
    /// <param name="selected">The request that is open at the right.</param>
    /// <param name="state">waiting (default) or decided.</param>
    public static string Approvals(object? group = null, object? community = null, string? query = null, object? selected = null, string? state = null) =>
        Join("/approvals", ("group", Text(group)), ("community", Text(community)), ("q", query), ("selected", Text(selected)), ("state", state));

    /// <param name="view">waiting, over; what needs an operator when null.</param>
    /// <param name="state">One state of the view.</param>
    /// <param name="group">Only people who were wanted in this group.</param>
    /// <param name="query">Text filter.</param>
    /// <param name="page">From 1.</param>
    /// <param name="endsSoon">Of the view "waiting" only whose private invitation ends soon.</param>
    public static string FollowUp(string? view = null, string? state = null, object? group = null, string? query = null, int page = 1, bool endsSoon = false) =>
        Join("/follow-up", ("view", view), ("state", state), ("ends", endsSoon ? EndsSoon : null), ("group", Text(group)), ("q", query), ("page", page > 1 ? Text(page) : null));

    public static string People(string? query = null) => Join("/people", ("q", query));

    public static string Person<TId>(TId id)
        where TId : notnull => $"/people/{Escape(id)}";

    /// <param name="state">running, attention, queued, paused, done.</param>
    /// <param name="connection">Only this number's.</param>
    /// <param name="page">From 1, the newest.</param>
    public static string Operations(string? state = null, object? connection = null, int page = 1) =>
        Join("/operations", ("state", state), ("connection", Text(connection)), ("page", page > 1 ? Text(page) : null));

    /// <param name="items">open, confirmed, refused, not-applied, unknown, skipped.</param>
    public static string Operation<TId>(TId id, string? items = null)
        where TId : notnull => Join($"/operations/{Escape(id)}", ("items", items));

    /// <summary>The operation's items as CSV.</summary>
    public static string OperationReport<TId>(TId id)
        where TId : notnull => $"/operations/{Escape(id)}/report";

    /// <param name="subject">The id of a group, person, operation, connection or operator.</param>
    /// <param name="actor">Only what this operator did.</param>
    /// <param name="action">Only this kind of entry.</param>
    /// <param name="query">Text filter.</param>
    /// <param name="from">First day, yyyy-MM-dd.</param>
    /// <param name="to">Last day, yyyy-MM-dd.</param>
    /// <param name="before">Only lines older than this one.</param>
    public static string Audit(
        object? subject = null, object? actor = null, string? action = null, string? query = null,
        string? from = null, string? to = null, long? before = null) =>
        Join("/audit", ("subject", Text(subject)), ("actor", Text(actor)), ("action", action), ("q", query), ("from", from), ("to", to), ("before", Text(before)));

    /// <summary>The lines as CSV.</summary>
    public static string AuditExport(object? subject, object? actor, string? action, string? query, DateTimeOffset? from, DateTimeOffset? until) =>
        Join(
            "/audit/export",
            ("subject", Text(subject)), ("actor", Text(actor)), ("action", action), ("q", query),
            ("from", from?.ToString("O", CultureInfo.InvariantCulture)), ("until", until?.ToString("O", CultureInfo.InvariantCulture)));

    public static string Connection<TId>(TId id)
        where TId : notnull => $"/connections/{Escape(id)}";

    /// <param name="returnUrl">A local address to go to afterwards.</param>
    public static string SignIn(string? returnUrl = null) => Join("/account/sign-in", ("returnUrl", returnUrl));

    public static string Setup(string token) => Join("/setup", ("token", token));

    public static string AcceptInvite(string token) => Join("/invite", ("token", token));

    private static string Escape<TId>(TId id)
        where TId : notnull => Uri.EscapeDataString(Text(id) ?? "");

    private static string? Text(object? value) => value switch
    {
        null => null,
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Join(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var url = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                url.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return url.ToString();
    }
}
