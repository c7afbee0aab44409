using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Features.Operations.Uploading;
using AdminPortal.Security;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>One operation as CSV: every item with its outcome, cause and next step.</summary>
public sealed class OperationReport(OperationBoard board, IDbContextFactory<PortalDbContext> contexts)
{
    private const int Batch = 1000;

    // By these the columns are found again when a report is uploaded.
    internal const string What = "What";
    internal const string Label = "Who or what";
    internal const string Participant = "Id as sent";
    internal const string GroupId = "Group id";
    internal const string State = "State";
    internal const string Code = "Code";
    internal const string CommunityId = "Community id";
    internal const string Content = "Content";

    private static readonly string[] s_columns =
        ["No", What, Label, Participant, "Group", GroupId, State, Code, "Cause", "Who can fix it", "Next step", "Detail", "Sent (UTC)", "Settled (UTC)", CommunityId, Content];

    private static readonly CsvWriterOptions s_format = CsvWriterOptions.Default with
    {
        // A name such as =HYPERLINK(…) must stay a text when a spreadsheet opens the file.
        Injection = CsvInjection.Escape,
        // Tells spreadsheets that this is UTF-8.
        WriteByteOrderMark = true,
    };

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/operations/{id:guid}/report", AnswerAsync).RequireAuthorization(Permissions.Read);

    /// <param name="masked">Without whole numbers, for whom may not see them; such a report cannot be uploaded again.</param>
    public async Task WriteAsync(Guid operationId, Stream target, CancellationToken cancellationToken, bool masked = false)
    {
        await using var csv = CsvWriter.Create(target, s_format, leaveOpen: true);
        await csv.WriteRecordAsync(s_columns, cancellationToken);
        for (var skip = 0; ; skip += Batch)
        {
            var items = await board.ItemsAsync(operationId, states: null, skip, Batch, cancellationToken);
            var contents = await ContentsAsync(operationId, items, cancellationToken);
            foreach (var item in items)
            {
                var fields = FieldsOf(item, contents.GetValueOrDefault(item.Id) ?? "");
                await csv.WriteRecordAsync(masked ? [.. fields.Select(NumberMask.Of)] : fields, cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
            if (items.Count < Batch)
            {
                return;
            }
        }
    }

    /// <summary>What the items change, where a file may say so when it is uploaded again.</summary>
    private async Task<IReadOnlyDictionary<Guid, string?>> ContentsAsync(Guid operationId, IReadOnlyList<ItemRow> items, CancellationToken cancellationToken)
    {
        if (!items.Any(i => RowContent.IsKept(i.Kind)))
        {
            return new Dictionary<Guid, string?>();
        }

        var (first, last) = (items[0].Sequence, items[^1].Sequence);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var payloads = await db.OperationItems.AsNoTracking()
            .Where(i => i.OperationId == operationId && i.Sequence >= first && i.Sequence <= last && i.Payload!.Length <= RowContent.MaxLength)
            .Select(i => new { i.Id, i.Kind, i.Payload })
            .ToListAsync(cancellationToken);
        return payloads.Where(p => RowContent.IsKept(p.Kind)).ToDictionary(p => p.Id, p => RowContent.Of(p.Kind, p.Payload!));
    }

    private static string[] FieldsOf(ItemRow item, string content) =>
    [
        item.Sequence.ToString(CultureInfo.InvariantCulture),
        item.Kind.ToString(),
        item.Label,
        item.Participant ?? "",
        item.GroupName ?? "",
        item.GroupId ?? "",
        OperationWords.Of(item.State),
        item.Reason is { } reason ? ((int)reason).ToString(CultureInfo.InvariantCulture) : "",
        item.Explanation.Cause,
        item.Explanation.WhoCanFix ?? "",
        item.Explanation.NextAction ?? "",
        item.Detail ?? "",
        Time(item.SentAt),
        Time(item.SettledAt),
        item.CommunityId ?? "",
        content,
    ];

    private static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static async Task<IResult> AnswerAsync(Guid id, HttpContext context, OperationReport report, CancellationToken cancellationToken)
    {
        if (Actor.From(context.User) is not { } actor || !actor.Can(Permissions.Read))
        {
            return TypedResults.Forbid();
        }

        await using var db = await report.Contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Operations.AnyAsync(o => o.Id == id, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(stream => report.WriteAsync(id, stream, cancellationToken, masked: !actor.Can(Permissions.SeeNumbers)), "text/csv; charset=utf-8", $"operation-{id:N}.csv");
    }

    private IDbContextFactory<PortalDbContext> Contexts => contexts;
}
