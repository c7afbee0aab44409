using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Audit;

/// <summary>
/// One line of the trail. Written in the same transaction as the change it tells of, never changed, each sealed with the
/// hash of the one before.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3 … without gaps; given when the chain is extended.</summary>
    public long Sequence { get; set; }
    public required DateTimeOffset At { get; init; }
    public required Guid ActorId { get; init; }
    public required string ActorName { get; init; }
    /// <summary>What happened, for example <c>operation.submitted</c> or <c>request.approve.sent</c>.</summary>
    public required string Action { get; init; }
    /// <summary>What it happened to: <c>group</c>, <c>connection</c>, <c>operator</c>, <c>operation</c> …</summary>
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }
    /// <summary>One sentence; no secret.</summary>
    public required string Summary { get; init; }
    public Guid? OperationId { get; init; }
    public string PreviousHash { get; set; } = "";
    /// <summary>SHA-256, lower hex, over the fields above and <see cref="PreviousHash"/>.</summary>
    public string Hash { get; set; } = "";

    internal sealed class Mapping : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.HasKey(a => a.Sequence);
            builder.Property(a => a.Sequence).ValueGeneratedNever();
            builder.Property(a => a.ActorName).HasMaxLength(100);
            builder.Property(a => a.Action).HasMaxLength(60);
            builder.Property(a => a.SubjectKind).HasMaxLength(30);
            builder.Property(a => a.SubjectId).HasMaxLength(100);
            builder.Property(a => a.Summary).HasMaxLength(1000);
            builder.Property(a => a.PreviousHash).HasMaxLength(64);
            builder.Property(a => a.Hash).HasMaxLength(64);
            builder.HasIndex(a => a.At);
            builder.HasIndex(a => new { a.SubjectKind, a.SubjectId });
            builder.HasIndex(a => a.OperationId);
        }
    }
}
