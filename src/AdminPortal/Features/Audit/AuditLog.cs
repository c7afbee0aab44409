using AdminPortal.Data;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Audit;

/// <summary>Reads the trail.</summary>
public sealed class AuditLog(IDbContextFactory<PortalDbContext> contexts)
{
    public const int PageSize = 100;

    /// <summary>Newest first.</summary>
    /// <param name="before">Only lines older than this sequence number: the page's place, stable while new lines arrive.</param>
    public async Task<AuditPageOfLines> PageAsync(AuditFilter filter, long? before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = filter.Over(db.AuditEntries.AsNoTracking());
        if (before is { } place)
        {
            entries = entries.Where(e => e.Sequence < place);
        }

        var lines = await entries
            .OrderByDescending(e => e.Sequence)
            .Take(PageSize + 1)
            .Select(e => new AuditLine(e.Sequence, e.At, e.ActorId, e.ActorName, e.Action, e.SubjectKind, e.SubjectId, e.Summary, e.OperationId))
            .ToListAsync(cancellationToken);
        var older = lines.Count > PageSize;
        return new AuditPageOfLines(older ? lines[..PageSize] : lines, older);
    }

    /// <summary>Who can have written lines: the console itself and every operator, also disabled ones.</summary>
    public async Task<IReadOnlyList<AuditAuthor>> AuthorsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operators = await db.Users.OrderBy(o => o.DisplayName).ThenBy(o => o.Id)
            .Select(o => new AuditAuthor(o.Id, o.DisplayName))
            .ToListAsync(cancellationToken);
        return [new AuditAuthor(Actor.System.OperatorId, Actor.System.Name), .. operators];
    }
}

/// <param name="HasOlder">More lines match than the page holds.</param>
public sealed record AuditPageOfLines(IReadOnlyList<AuditLine> Lines, bool HasOlder);

public sealed record AuditLine(
    long Sequence,
    DateTimeOffset At,
    Guid ActorId,
    string ActorName,
    string Action,
    string SubjectKind,
    string SubjectId,
    string Summary,
    Guid? OperationId);

public sealed record AuditAuthor(Guid Id, string Name);
