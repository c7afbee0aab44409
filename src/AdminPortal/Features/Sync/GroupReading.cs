using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Sync;

/// <summary>A group of fields that is read together. The group list's own age stands on the connection.</summary>
public enum GroupAspect
{
    /// <summary>Description, settings, kind, community, invite.</summary>
    Detail = 1,
    Members = 2,
    Requests = 3,
    /// <summary>The subgroups of a community.</summary>
    Subgroups = 4,
    /// <summary>Groups that members propose for a community.</summary>
    Suggestions = 5,
}

/// <summary>Where a value came from.</summary>
public enum ReadingOrigin
{
    List = 1,
    Detail = 2,
    Webhook = 3,
    /// <summary>Our own write, read back.</summary>
    OwnWrite = 4,
}

/// <summary>
/// When and from where one aspect of one group was last learned. Kept apart from the facts, so that a read which changes
/// nothing touches no fact.
/// </summary>
public sealed class GroupReading
{
    public required string GroupId { get; init; }
    public required GroupAspect Aspect { get; init; }
    public required ReadingOrigin Origin { get; set; }
    public required Guid ConnectionId { get; set; }
    /// <summary>The last good read.</summary>
    public DateTimeOffset? At { get; set; }
    /// <summary>Why the last read was quarantined; null when the last read was good.</summary>
    public string? Suspicion { get; set; }
    public DateTimeOffset? SuspectedAt { get; set; }
    /// <summary>A reason to read again soon: the list or an event differed, or a write happened.</summary>
    public string? StaleReason { get; set; }

    internal void Take(LastRead read) => (At, Origin, ConnectionId) = (read.At, read.Origin, read.ConnectionId);

    internal sealed class Mapping : IEntityTypeConfiguration<GroupReading>
    {
        public void Configure(EntityTypeBuilder<GroupReading> builder)
        {
            builder.HasKey(r => new { r.GroupId, r.Aspect });
            builder.Property(r => r.Suspicion).HasMaxLength(300);
            builder.Property(r => r.StaleReason).HasMaxLength(300);
            builder.HasOne<Groups.Group>().WithMany().HasForeignKey(r => r.GroupId);
        }
    }
}
