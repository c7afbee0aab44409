using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Operations;

/// <summary>What an operation was submitted for; decides its title and icon, never how items run.</summary>
public enum OperationKind
{
    ApplyPlan = 1,
    CreateCommunity = 2,
    CreateGroup = 3,
    ChangeGroup = 4,
    AddParticipants = 5,
    RemoveParticipants = 6,
    PromoteParticipants = 7,
    DemoteParticipants = 8,
    DecideRequests = 9,
    ResetInvite = 10,
    JoinGroup = 11,
    LeaveGroup = 12,
    DeactivateCommunity = 13,
    TransferOwnership = 14,
    SendMessages = 15,
    Revert = 16,
    Announce = 17,
}

public enum OperationState
{
    Queued = 1,
    Running = 2,
    Paused = 3,
    Completed = 4,
    CompletedWithFailures = 5,
    Cancelled = 6,
    /// <summary>Something waits for a person: the number stopped, or an outcome cannot be settled by reading.</summary>
    NeedsAttention = 7,
    /// <summary>So much at once that a second operator has to confirm it before anything is sent.</summary>
    AwaitsConfirmation = 8,
}

/// <summary>A durable piece of work with one item per target. Also a single click is one.</summary>
public sealed class Operation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required OperationKind Kind { get; init; }
    /// <summary>For the list: "Add 63 people to Harbor Crew".</summary>
    public required string Title { get; init; }
    public OperationState State { get; set; } = OperationState.Queued;
    /// <summary>Same key, same intent: a second submit returns the first operation.</summary>
    public required string IntentKey { get; init; }
    /// <summary>Single clicks go ahead of bulk.</summary>
    public required bool Interactive { get; init; }
    public required Guid SubmittedById { get; init; }
    public required string SubmittedBy { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    /// <summary>Not before this time; null is at once.</summary>
    public DateTimeOffset? StartAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    /// <summary>The group or community it is about, for links; null when about several.</summary>
    public string? GroupId { get; init; }
    /// <summary>Set for a retry of failed items and for a revert.</summary>
    public Guid? FollowsOperationId { get; init; }
    /// <summary>JSON of the <see cref="InviteFallback"/>; null when people who cannot be added are only named.</summary>
    public string? Fallback { get; init; }
    /// <summary>Why it needs a person.</summary>
    public string? AttentionReason { get; set; }
    public bool CancelRequested { get; set; }
    /// <summary>The second operator, where one was needed.</summary>
    public Guid? ConfirmedById { get; set; }
    public string? ConfirmedBy { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }
    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }
    public List<OperationItem> Items { get; } = [];

    public bool IsFinished => State is OperationState.Completed or OperationState.CompletedWithFailures or OperationState.Cancelled;

    internal sealed class Mapping : IEntityTypeConfiguration<Operation>
    {
        public void Configure(EntityTypeBuilder<Operation> builder)
        {
            builder.Property(o => o.Title).HasMaxLength(300);
            builder.Property(o => o.IntentKey).HasMaxLength(200);
            builder.Property(o => o.SubmittedBy).HasMaxLength(100);
            builder.Property(o => o.ConfirmedBy).HasMaxLength(100);
            builder.Property(o => o.GroupId).HasMaxLength(64);
            builder.Property(o => o.Fallback).HasMaxLength(2000);
            builder.Property(o => o.AttentionReason).HasMaxLength(1000);
            builder.Property(o => o.Version).IsConcurrencyToken();
            builder.HasIndex(o => o.IntentKey).IsUnique();
            builder.HasIndex(o => new { o.State, o.SubmittedAt });
            builder.HasIndex(o => o.SubmittedAt);
            builder.HasMany(o => o.Items).WithOne().HasForeignKey(i => i.OperationId);
        }
    }
}
