using AdminPortal.Features.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Refusals in a row that speak about one number, kept so that neither a restart nor another node begins to count anew. No
/// row: nothing of the kind came since the last change that went through. Written by the number's runner only.
/// </summary>
public sealed class RefusalRow
{
    public required Guid ConnectionId { get; init; }
    /// <summary>The end of "refused because …".</summary>
    public required string Cause { get; set; }
    public required int Times { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<RefusalRow>
    {
        public void Configure(EntityTypeBuilder<RefusalRow> builder)
        {
            builder.HasKey(r => r.ConnectionId);
            builder.HasOne<Connection>().WithOne().HasForeignKey<RefusalRow>(r => r.ConnectionId);
            builder.Property(r => r.Cause).HasMaxLength(100);
        }
    }
}
