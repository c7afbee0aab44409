using AdminPortal.Features.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Sync.Webhooks;

public enum DeliveryState
{
    Waiting = 1,
    /// <summary>Looked at what it pointed to, or noted that it has to be.</summary>
    Done = 2,
    /// <summary>Nothing in it concerns the console, as in messages. Its body is not kept.</summary>
    Ignored = 3,
    /// <summary>Nobody could make anything of it. An operator may play it again.</summary>
    Dead = 4,
}

/// <summary>One event as a gateway delivered it, without secrets. Kept for a while, and a number's newest only.</summary>
public sealed class WebhookDelivery
{
    public const int BodyMaxLength = 300_000;
    public const int EventMaxLength = 100;
    public const int KeyMaxLength = 100;
    public const int ReasonMaxLength = 300;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ConnectionId { get; init; }

    /// <summary>
    /// The same for every repeat. Where the vendor numbers nothing it is the body's own, and only as long as the event waits:
    /// afterwards an equal delivery tells of another event.
    /// </summary>
    public string? DedupeKey { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Event { get; init; }
    public string? Body { get; init; }
    public required DeliveryState State { get; set; }
    public int Attempts { get; set; }

    /// <summary>Why it is dead, or what became of it beyond the ordinary.</summary>
    public string? Reason { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<WebhookDelivery>
    {
        public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
        {
            builder.Property(d => d.DedupeKey).HasMaxLength(KeyMaxLength);
            builder.Property(d => d.Event).HasMaxLength(EventMaxLength);
            builder.Property(d => d.Body).HasMaxLength(BodyMaxLength);
            builder.Property(d => d.Reason).HasMaxLength(ReasonMaxLength);
            builder.HasIndex(d => new { d.ConnectionId, d.DedupeKey }).IsUnique();
            builder.HasIndex(d => new { d.ConnectionId, d.State, d.ReceivedAt });
            builder.HasIndex(d => d.ReceivedAt);
            builder.HasOne<Connection>().WithMany().HasForeignKey(d => d.ConnectionId);
        }
    }
}
