using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPortal.Features.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Pacing;

/// <summary>What is kept about the pace of one number. No row: a normal number that had no trouble.</summary>
public sealed class NumberBudget
{
    public required Guid ConnectionId { get; init; }
    public PaceLevel Level { get; set; } = PaceLevel.Normal;
    /// <summary>JSON of the number's own <see cref="PacingValues"/>; null when it has none.</summary>
    public string? OwnValues { get; set; }

    /// <summary>How much wider than its profile the number worked after the last trouble; what was taken since narrows it again.</summary>
    public double Factor { get; set; } = 1;
    public DateTimeOffset? WidenedAt { get; set; }
    /// <summary>Rate limits in a row, for the next cool-down.</summary>
    public int Strikes { get; set; }
    /// <summary>The end of the last cool-down; after some peace the strikes are forgiven.</summary>
    public DateTimeOffset? CooledUntil { get; set; }
    public DateTimeOffset? LimitedAt { get; set; }
    /// <summary>429 or 463.</summary>
    public int? LimitCode { get; set; }

    /// <summary>The daily caps do not hold before this time.</summary>
    public DateTimeOffset? OverrideUntil { get; set; }
    public string? OverrideBy { get; set; }
    public string? OverrideReason { get; set; }

    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The number's own values; none stand for "as the profile says".</summary>
    public PacingValues? ReadOwnValues() => OwnValues is null ? null : JsonSerializer.Deserialize<PacingValues>(OwnValues, Json);

    internal sealed class Mapping : IEntityTypeConfiguration<NumberBudget>
    {
        public void Configure(EntityTypeBuilder<NumberBudget> builder)
        {
            builder.HasKey(b => b.ConnectionId);
            builder.HasOne<Connection>().WithOne().HasForeignKey<NumberBudget>(b => b.ConnectionId);
            builder.Property(b => b.OverrideBy).HasMaxLength(100);
            builder.Property(b => b.OverrideReason).HasMaxLength(300);
            builder.Property(b => b.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>
/// The requests of one number, counted. A row of its own, because it changes with every request where several nodes share
/// the number, and must not be in the way of whoever changes settings.
/// </summary>
public sealed class RequestCount
{
    public required Guid ConnectionId { get; init; }
    /// <summary>As <see cref="RequestTally"/> writes it.</summary>
    public required string Tally { get; set; }
    public Guid Version { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<RequestCount>
    {
        public void Configure(EntityTypeBuilder<RequestCount> builder)
        {
            builder.HasKey(c => c.ConnectionId);
            builder.HasOne<Connection>().WithOne().HasForeignKey<RequestCount>(c => c.ConnectionId);
            builder.Property(c => c.Version).IsConcurrencyToken();
        }
    }
}
