using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Communities.Managed;

/// <summary>
/// A community that exists only in this console, for numbers whose gateway has none: an arrangement of ordinary groups. No
/// gateway is ever told of it.
/// </summary>
public sealed class ManagedCommunity
{
    /// <summary>Begins every id of one in the estate, where real ones end in <c>@g.us</c>.</summary>
    public const string Prefix = "kept-";

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    public required string NameSearch { get; set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }

    public static string IdOf(Guid id) => $"{Prefix}{id:N}";

    public static Guid? Parse(string? id) =>
        id?.StartsWith(Prefix, StringComparison.Ordinal) == true && Guid.TryParseExact(id[Prefix.Length..], "N", out var parsed) ? parsed : null;

    internal sealed class Mapping : IEntityTypeConfiguration<ManagedCommunity>
    {
        public void Configure(EntityTypeBuilder<ManagedCommunity> builder)
        {
            builder.Property(c => c.Name).HasMaxLength(Groups.Group.NameMaxLength);
            builder.Property(c => c.NameSearch).HasMaxLength(Groups.Group.NameMaxLength);
            builder.Property(c => c.CreatedBy).HasMaxLength(100);
            builder.Property(c => c.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>A group's place in such a community; a group has at most one. A real community goes before it.</summary>
public sealed class ManagedGroup
{
    public required string GroupId { get; init; }
    public required Guid CommunityId { get; set; }
    /// <summary>Announcements go here; one group of a community at most.</summary>
    public bool IsAnnouncement { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<ManagedGroup>
    {
        public void Configure(EntityTypeBuilder<ManagedGroup> builder)
        {
            builder.HasKey(g => g.GroupId);
            builder.Property(g => g.GroupId).HasMaxLength(64);
            builder.HasOne<Groups.Group>().WithOne().HasForeignKey<ManagedGroup>(g => g.GroupId);
            builder.HasOne<ManagedCommunity>().WithMany().HasForeignKey(g => g.CommunityId);
            builder.HasIndex(g => g.CommunityId);
        }
    }
}
