using System.Text;
using AdminPortal.Data;
using AdminPortal.Security;

namespace AdminPortal.Features.Audit;

/// <summary>Writes the trail. A line is part of the caller's own save: without the change there is no line, and the reverse.</summary>
public sealed class AuditTrail(TimeProvider time)
{
    private const int MaxSummary = 1000;
    private const int MaxName = 100;

    /// <param name="db">The context whose next save carries the line.</param>
    /// <param name="action">For example <c>operator.invited</c>.</param>
    /// <param name="summary">One sentence without secrets; cut at 1,000 characters.</param>
    public void Record(PortalDbContext db, Actor actor, string action, string subjectKind, string subjectId, string summary, Guid? operationId = null) =>
        db.AppendAudit(new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = actor.OperatorId,
            ActorName = Storable(actor.Name, MaxName),
            Action = action,
            SubjectKind = subjectKind,
            SubjectId = Storable(subjectId, MaxName),
            Summary = Storable(summary, MaxSummary),
            OperationId = operationId,
        });

    /// <summary>
    /// Names from outside end up here. Control characters and halves of surrogate pairs would be refused or changed by a
    /// database, and a changed line no longer fits its hash.
    /// </summary>
    private static string Storable(string text, int most)
    {
        var storable = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (storable.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            storable.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return storable.ToString();
    }
}
