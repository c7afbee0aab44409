using AdminPortal.Features.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Which runner may send for a number: the one that began last. A node that stood still (a suspended machine, a long pause)
/// finds another term here when it wakes up, and sends nothing any more.
/// </summary>
public sealed class RunnerTerm
{
    public required Guid ConnectionId { get; init; }

    /// <summary>New with every start of a runner; who saves under an older one fails.</summary>
    public required Guid Term { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<RunnerTerm>
    {
        public void Configure(EntityTypeBuilder<RunnerTerm> builder)
        {
            builder.HasKey(t => t.ConnectionId);
            builder.HasOne<Connection>().WithOne().HasForeignKey<RunnerTerm>(t => t.ConnectionId);
            builder.Property(t => t.Term).IsConcurrencyToken();
        }
    }
}
