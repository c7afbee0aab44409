using AdminPortal.Features.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Communities.Suggestions;

/// <summary>A group that a member proposes for a community and that waits for an admin of it. Listed by Sync.</summary>
public sealed class GroupSuggestion
{
    public const int DescriptionMaxLength = 2048;

    public required string CommunityId { get; init; }
    /// <summary>Of the group as proposed; a new one has it before it exists.</summary>
    public required string GroupId { get; init; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    /// <summary>Key of who proposes it; null when the gateway does not say.</summary>
    public string? SuggestedByKey { get; set; }
    public DateTimeOffset? SuggestedAt { get; set; }
    public int? MemberCount { get; set; }
    /// <summary>The group exists already; null when the gateway does not say.</summary>
    public bool? Exists { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<GroupSuggestion>
    {
        public void Configure(EntityTypeBuilder<GroupSuggestion> builder)
        {
            builder.HasKey(s => new { s.CommunityId, s.GroupId });
            builder.Property(s => s.CommunityId).HasMaxLength(Group.IdMaxLength);
            builder.Property(s => s.GroupId).HasMaxLength(Group.IdMaxLength);
            builder.Property(s => s.Name).HasMaxLength(Group.NameMaxLength);
            builder.Property(s => s.Description).HasMaxLength(DescriptionMaxLength);
            builder.Property(s => s.SuggestedByKey).HasMaxLength(64);
            builder.HasOne<Group>().WithMany().HasForeignKey(s => s.CommunityId);
        }
    }
}
