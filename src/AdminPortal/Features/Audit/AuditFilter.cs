namespace AdminPortal.Features.Audit;

/// <summary>Which lines of the trail are wanted; null means any.</summary>
public sealed record AuditFilter
{
    public static readonly AuditFilter Everything = new();

    /// <summary>Part of the sentence, of the action or of a name.</summary>
    public string? Text { get; init; }

    public Guid? ActorId { get; init; }

    /// <summary>An action, or an area such as <c>operator</c> for everything that begins with <c>operator.</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The id of what a line is about, or of the operation it belongs to.</summary>
    public string? Subject { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    internal IQueryable<AuditEntry> Over(IQueryable<AuditEntry> entries)
    {
        if (!string.IsNullOrWhiteSpace(Text))
        {
            // Lower case on both sides is what the two databases agree on.
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL.
            var text = Text.Trim().ToLowerInvariant();
            entries = entries.Where(e =>
                e.Summary.ToLower().Contains(text) || e.ActorName.ToLower().Contains(text) || e.Action.Contains(text));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        }

        if (ActorId is { } actor)
        {
            entries = entries.Where(e => e.ActorId == actor);
        }

        if (!string.IsNullOrEmpty(Action))
        {
            var area = Action + ".";
            entries = entries.Where(e => e.Action == Action || e.Action.StartsWith(area));
        }

        if (!string.IsNullOrEmpty(Subject))
        {
            var operation = Guid.TryParse(Subject, out var id) ? id : (Guid?)null;
            entries = operation is null
                ? entries.Where(e => e.SubjectId == Subject)
                : entries.Where(e => e.SubjectId == Subject || e.OperationId == operation);
        }

        if (From is { } from)
        {
            entries = entries.Where(e => e.At >= from);
        }

        return Until is { } until ? entries.Where(e => e.At < until) : entries;
    }
}
