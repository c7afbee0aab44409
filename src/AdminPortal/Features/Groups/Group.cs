using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Groups;

/// <summary>
/// The last known truth about one group. It exists once, however many of our numbers see it. A community is the group
/// whose <see cref="Kind"/> is <see cref="GroupKind.CommunityParent"/>; its announcement group and subgroups carry its id in
/// <see cref="CommunityId"/>. Only Sync writes facts here; screens change groups through operations.
/// </summary>
public sealed class Group
{
    public const int NameMaxLength = 200;
    public const int IdMaxLength = 64;

    /// <summary><see cref="GroupId"/> as listed.</summary>
    public required string Id { get; init; }
    public required string Name { get; set; }
    /// <summary>Normalised by <c>SearchText.Normalise</c>.</summary>
    public required string NameSearch { get; set; }
    public string? Description { get; set; }
    public GroupKind Kind { get; set; }
    /// <summary>Id of the community this group is in; null for standalone groups and for the parent itself.</summary>
    public string? CommunityId { get; set; }
    /// <summary>Hidden subgroups are not offered to members of the community.</summary>
    public bool HiddenInCommunity { get; set; }
    public string? CreatedByKey { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public int? MemberCount { get; set; }
    public bool? OnlyAdminsSend { get; set; }
    public bool? OnlyAdminsEdit { get; set; }
    public bool? OnlyAdminsAdd { get; set; }
    public bool? ApprovalRequired { get; set; }
    public int? DisappearingSeconds { get; set; }
    public string? InviteCode { get; set; }
    public bool MembersHidden { get; set; }
    public bool Suspended { get; set; }
    /// <summary>Tombstone: none of our numbers lists it any more.</summary>
    public DateTimeOffset? GoneAt { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<Group>
    {
        public void Configure(EntityTypeBuilder<Group> builder)
        {
            builder.Property(g => g.Id).HasMaxLength(IdMaxLength);
            builder.Property(g => g.Name).HasMaxLength(NameMaxLength);
            builder.Property(g => g.NameSearch).HasMaxLength(NameMaxLength);
            builder.Property(g => g.Description).HasMaxLength(4096);
            builder.Property(g => g.CommunityId).HasMaxLength(IdMaxLength);
            builder.Property(g => g.CreatedByKey).HasMaxLength(64);
            builder.Property(g => g.InviteCode).HasMaxLength(64);
            builder.Property(g => g.Version).IsConcurrencyToken();
            builder.HasIndex(g => g.CommunityId);
            builder.HasIndex(g => new { g.Kind, g.NameSearch });
        }
    }
}

/// <summary>How one of our numbers stands to one group.</summary>
public sealed class GroupConnection
{
    public required string GroupId { get; init; }
    public required Guid ConnectionId { get; init; }
    /// <summary>Our number's role; null until a read showed it.</summary>
    public MemberRole? Role { get; set; }
    /// <summary>This number could read the group's detail.</summary>
    public bool Readable { get; set; }
    /// <summary>Tombstone: this number does not list the group any more.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<GroupConnection>
    {
        public void Configure(EntityTypeBuilder<GroupConnection> builder)
        {
            builder.HasKey(g => new { g.GroupId, g.ConnectionId });
            builder.HasOne<Group>().WithMany().HasForeignKey(g => g.GroupId);
            builder.HasOne<Connections.Connection>().WithMany().HasForeignKey(g => g.ConnectionId);
            builder.HasIndex(g => g.ConnectionId);
        }
    }
}
