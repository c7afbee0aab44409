using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Groups;

/// <summary>What an event in a group's history is about; decides its icon.</summary>
public enum GroupEventKind
{
    Joined,
    Left,
    Promoted,
    Demoted,
    Operation,
    Record,
}

/// <summary>One line of a group's history.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Source">How we know, or who did it.</param>
public sealed record GroupEvent(DateTimeOffset At, GroupEventKind Kind, string Text, string Source, Guid? OperationId = null, Guid? PersonId = null);

/// <summary>How far the three sources have been read.</summary>
public sealed record HistoryCursor(int Changes, int Operations, int Records)
{
    public static HistoryCursor Start { get; } = new(0, 0, 0);
}

/// <summary>A page of history, newest first.</summary>
/// <param name="Next">Where to read on; null at the end.</param>
public sealed record HistoryPage(IReadOnlyList<GroupEvent> Events, HistoryCursor? Next);

/// <summary>Joins and leaves, operations and recorded actions of one group as one line of time.</summary>
public sealed class GroupHistory(IDbContextFactory<PortalDbContext> contexts)
{
    public const int PageSize = 50;

    public async Task<HistoryPage> ReadAsync(string groupId, HistoryCursor from, CancellationToken cancellationToken, int pageSize = PageSize)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wanted = pageSize + 1;
        var changes = await ChangesAsync(db, groupId, from.Changes, wanted, cancellationToken);
        var operations = await OperationsAsync(db, groupId, from.Operations, wanted, cancellationToken);
        var records = await RecordsAsync(db, groupId, from.Records, wanted, cancellationToken);

        // Each source is in order; of equals the earlier source goes first, so a page always takes a prefix of each.
        var merged = changes.Select(e => (Event: e, Source: 0))
            .Concat(operations.Select(e => (Event: e, Source: 1)))
            .Concat(records.Select(e => (Event: e, Source: 2)))
            .OrderByDescending(e => e.Event.At).ThenBy(e => e.Source)
            .ToList();
        var page = merged.Take(pageSize).ToList();
        return new HistoryPage(
            [.. page.Select(e => e.Event)],
            merged.Count > pageSize
                ? new HistoryCursor(
                    from.Changes + page.Count(e => e.Source == 0),
                    from.Operations + page.Count(e => e.Source == 1),
                    from.Records + page.Count(e => e.Source == 2))
                : null);
    }

    private static async Task<List<GroupEvent>> ChangesAsync(PortalDbContext db, string groupId, int skip, int take, CancellationToken cancellationToken)
    {
        var rows = await (
            from change in db.MembershipChanges.AsNoTracking()
            join person in db.People.AsNoTracking() on change.PersonId equals person.Id
            where change.GroupId == groupId
            orderby change.At descending, change.Id descending
            select new { change.Id, change.At, change.Kind, change.Origin, change.PersonId, person.Name, person.PhoneKey, person.LidKey })
            .Skip(skip).Take(take).ToListAsync(cancellationToken);
        var ours = await OwnChanges.FindAsync(db, groupId, [.. rows.Select(r => r.Id)], cancellationToken);
        return
        [
            .. rows.Select(r =>
            {
                var who = PersonWords.Of(r.Name, r.PhoneKey, r.LidKey).Name;
                var (kind, text) = r.Kind switch
                {
                    MembershipChangeKind.Joined => (GroupEventKind.Joined, $"{who} came in"),
                    MembershipChangeKind.Left => (GroupEventKind.Left, $"{who} is out"),
                    MembershipChangeKind.Promoted => (GroupEventKind.Promoted, $"{who} became admin"),
                    _ => (GroupEventKind.Demoted, $"{who} is no longer admin"),
                };
                return ours.TryGetValue(r.Id, out var own)
                    ? new GroupEvent(r.At, kind, text, $"our own change, by {own.By}", own.OperationId, r.PersonId)
                    : new GroupEvent(r.At, kind, text, HowWeKnow(r.Origin), PersonId: r.PersonId);
            }),
        ];
    }

    private static async Task<List<GroupEvent>> OperationsAsync(PortalDbContext db, string groupId, int skip, int take, CancellationToken cancellationToken)
    {
        var rows = await db.Operations.AsNoTracking()
            .Where(o => o.GroupId == groupId || o.Items.Any(i => i.GroupId == groupId))
            .OrderByDescending(o => o.SubmittedAt).ThenByDescending(o => o.Id)
            .Skip(skip).Take(take)
            .Select(o => new { o.Id, o.Title, o.SubmittedAt, o.SubmittedBy, o.State })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(r => new GroupEvent(r.SubmittedAt, GroupEventKind.Operation, r.Title, $"{r.SubmittedBy}, {InWords(r.State)}", OperationId: r.Id))];
    }

    private static async Task<List<GroupEvent>> RecordsAsync(PortalDbContext db, string groupId, int skip, int take, CancellationToken cancellationToken)
    {
        var rows = await db.AuditEntries.AsNoTracking()
            // What an operation did is told by the operation.
            .Where(a => a.SubjectKind == "group" && a.SubjectId == groupId && a.OperationId == null)
            .OrderByDescending(a => a.At).ThenByDescending(a => a.Sequence)
            .Skip(skip).Take(take)
            .Select(a => new { a.At, a.Summary, a.ActorName })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(r => new GroupEvent(r.At, GroupEventKind.Record, r.Summary, r.ActorName))];
    }

    private static string HowWeKnow(ReadingOrigin origin) => origin switch
    {
        ReadingOrigin.Webhook => "told by the gateway",
        ReadingOrigin.OwnWrite => "our own change",
        _ => "detected by a read, not notified",
    };

    private static string InWords(OperationState state) => state switch
    {
        OperationState.Queued => "waiting",
        OperationState.Running => "running",
        OperationState.Paused => "paused",
        OperationState.AwaitsConfirmation => "waits for a second operator",
        OperationState.Completed => "done",
        OperationState.CompletedWithFailures => "done, with failures",
        OperationState.Cancelled => "cancelled",
        _ => "needs attention",
    };
}
