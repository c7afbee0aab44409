using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Approvals;

/// <summary>
/// Who has a request open right now, so that two operators do not decide the same one. Lapses by itself; says nothing about a
/// decision and is not part of the trail.
/// </summary>
public sealed class RequestClaim
{
    public required Guid RequestId { get; init; }
    public required Guid OperatorId { get; set; }
    public required string OperatorName { get; set; }
    public required DateTimeOffset Until { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<RequestClaim>
    {
        public void Configure(EntityTypeBuilder<RequestClaim> builder)
        {
            builder.HasKey(c => c.RequestId);
            builder.Property(c => c.RequestId).ValueGeneratedNever();
            builder.Property(c => c.OperatorName).HasMaxLength(100);
            builder.HasIndex(c => c.Until);
            builder.HasOne<MembershipRequest>().WithOne().HasForeignKey<RequestClaim>(c => c.RequestId);
        }
    }
}
