using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Results;
using AdminPortal.Security;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Audit;

/// <summary>Writes the trail as CSV, oldest first, batch by batch, so that its length does not matter.</summary>
public sealed class AuditExport(IDbContextFactory<PortalDbContext> contexts, AuditTrail audit)
{
    private const int Batch = 1000;

    private static readonly string[] s_columns =
        ["Sequence", "Time (UTC)", "Actor", "Actor id", "Action", "Subject kind", "Subject id", "Summary", "Operation id", "Previous hash", "Hash"];

    private static readonly CsvWriterOptions s_format = CsvWriterOptions.Default with
    {
        // A name such as =HYPERLINK(…) must stay a text when a spreadsheet opens the file.
        Injection = CsvInjection.Escape,
        // Tells spreadsheets that this is UTF-8.
        WriteByteOrderMark = true,
    };

    /// <summary>
    /// Needs <see cref="Permissions.ExportAudit"/>. The export itself becomes a line first, and is part of what is written
    /// when the filter matches it.
    /// </summary>
    /// <param name="begin">Called once when nothing stands against it, before the first byte.</param>
    public async Task<Result<Done>> WriteAsync(
        Actor actor, AuditFilter filter, Func<Stream> begin, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ExportAudit))
        {
            return new NotAllowed(Permissions.ExportAudit);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Record(db, actor, "audit.exported", "audit", "csv", $"{actor.Name} exported the audit trail.");
        await db.SaveChangesAsync(cancellationToken);
        var last = await db.AuditEntries.MaxAsync(e => e.Sequence, cancellationToken);

        await using var csv = CsvWriter.Create(begin(), s_format, leaveOpen: true);
        await csv.WriteRecordAsync(s_columns, cancellationToken);
        var after = 0L;
        while (true)
        {
            var from = after;
            var batch = await filter.Over(db.AuditEntries.AsNoTracking())
                .Where(e => e.Sequence > from && e.Sequence <= last)
                .OrderBy(e => e.Sequence)
                .Take(Batch)
                .ToListAsync(cancellationToken);
            foreach (var entry in batch)
            {
                WriteLine(csv, entry);
                await csv.EndRecordAsync(cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
            if (batch.Count < Batch)
            {
                return default(Done);
            }

            after = batch[^1].Sequence;
        }
    }

    private static void WriteLine(CsvWriter csv, AuditEntry entry)
    {
        csv.WriteField(entry.Sequence);
        csv.WriteField(entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture));
        csv.WriteField(entry.ActorName);
        csv.WriteField(entry.ActorId.ToString());
        csv.WriteField(entry.Action);
        csv.WriteField(entry.SubjectKind);
        csv.WriteField(entry.SubjectId);
        csv.WriteField(entry.Summary);
        csv.WriteField(entry.OperationId?.ToString());
        csv.WriteField(entry.PreviousHash);
        csv.WriteField(entry.Hash);
    }
}
