using System.Text;
using AdminPortal.Data;
using AdminPortal.Results;
using CsvHelper;

namespace AdminPortal.Features.Participants.Numbers;

/// <summary>Reads a CSV file of people into rows. With a heading only the columns of number and name count.</summary>
public static class PeopleFile
{
    /// <summary><see cref="PortalFailure.Field"/> of a file that cannot be used.</summary>
    public const string Field = "file";

    private static readonly string[] s_numberHeads =
        ["phone", "phone number", "phonenumber", "number", "mobile", "mobile phone", "cell", "tel", "telephone", "telefon", "telefone", "telefono", "celular", "whatsapp", "numero", "nummer", "handy", "handynummer", "msisdn", "phone 1 - value"];

    private static readonly string[] s_nameHeads = ["name", "full name", "fullname", "nome", "nombre", "display name", "vorname", "first name", "given name"];

    private static readonly CsvReaderOptions s_format = CsvReaderOptions.Default with
    {
        HasHeader = false,
        TrimWhitespace = true,
        TrimInsideQuotes = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    };

    public static PortalFailure TooLarge() => new InvalidInput($"At most {PastedPeople.MaxBytes / 1024 / 1024} MB at once. Split it.", Field);

    public static PortalFailure TooManyLines() => new InvalidInput($"At most {PastedPeople.MaxLines:N0} lines at once. Split it.", Field);

    public static Result<List<PastedRow>> RowsOf(byte[] content)
    {
        if (content.Length > PastedPeople.MaxBytes)
        {
            return TooLarge();
        }

        if (content.AsSpan().StartsWith("PK"u8) || content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return new InvalidInput("This is a workbook, not a text file. Save the sheet as CSV and choose that.", Field);
        }

        using var reader = new StreamReader(new MemoryStream(content), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true);
        var text = reader.ReadToEnd();
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return new InvalidInput("This is not a text file. Save the list as CSV and choose that.", Field);
        }

        try
        {
            return RowsOf(text);
        }
        catch (CsvFormatException)
        {
            // Quotes that never close and the like: line by line something can still be found.
            var rows = PastedPeople.RowsOf(text);
            return rows.Count > PastedPeople.MaxLines ? TooManyLines() : Found(rows);
        }
    }

    private static Result<List<PastedRow>> RowsOf(string text)
    {
        using var csv = CsvReader.FromText(text, s_format);
        List<PastedRow> rows = [];
        (int Number, int Name)? heading = null;
        var first = true;
        while (csv.Read())
        {
            var cells = csv.Current.ToArray();
            if (first)
            {
                first = false;
                heading = HeadingOf(cells);
                if (heading is not null)
                {
                    continue;
                }
            }

            var kept = heading is { } columns
                ? Chosen(cells, columns)
                : [.. cells.Where(c => !string.IsNullOrWhiteSpace(c))];
            if (kept.Count > 0)
            {
                rows.Add(new PastedRow((int)csv.LineNumber, kept));
                if (rows.Count > PastedPeople.MaxLines)
                {
                    return TooManyLines();
                }
            }
        }

        return Found(rows);
    }

    private static Result<List<PastedRow>> Found(List<PastedRow> rows) =>
        rows.Count == 0 ? new InvalidInput("There is nobody in this file.", Field) : rows;

    private static (int Number, int Name)? HeadingOf(string[] cells)
    {
        var heads = cells.Select(c => SearchText.Normalise(c)).ToList();
        var number = heads.FindIndex(h => s_numberHeads.Contains(h, StringComparer.Ordinal));
        return number < 0 ? null : (number, heads.FindIndex(h => s_nameHeads.Contains(h, StringComparer.Ordinal)));
    }

    private static List<string> Chosen(string[] cells, (int Number, int Name) columns)
    {
        List<string> kept = [];
        if (columns.Name >= 0 && columns.Name < cells.Length && !string.IsNullOrWhiteSpace(cells[columns.Name]))
        {
            kept.Add(cells[columns.Name]);
        }

        if (columns.Number < cells.Length && !string.IsNullOrWhiteSpace(cells[columns.Number]))
        {
            kept.Add(cells[columns.Number]);
        }

        return kept;
    }
}
