using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Results;
using AdminPortal.Security;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Participants;

/// <summary>The people of a group as CSV. Numbers of people leave the console here, so it needs the right to manage groups and is recorded.</summary>
public sealed class RosterExport(IDbContextFactory<PortalDbContext> contexts, ParticipantRoster roster, AuditTrail audit)
{
    private const int Batch = 1000;

    private static readonly string[] s_columns = ["Name", "Number", "Role", "State", "Known since (UTC)", "Other groups"];

    private static readonly CsvWriterOptions s_format = CsvWriterOptions.Default with
    {
        // A name such as =HYPERLINK(…) must stay a text when a spreadsheet opens the file.
        Injection = CsvInjection.Escape,
        // Tells spreadsheets that this is UTF-8.
        WriteByteOrderMark = true,
    };

    /// <param name="begin">Called once when nothing stands against it, before the first byte.</param>
    public async Task<Result<Done>> WriteAsync(Actor actor, RosterQuery query, Func<Stream> begin, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var name = await db.Groups.Where(g => g.Id == query.GroupId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken);
            if (name is null)
            {
                return new NotThere("The group");
            }

            audit.Record(db, actor, "participants.exported", "group", query.GroupId, $"{actor.Name} exported the participants of {name}.");
            await db.SaveChangesAsync(cancellationToken);
        }

        await using var csv = CsvWriter.Create(begin(), s_format, leaveOpen: true);
        await csv.WriteRecordAsync(s_columns, cancellationToken);
        for (var skip = 0; ; skip += Batch)
        {
            var window = await roster.WindowAsync(query, skip, Batch, cancellationToken);
            foreach (var row in window.Rows)
            {
                await csv.WriteRecordAsync(FieldsOf(row), cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
            if (window.Rows.Count < Batch)
            {
                return default(Done);
            }
        }
    }

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/groups/{groupId}/participants.csv", AnswerAsync).RequireAuthorization(Permissions.ManageGroups);

    private static string[] FieldsOf(RosterRow row) =>
    [
        row.Name == row.Number ? "" : row.Name,
        row.Number,
        row.Role is { } role ? RosterWords.Role(role).Text : "",
        row.Pending is { } change ? RosterWords.State(change).Text : "In the group",
        row.Since?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
        row.OtherGroups.ToString(CultureInfo.InvariantCulture),
    ];

    private static async Task AnswerAsync(string groupId, string? q, string? show, HttpContext context, RosterExport export, CancellationToken cancellationToken)
    {
        var response = context.Response;
        if (Actor.From(context.User) is not { } actor)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var result = await export.WriteAsync(
            actor,
            new RosterQuery(groupId, q, RosterWords.FilterOf(show)),
            () =>
            {
                response.ContentType = "text/csv; charset=utf-8";
                response.Headers.CacheControl = "no-store";
                response.Headers.ContentDisposition = "attachment; filename=\"participants.csv\"";
                return response.Body;
            },
            cancellationToken);
        if (!result.Succeeded)
        {
            response.StatusCode = result.Failure is NotAllowed ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
            await response.WriteAsync(result.Failure.Message, cancellationToken);
        }
    }
}
