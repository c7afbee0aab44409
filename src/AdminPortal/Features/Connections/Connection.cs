using AdminPortal.Data;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Connections;

/// <summary>One WhatsApp number behind one gateway.</summary>
public sealed class Connection
{
    public const int NameMaxLength = 60;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    public required GatewayKind Kind { get; init; }
    /// <summary>Absolute address of the gateway's API.</summary>
    public required string BaseAddress { get; set; }
    /// <summary>JSON object of credential key to value, protected; only <c>SecretProtector</c> reads it.</summary>
    public required string ProtectedCredentials { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public SessionState Session { get; set; } = SessionState.Unknown;
    /// <summary>The gateway's own word for the state, or the sentence of the last failed check.</summary>
    public string? SessionDetail { get; set; }
    public DateTimeOffset? SessionCheckedAt { get; set; }
    /// <summary><c>ParticipantId.Key</c> of the number itself, once known.</summary>
    public string? OwnNumberKey { get; set; }
    /// <summary>The number's LID key, once a read showed both.</summary>
    public string? OwnLidKey { get; set; }

    /// <summary>No call before this time: a cool-down after a rate limit. Null or past: free.</summary>
    public DateTimeOffset? PausedUntil { get; set; }
    /// <summary>Why, as a sentence without "paused until".</summary>
    public string? PausedReason { get; set; }
    /// <summary>The operator who lets the number rest until then; null when the pause came from the console's own observation.</summary>
    public string? PausedBy { get; set; }
    /// <summary>Set when work on this number waits for a person: session lost after a write, ban signal, rested by hand.</summary>
    public string? StoppedReason { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>When the group list was last read whole; the age of every value that comes from it.</summary>
    public DateTimeOffset? ListedAt { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? LastErrorAt { get; set; }
    /// <summary>When what this number can do was last tried out; null while it has not been.</summary>
    public DateTimeOffset? CapabilitiesCheckedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>May be asked to do something now, budget aside.</summary>
    public bool IsUsable => RemovedAt is null && StoppedReason is null && Session == SessionState.Connected;

    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<Connection>
    {
        public void Configure(EntityTypeBuilder<Connection> builder)
        {
            builder.Property(c => c.Name).HasMaxLength(NameMaxLength);
            builder.Property(c => c.BaseAddress).HasMaxLength(500);
            builder.Property(c => c.OwnNumberKey).HasMaxLength(64);
            builder.Property(c => c.OwnLidKey).HasMaxLength(64);
            builder.Property(c => c.PausedBy).HasMaxLength(100);
            builder.Property(c => c.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>What a probe found about one ability of a connection; narrows what the adapter declares.</summary>
public sealed class ConnectionCapability
{
    public required Guid ConnectionId { get; init; }
    public required Capability Capability { get; init; }
    public required CapabilityLevel Level { get; set; }
    public string? Reason { get; set; }
    public required DateTimeOffset ProbedAt { get; set; }

    /// <summary>What a number can do: what its adapter declares, narrowed by what was found on it.</summary>
    public static CapabilitySet Effective(CapabilitySet declared, IEnumerable<ConnectionCapability> found) =>
        declared.Narrow(found.Select(f => new CapabilityStatement(f.Capability, f.Level, CapabilityEvidence.Probed, f.Reason, f.ProbedAt)));

    /// <inheritdoc cref="Effective"/>
    public static async Task<CapabilitySet> EffectiveAsync(PortalDbContext db, Guid connectionId, CapabilitySet declared, CancellationToken cancellationToken) =>
        Effective(declared, await db.ConnectionCapabilities.AsNoTracking().Where(c => c.ConnectionId == connectionId).ToListAsync(cancellationToken));

    internal sealed class Mapping : IEntityTypeConfiguration<ConnectionCapability>
    {
        public void Configure(EntityTypeBuilder<ConnectionCapability> builder)
        {
            builder.HasKey(c => new { c.ConnectionId, c.Capability });
            builder.HasOne<Connection>().WithMany().HasForeignKey(c => c.ConnectionId);
        }
    }
}
