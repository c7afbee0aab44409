using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.FollowUp;

/// <summary>How far a person has come whom an operator wanted in a group.</summary>
public enum WantedState
{
    /// <summary>The add waits for its turn or is being sent.</summary>
    ToAdd = 1,
    /// <summary>The gateway said yes; no read has shown it yet.</summary>
    Added = 2,
    /// <summary>No trustworthy answer came; reading settles it.</summary>
    NotKnown = 3,
    /// <summary>Holds WhatsApp's private invitation, which ends by itself.</summary>
    Invited = 4,
    /// <summary>Got the link by message.</summary>
    LinkSent = 5,
    /// <summary>Waits in the approval queue.</summary>
    AskedToJoin = 6,
    /// <summary>WhatsApp or the gateway said no, and nothing was sent instead.</summary>
    Refused = 7,
    /// <summary>The private invitation ended unused.</summary>
    Expired = 8,
    /// <summary>The add had no effect, or was never sent.</summary>
    NotAdded = 9,
    /// <summary>In the group. Ends the following.</summary>
    Joined = 10,
    /// <summary>An operator gave up, with a reason. Ends the following.</summary>
    Closed = 11,
    /// <summary>An invitation waits for its turn or is being sent.</summary>
    ToInvite = 12,
    /// <summary>The answer to an invitation was lost. No read shows messages: a person finds out, or sends it again knowingly.</summary>
    MayBeInvited = 13,
}

/// <summary>
/// A person whom an operator wanted in a group, until they are in or somebody closes it. One row per person and group. Its
/// state follows from what operations and reads left behind; <see cref="Standings"/> says how.
/// </summary>
public sealed class WantedMember
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string GroupId { get; init; }
    /// <summary>One spelling per person (<c>SamePerson.KeyOf</c>).</summary>
    public required string PersonKey { get; init; }
    /// <summary>The other spelling under which gateways may list the person; null where there is none.</summary>
    public string? TwinKey { get; init; }
    /// <summary>The id as it was sent.</summary>
    public required string Participant { get; set; }
    public required string Label { get; set; }
    /// <summary>Label and digits, normalised by <c>SearchText.Normalise</c>.</summary>
    public required string Search { get; set; }
    public required string WantedBy { get; set; }
    public required DateTimeOffset WantedAt { get; set; }
    /// <summary>The number that tried last.</summary>
    public required Guid ConnectionId { get; set; }

    public required Guid AddOperationId { get; set; }
    public required Guid AddItemId { get; set; }
    public required ItemState AddState { get; set; }
    public RefusalReason? AddReason { get; set; }
    /// <summary>When the gateway sent a private invitation on its own.</summary>
    public DateTimeOffset? InvitedAt { get; set; }

    /// <summary>The last invitation that we sent, or shall send.</summary>
    public Guid? OfferOperationId { get; set; }
    public Guid? OfferItemId { get; set; }
    public ItemKind? OfferKind { get; set; }
    public ItemState? OfferState { get; set; }
    public DateTimeOffset? OfferSentAt { get; set; }

    /// <summary>Somebody took the link to send it by hand; nobody knows whether they did.</summary>
    public DateTimeOffset? LinkCopiedAt { get; set; }
    public string? LinkCopiedBy { get; set; }

    /// <summary>Their request to join.</summary>
    public Guid? RequestId { get; set; }

    public WantedState State { get; set; } = WantedState.ToAdd;
    public required DateTimeOffset StateSince { get; set; }
    /// <summary>When the private invitation ends.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    /// <summary>Why it is so where codes do not tell: the reason of closing, the fate of a request.</summary>
    public string? Note { get; set; }
    public string? ClosedBy { get; set; }
    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }

    public bool IsOpen => State is not (WantedState.Joined or WantedState.Closed);

    internal sealed class Mapping : IEntityTypeConfiguration<WantedMember>
    {
        public void Configure(EntityTypeBuilder<WantedMember> builder)
        {
            builder.Property(w => w.GroupId).HasMaxLength(64);
            builder.Property(w => w.PersonKey).HasMaxLength(64);
            builder.Property(w => w.TwinKey).HasMaxLength(64);
            builder.Property(w => w.Participant).HasMaxLength(64);
            builder.Property(w => w.Label).HasMaxLength(300);
            builder.Property(w => w.Search).HasMaxLength(400);
            builder.Property(w => w.WantedBy).HasMaxLength(100);
            builder.Property(w => w.Note).HasMaxLength(500);
            builder.Property(w => w.ClosedBy).HasMaxLength(100);
            builder.Property(w => w.LinkCopiedBy).HasMaxLength(100);
            builder.Property(w => w.Version).IsConcurrencyToken();
            builder.HasIndex(w => new { w.GroupId, w.PersonKey }).IsUnique();
            builder.HasIndex(w => new { w.State, w.StateSince });
            builder.HasIndex(w => new { w.State, w.ExpiresAt });
            builder.HasIndex(w => w.AddItemId);
            builder.HasIndex(w => w.OfferItemId);
        }
    }
}

/// <summary>A finished operation of which everything has been taken over.</summary>
public sealed class FollowedOperation
{
    public required Guid OperationId { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<FollowedOperation>
    {
        public void Configure(EntityTypeBuilder<FollowedOperation> builder)
        {
            builder.HasKey(f => f.OperationId);
            builder.HasOne<Operation>().WithOne().HasForeignKey<FollowedOperation>(f => f.OperationId);
        }
    }
}
