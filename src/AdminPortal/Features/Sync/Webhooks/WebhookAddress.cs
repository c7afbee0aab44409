using AdminPortal.Features.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>Where one number's gateway delivers events, what proves them, and what came.</summary>
public sealed class WebhookAddress
{
    public required Guid ConnectionId { get; init; }

    /// <summary>SHA-256 of the secret part of the path, to find the number by.</summary>
    public required string PathHash { get; init; }

    /// <summary>Path and secret, protected; only <c>SecretProtector</c> reads them.</summary>
    public required string ProtectedSecrets { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Genuine and new.</summary>
    public long Accepted { get; set; }

    /// <summary>Genuine and here already.</summary>
    public long Repeated { get; set; }

    /// <summary>Forged, stale or too large.</summary>
    public long Refused { get; set; }

    public DateTimeOffset? LastReceivedAt { get; set; }
    public DateTimeOffset? LastRefusedAt { get; set; }
    public string? LastRefusal { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<WebhookAddress>
    {
        public void Configure(EntityTypeBuilder<WebhookAddress> builder)
        {
            builder.HasKey(a => a.ConnectionId);
            builder.Property(a => a.PathHash).HasMaxLength(64);
            builder.Property(a => a.LastRefusal).HasMaxLength(200);
            builder.HasIndex(a => a.PathHash).IsUnique();
            builder.HasOne<Connection>().WithMany().HasForeignKey(a => a.ConnectionId);
        }
    }
}
