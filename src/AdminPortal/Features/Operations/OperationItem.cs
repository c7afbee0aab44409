using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AdminPortal.Features.Operations;

/// <summary>The one gateway write that an item makes.</summary>
public enum ItemKind
{
    LinkGroup = 1,
    UnlinkGroup = 2,
    CreateCommunity = 3,
    CreateGroup = 4,
    CreateSubgroup = 5,
    UpdateProfile = 6,
    UpdateSettings = 7,
    AddParticipant = 8,
    RemoveParticipant = 9,
    PromoteParticipant = 10,
    DemoteParticipant = 11,
    ApproveRequest = 12,
    RejectRequest = 13,
    ResetInvite = 14,
    Join = 15,
    Leave = 16,
    DeactivateCommunity = 17,
    TransferOwnership = 18,
    SendText = 19,
    SendInviteCard = 20,
    SendGroupText = 21,
    /// <summary>A text with the group's invite link, to one person.</summary>
    SendInviteLink = 22,
}

public enum ItemState
{
    Planned = 1,
    /// <summary>Committed before the call leaves. Found at start it means: we do not know.</summary>
    Sending = 2,
    /// <summary>The gateway said yes; not proven.</summary>
    Accepted = 3,
    /// <summary>A read showed it.</summary>
    Confirmed = 4,
    /// <summary>The gateway said yes, and a read shows that it is not so.</summary>
    NotApplied = 5,
    Refused = 6,
    /// <summary>We do not know; settled by reading. Only what reads prove absent may be sent again.</summary>
    Unknown = 7,
    /// <summary>Never sent: cancelled, or what it depended on failed.</summary>
    Skipped = 8,
}

/// <summary>One target of an operation.</summary>
public sealed class OperationItem
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OperationId { get; init; }
    /// <summary>1, 2, 3 … in the order of sending.</summary>
    public required int Sequence { get; init; }
    public required ItemKind Kind { get; init; }
    /// <summary>The number that acts.</summary>
    public required Guid ConnectionId { get; init; }
    public string? GroupId { get; set; }
    public string? CommunityId { get; set; }
    /// <summary>The person's id as it is sent.</summary>
    public string? Participant { get; init; }
    /// <summary>The membership request that is decided.</summary>
    public Guid? RequestId { get; init; }
    /// <summary>What the operator sees: a name or number, a group's name.</summary>
    public required string Label { get; init; }
    /// <summary>JSON of the item's own content, for example a new group or a changed setting. No secret.</summary>
    public string? Payload { get; init; }
    /// <summary>This item starts only when that one, in the same operation, is Confirmed; else it is Skipped.</summary>
    public int? DependsOn { get; init; }
    /// <summary>JSON of what it was about before, as the cache had it at submit time: what a revert restores and compares with.</summary>
    public string? Former { get; set; }

    public ItemState State { get; set; } = ItemState.Planned;
    public RefusalReason? Reason { get; set; }
    /// <summary>The sentence that explains the state.</summary>
    public string? Detail { get; set; }
    /// <summary>A private invitation code reported with a privacy refusal.</summary>
    public string? Invitation { get; set; }
    /// <summary>The gateway sent WhatsApp's private invitation on its own when it refused the add: nobody sends a second one.</summary>
    public bool InvitationSent { get; set; }
    /// <summary>Names an invitation of one person into one group (<see cref="InvitationKeys"/>): the database takes each name once.</summary>
    public string? OnceKey { get; init; }
    /// <summary>When the call left; also the ledger from which pace is computed.</summary>
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>How often it was sent; calls that did not reach the gateway are not counted.</summary>
    public int Attempts { get; set; }
    /// <summary>While Unknown: no answer came at all, because the connection broke or the console died. See <c>SecondSending</c>.</summary>
    public bool AnswerLost { get; set; }
    /// <summary>While Unknown: reading does not tell what became of it. Its operation waits for a person until one decided.</summary>
    public bool NeedsPerson { get; set; }
    public DateTimeOffset? SettledAt { get; set; }
    /// <summary>Confirmed because it was so already: this item changed nothing, so there is nothing of it to revert.</summary>
    public bool WasSoBefore { get; set; }
    /// <summary>Changed on every save; a stale writer fails.</summary>
    public Guid Version { get; set; }

    public bool IsSettled => State is ItemState.Confirmed or ItemState.NotApplied or ItemState.Refused or ItemState.Skipped;

    internal sealed class Mapping : IEntityTypeConfiguration<OperationItem>
    {
        public void Configure(EntityTypeBuilder<OperationItem> builder)
        {
            builder.Property(i => i.GroupId).HasMaxLength(64);
            builder.Property(i => i.CommunityId).HasMaxLength(64);
            builder.Property(i => i.Participant).HasMaxLength(64);
            builder.Property(i => i.Label).HasMaxLength(300);
            builder.Property(i => i.Detail).HasMaxLength(1000);
            builder.Property(i => i.Invitation).HasMaxLength(200);
            builder.Property(i => i.OnceKey).HasMaxLength(160);
            builder.Property(i => i.Version).IsConcurrencyToken();
            builder.HasIndex(i => new { i.OperationId, i.Sequence }).IsUnique();
            builder.HasIndex(i => new { i.ConnectionId, i.State });
            builder.HasIndex(i => new { i.ConnectionId, i.Kind, i.SentAt });
            builder.HasIndex(i => new { i.GroupId, i.State });
            builder.HasIndex(i => i.OnceKey).IsUnique();
        }
    }
}

/// <summary>The raw exchanges of one item, secrets removed; read only on demand.</summary>
public sealed class ItemExchange
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ItemId { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>JSON array of <see cref="GatewayExchange"/>.</summary>
    public required string Exchanges { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<ItemExchange>
    {
        public void Configure(EntityTypeBuilder<ItemExchange> builder)
        {
            builder.HasOne<OperationItem>().WithMany().HasForeignKey(e => e.ItemId);
            builder.HasIndex(e => e.ItemId);
        }
    }
}
