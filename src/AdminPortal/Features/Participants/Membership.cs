using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Participants;

/// <summary>One person in one group, now or formerly. Written by Sync only.</summary>
public sealed class Membership
{
    public required string GroupId { get; init; }
    public required Guid PersonId { get; set; }
    /// <summary>The id as this group lists it; goes back to the gateway in this form.</summary>
    public required string ListedId { get; set; }
    public required MemberRole Role { get; set; }
    /// <summary>When a read first showed the person here; not when they joined.</summary>
    public required DateTimeOffset SeenSince { get; set; }
    /// <summary>Tombstone: a good read no longer showed them.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<Membership>
    {
        public void Configure(EntityTypeBuilder<Membership> builder)
        {
            builder.HasKey(m => new { m.GroupId, m.PersonId });
            builder.Property(m => m.ListedId).HasMaxLength(64);
            builder.HasOne<Groups.Group>().WithMany().HasForeignKey(m => m.GroupId);
            builder.HasOne<People.Person>().WithMany().HasForeignKey(m => m.PersonId);
            builder.HasIndex(m => m.PersonId);
            builder.HasIndex(m => new { m.GroupId, m.GoneAt });
        }
    }
}

/// <summary>Joins and leaves as they became known; the source of activity and growth.</summary>
public sealed class MembershipChange
{
    public long Id { get; init; }
    public required string GroupId { get; init; }
    public required Guid PersonId { get; init; }
    public required MembershipChangeKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>How we know: found by a read ("detected, not notified"), told by an event, or our own operation.</summary>
    public required Sync.ReadingOrigin Origin { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<MembershipChange>
    {
        public void Configure(EntityTypeBuilder<MembershipChange> builder)
        {
            builder.HasOne<Groups.Group>().WithMany().HasForeignKey(m => m.GroupId);
            builder.HasIndex(m => new { m.GroupId, m.At });
            builder.HasIndex(m => m.At);
        }
    }
}

public enum MembershipChangeKind
{
    Joined = 1,
    Left = 2,
    Promoted = 3,
    Demoted = 4,
}
