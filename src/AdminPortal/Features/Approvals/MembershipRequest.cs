using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Approvals;

/// <summary>What became of a membership request.</summary>
public enum RequestState
{
    Waiting = 1,
    /// <summary>A decision was taken here; an operation carries it out. Not a fact yet.</summary>
    Deciding = 2,
    /// <summary>Approved by us and confirmed.</summary>
    Approved = 3,
    /// <summary>Rejected by us and confirmed.</summary>
    Rejected = 4,
    /// <summary>No longer listed although we decided nothing: withdrawn or handled elsewhere.</summary>
    Gone = 5,
}

/// <summary>Somebody asks to join a group. Listed by Sync, decided through operations.</summary>
public sealed class MembershipRequest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string GroupId { get; init; }
    public required Guid PersonId { get; set; }
    /// <summary>The id as listed; goes back unchanged with the decision.</summary>
    public required string ListedId { get; set; }
    public DateTimeOffset? RequestedAt { get; set; }
    public required RequestMethod Method { get; set; }
    /// <summary>Key of who added them, for a non-admin add.</summary>
    public string? RequesterKey { get; set; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public RequestState State { get; set; } = RequestState.Waiting;
    /// <summary>For <see cref="RequestState.Deciding"/> and later: approve or reject.</summary>
    public bool? Approve { get; set; }
    public Guid? OperationId { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    /// <summary>Reason given with a rejection; internal, never sent.</summary>
    public string? Note { get; set; }
    /// <summary>Changed on every save; the second of two deciding operators fails.</summary>
    public Guid Version { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<MembershipRequest>
    {
        public void Configure(EntityTypeBuilder<MembershipRequest> builder)
        {
            builder.Property(r => r.ListedId).HasMaxLength(64);
            builder.Property(r => r.RequesterKey).HasMaxLength(64);
            builder.Property(r => r.DecidedBy).HasMaxLength(100);
            builder.Property(r => r.Note).HasMaxLength(500);
            builder.Property(r => r.Version).IsConcurrencyToken();
            builder.HasOne<Groups.Group>().WithMany().HasForeignKey(r => r.GroupId);
            builder.HasOne<People.Person>().WithMany().HasForeignKey(r => r.PersonId);
            builder.HasIndex(r => new { r.State, r.RequestedAt });
            builder.HasIndex(r => new { r.GroupId, r.State });
        }
    }
}
