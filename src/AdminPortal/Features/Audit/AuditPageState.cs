using System.Globalization;
using AdminPortal.Ui;

namespace AdminPortal.Features.Audit;

/// <summary>The filter as it stands in the address, and what becomes of it.</summary>
/// <param name="From">First day, in the viewer's zone.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Before">The page's place.</param>
public sealed record AuditPageState(
    string? Query, Guid? Actor, string? Action, string? Subject, DateOnly? From, DateOnly? To, long? Before)
{
    /// <summary>The areas that actions begin with.</summary>
    public static readonly IReadOnlyList<(string Value, string Text)> Areas =
    [
        ("operation", "Operations"),
        ("request", "Membership requests"),
        ("item", "Calls to gateways"),
        ("group", "Groups"),
        ("connection", "Numbers"),
        ("operator", "Operators"),
        ("audit", "This trail"),
    ];

    public bool IsFiltered => Query is not null || Actor is not null || Action is not null || Subject is not null || From is not null || To is not null;

    /// <summary>Reads what stands in the address; what cannot be understood counts as not there.</summary>
    public static AuditPageState Parse(string? query, string? actor, string? action, string? subject, string? from, string? to, long? before) => new(
        Blank(query),
        Guid.TryParse(actor, CultureInfo.InvariantCulture, out var id) ? id : null,
        Blank(action),
        Blank(subject),
        Day(from),
        Day(to),
        before > 0 ? before : null);

    public string Url() => PortalUrls.Audit(Subject, Actor, Action, Query, Text(From), Text(To), Before);

    public string ExportUrl(TimeZoneInfo zone)
    {
        var filter = ToFilter(zone);
        return PortalUrls.AuditExport(Subject, Actor, Action, Query, filter.From, filter.Until);
    }

    public AuditFilter ToFilter(TimeZoneInfo zone) => new()
    {
        Text = Query,
        ActorId = Actor,
        Action = Action,
        Subject = Subject,
        From = From is { } from ? StartOf(from, zone) : null,
        Until = To is { } to && to < DateOnly.MaxValue ? StartOf(to.AddDays(1), zone) : null,
    };

    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Where a line's subject can be looked at; null when it has no page.</summary>
    public static string? UrlOf(AuditLine line) => line.SubjectKind switch
    {
        "group" => PortalUrls.Group(line.SubjectId),
        "community" => PortalUrls.Community(line.SubjectId),
        "operation" => PortalUrls.Operation(line.SubjectId),
        "connection" => PortalUrls.Connection(line.SubjectId),
        "person" => PortalUrls.Person(line.SubjectId),
        _ => line.OperationId is { } operation ? PortalUrls.Operation(operation) : null,
    };

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
