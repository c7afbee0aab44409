using AdminPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Operators;

/// <summary>A person who may use the console.</summary>
public sealed class Operator : IdentityUser<Guid>
{
    public Operator() => Id = Guid.CreateVersion7();

    /// <summary>Shown to others and in the audit trail.</summary>
    [PersonalData]
    public string DisplayName { get; set; } = "";

    public OperatorRole Role { get; set; } = OperatorRole.Viewer;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Access was taken away; signed-in circuits end at the next revalidation.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    internal Actor AsActor() => new(Id, DisplayName, Role);

    internal sealed class Mapping : IEntityTypeConfiguration<Operator>
    {
        public void Configure(EntityTypeBuilder<Operator> builder) => builder.Property(o => o.DisplayName).HasMaxLength(100);
    }
}

/// <summary>A one-time link: to set the console up, or to take up a role in it. Only a hash of the link's token is kept.</summary>
public sealed class OperatorInvitation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>SHA-256 of the token, lower hex.</summary>
    public required string TokenHash { get; init; }
    public required OperatorRole Role { get; init; }
    /// <summary>Who it is meant for, as the inviting operator wrote it.</summary>
    public string? For { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>Changed on every save, so that one link cannot be used twice at the same moment.</summary>
    public Guid Version { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<OperatorInvitation>
    {
        public void Configure(EntityTypeBuilder<OperatorInvitation> builder)
        {
            builder.Property(i => i.TokenHash).HasMaxLength(64);
            builder.Property(i => i.For).HasMaxLength(100);
            builder.Property(i => i.CreatedBy).HasMaxLength(100);
            builder.Property(i => i.Version).IsConcurrencyToken();
            builder.HasIndex(i => i.TokenHash).IsUnique();
        }
    }
}
