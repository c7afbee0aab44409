using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.People;

/// <summary>
/// One human as far as ids tell: known by phone, by LID, or by both. Two records become one only when a gateway reported
/// the exact pair.
/// </summary>
public sealed class Person
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary><c>ParticipantId.Key</c> of the phone form.</summary>
    public string? PhoneKey { get; set; }
    /// <summary><c>ParticipantId.Key</c> of the LID form.</summary>
    public string? LidKey { get; set; }
    public string? Name { get; set; }
    /// <summary>Name and digits, normalised by <c>SearchText.Normalise</c>.</summary>
    public required string Search { get; set; }
    /// <summary>Where the phone and LID pair came from, for example "members of Harbor Crew, by Desk".</summary>
    public string? PairOrigin { get; set; }
    public DateTimeOffset? PairedAt { get; set; }
    /// <summary>WhatsApp said that this number has no account.</summary>
    public DateTimeOffset? NotOnWhatsAppAt { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> builder)
        {
            builder.Property(p => p.PhoneKey).HasMaxLength(64);
            builder.Property(p => p.LidKey).HasMaxLength(64);
            builder.Property(p => p.Name).HasMaxLength(200);
            builder.Property(p => p.Search).HasMaxLength(400);
            builder.Property(p => p.PairOrigin).HasMaxLength(300);
            builder.HasIndex(p => p.PhoneKey).IsUnique();
            builder.HasIndex(p => p.LidKey).IsUnique();
        }
    }
}
