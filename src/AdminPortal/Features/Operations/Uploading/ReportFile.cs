using System.Text;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using CsvHelper;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>One line of a report, as far as it can be understood. Nothing in it is trusted.</summary>
/// <param name="Line">Of the file, from 1.</param>
/// <param name="Kind">Null where the line names no kind of item.</param>
/// <param name="State">Null where the line names no state.</param>
public sealed record ReportRow(int Line, ItemKind? Kind, string Label, string? Participant, string? GroupId, ItemState? State, RefusalReason? Reason)
{
    public string? CommunityId { get; init; }

    /// <summary>What the item changes, as <see cref="RowContent"/> wrote it; null where the file does not say.</summary>
    public string? Content { get; init; }
}

/// <summary>Reads a report that <see cref="OperationReport"/> wrote, also after a spreadsheet has saved it.</summary>
public static class ReportFile
{
    /// <summary><see cref="PortalFailure.Field"/> of a file that cannot be used.</summary>
    public const string Field = "file";

    public const int MaxBytes = 10 * 1024 * 1024;

    private const int MaxLabel = 300;
    private const int MaxId = 64;

    private static readonly CsvReaderOptions s_format = CsvReaderOptions.Default with
    {
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = 64 * 1024,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    };

    public static PortalFailure TooLarge() => new InvalidInput($"A report has at most {MaxBytes / 1024 / 1024} MB. Split it.", Field);

    public static Result<IReadOnlyList<ReportRow>> RowsOf(byte[] content)
    {
        if (content.Length > MaxBytes)
        {
            return TooLarge();
        }

        using var reader = new StreamReader(new MemoryStream(content), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true);
        var text = reader.ReadToEnd();
        if (text.Contains('\0', StringComparison.Ordinal) || text.StartsWith("PK", StringComparison.Ordinal))
        {
            return new InvalidInput("This is not a text file. Save the report as CSV and choose that.", Field);
        }

        try
        {
            return Read(text);
        }
        catch (CsvFormatException exception)
        {
            return new InvalidInput($"The file is broken near line {exception.LineNumber:N0}. Take the report anew.", Field);
        }
    }

    private static Result<IReadOnlyList<ReportRow>> Read(string text)
    {
        // Spreadsheets of many countries save with semicolons.
        var heading = text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : text.Length);
        using var csv = CsvReader.FromText(text, s_format with { Separator = heading.Count(';') > heading.Count(',') ? ';' : ',' });
        Columns? columns = null;
        List<ReportRow> rows = [];
        while (csv.Read())
        {
            var cells = csv.Current.ToArray();
            if (columns is null)
            {
                columns = Columns.Of(cells);
                if (columns is null)
                {
                    return new InvalidInput("This is no report of an operation: its columns are missing. To add people from a list, use “Add people” in the group.", Field);
                }
            }
            else if (cells.Any(c => c.Length > 0))
            {
                rows.Add(columns.Row((int)csv.LineNumber, cells));
                if (rows.Count > OperationDesk.MaxItems)
                {
                    return new InvalidInput($"At most {OperationDesk.MaxItems:N0} lines at once. Split the file.", Field);
                }
            }
        }

        return rows.Count == 0 ? new InvalidInput("There is no line in this report.", Field) : rows;
    }

    /// <summary>Where the columns stand; a spreadsheet may have moved them.</summary>
    private sealed record Columns(int What, int Label, int Participant, int Group, int State, int Code, int Community, int Content)
    {
        public static Columns? Of(string[] heads)
        {
            int At(string name) => Array.FindIndex(heads, h => string.Equals(h.Trim(), name, StringComparison.OrdinalIgnoreCase));
            var found = new Columns(At(OperationReport.What), At(OperationReport.Label), At(OperationReport.Participant), At(OperationReport.GroupId), At(OperationReport.State), At(OperationReport.Code), At(OperationReport.CommunityId), At(OperationReport.Content));

            // Reports of earlier releases have neither community nor content.
            return found is { What: >= 0, Label: >= 0, Participant: >= 0, Group: >= 0, State: >= 0, Code: >= 0 } ? found : null;
        }

        public ReportRow Row(int line, string[] cells)
        {
            string Cell(int column) => column >= 0 && column < cells.Length ? Plain(cells[column].Trim()) : "";
            var label = Cell(Label);
            return new ReportRow(
                line,
                KindOf(Cell(What)),
                label.Length > MaxLabel ? label[..MaxLabel] : label,
                IdOf(Cell(Participant)),
                IdOf(Cell(Group)),
                StateOf(Cell(State)),
                int.TryParse(Cell(Code), out var code) && Enum.IsDefined((RefusalReason)code) ? (RefusalReason)code : null)
            {
                CommunityId = IdOf(Cell(Community)),
                Content = Cell(Content) is { Length: > 0 and <= RowContent.MaxLength } content ? content : null,
            };
        }

        private static string? IdOf(string text) => text.Length is 0 or > MaxId ? null : text;

        /// <summary>By name only: a number is no kind.</summary>
        private static ItemKind? KindOf(string text) => Enum.GetValues<ItemKind>().Where(k => k.ToString() == text).Select(k => (ItemKind?)k).FirstOrDefault();

        private static ItemState? StateOf(string text) =>
            Enum.GetValues<ItemState>().Where(s => OperationWords.Of(s) == text).Select(s => (ItemState?)s).FirstOrDefault();

        /// <summary>
        /// Takes back the sign that keeps a spreadsheet from reading a text as a formula. Whatever is written again, in a report
        /// or an export, gets its own.
        /// </summary>
        private static string Plain(string cell) => cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
    }
}
