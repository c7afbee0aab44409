using AdminPortal.Data;
using AdminPortal.Security;

namespace AdminPortal.Features.Audit;

/// <summary>Writes the trail. A line is part of the caller's own save: without the change there is no line, and the reverse.</summary>
public sealed class AuditTrail(TimeProvider time)
{
    private const int MaxSummary = 1000;

    /// <param name="db">The context whose next save carries the line.</param>
    /// <param name="action">For example <c>operator.invited</c>.</param>
    /// <param name="summary">One sentence without secrets; cut at 1,000 characters.</param>
    public void Record(PortalDbContext db, Actor actor, string action, string subjectKind, string subjectId, string summary, Guid? operationId = null) =>
        db.AppendAudit(new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = actor.OperatorId,
            ActorName = actor.Name,
            Action = action,
            SubjectKind = subjectKind,
            SubjectId = subjectId,
            Summary = summary.Length <= MaxSummary ? summary : summary[..MaxSummary],
            OperationId = operationId,
        });
}
