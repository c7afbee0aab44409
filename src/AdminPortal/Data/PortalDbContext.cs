using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Communities.Suggestions;
using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Features.Operators;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Security;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Data;

/// <summary>
/// The console's database. Services open one per call through <c>IDbContextFactory&lt;PortalDbContext&gt;</c>.
/// The subclasses pick conventions and migrations of their provider and nothing else.
/// </summary>
public abstract class PortalDbContext(DbContextOptions options) : IdentityUserContext<Operator, Guid>(options)
{
    private readonly List<AuditEntry> _pendingAudit = [];

    public DbSet<Connection> Connections => Set<Connection>();
    public DbSet<ConnectionCapability> ConnectionCapabilities => Set<ConnectionCapability>();
    public DbSet<Group> Groups => Set<Group>();
    public DbSet<GroupConnection> GroupConnections => Set<GroupConnection>();
    public DbSet<GroupReading> GroupReadings => Set<GroupReading>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<MembershipChange> MembershipChanges => Set<MembershipChange>();
    public DbSet<MembershipRequest> MembershipRequests => Set<MembershipRequest>();
    public DbSet<RequestClaim> RequestClaims => Set<RequestClaim>();
    public DbSet<WebhookAddress> WebhookAddresses => Set<WebhookAddress>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<Operation> Operations => Set<Operation>();
    public DbSet<OperationItem> OperationItems => Set<OperationItem>();
    public DbSet<RunnerTerm> RunnerTerms => Set<RunnerTerm>();
    public DbSet<ItemExchange> ItemExchanges => Set<ItemExchange>();
    public DbSet<RefusalRow> RefusalRows => Set<RefusalRow>();
    public DbSet<WantedMember> WantedMembers => Set<WantedMember>();
    public DbSet<FollowedOperation> FollowedOperations => Set<FollowedOperation>();
    public DbSet<NumberBudget> NumberBudgets => Set<NumberBudget>();
    public DbSet<RequestCount> RequestCounts => Set<RequestCount>();
    public DbSet<GroupSuggestion> GroupSuggestions => Set<GroupSuggestion>();
    public DbSet<ManagedCommunity> ManagedCommunities => Set<ManagedCommunity>();
    public DbSet<ManagedGroup> ManagedGroups => Set<ManagedGroup>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<OperatorInvitation> OperatorInvitations => Set<OperatorInvitation>();
    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    /// <summary>Several nodes may work on this database at the same time.</summary>
    public abstract bool IsShared { get; }

    /// <summary>The time that all nodes on this database agree upon: its own.</summary>
    public abstract Task<DateTimeOffset> TimeAsync(CancellationToken cancellationToken);

    /// <summary>Queues a line of the trail; it is sealed and written with the next save, in the same transaction.</summary>
    internal void AppendAudit(AuditEntry entry) => _pendingAudit.Add(entry);

    /// <summary>
    /// Runs several statements as one write. On SQLite the work holds the only writer's place: open no second writing
    /// context inside.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is not null)
        {
            return await work(cancellationToken);
        }

        using var place = await EnterWriterQueueAsync(cancellationToken);
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var result = await work(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>
    /// Inside <see cref="WriteAsync{T}"/>: waits until every other write with an audit line is through, on all nodes, and keeps
    /// the next ones waiting. What is read from here on still stands when this write is committed.
    /// </summary>
    internal Task TakeTurnAsync(CancellationToken cancellationToken) => LockAuditChainAsync(cancellationToken);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saving is asynchronous here: call SaveChangesAsync.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        StampVersions();
        return WriteAsync(
            async token =>
            {
                var sealedEntries = await SealPendingAuditAsync(token);
                try
                {
                    var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, token);
                    _pendingAudit.Clear();
                    return saved;
                }
                catch
                {
                    // The caller may mend and save again; the lines then get their place in the chain anew.
                    sealedEntries.ForEach(e => Entry(e).State = EntityState.Detached);
                    throw;
                }
            },
            cancellationToken);
    }

    /// <summary>Holds the place of the single writer, where the provider needs one.</summary>
    protected abstract ValueTask<IDisposable?> EnterWriterQueueAsync(CancellationToken cancellationToken);

    /// <summary>Keeps other writers from extending the audit chain until this transaction ends.</summary>
    protected abstract Task LockAuditChainAsync(CancellationToken cancellationToken);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // One order on every provider, and an index that range queries can use.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    private void StampVersions()
    {
        foreach (var entry in ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            if (entry.Metadata.FindProperty("Version") is { ClrType: var type } && type == typeof(Guid))
            {
                entry.Property("Version").CurrentValue = Guid.NewGuid();
            }
        }
    }

    private async Task<List<AuditEntry>> SealPendingAuditAsync(CancellationToken cancellationToken)
    {
        if (_pendingAudit.Count == 0)
        {
            return [];
        }

        await LockAuditChainAsync(cancellationToken);
        var last = await AuditEntries
            .OrderByDescending(e => e.Sequence)
            .Select(e => new { e.Sequence, e.Hash })
            .FirstOrDefaultAsync(cancellationToken);
        var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? AuditChain.Root);
        foreach (var entry in _pendingAudit)
        {
            entry.Sequence = ++sequence;
            entry.PreviousHash = hash;
            entry.Hash = hash = AuditChain.HashOf(entry);
        }

        AuditEntries.AddRange(_pendingAudit);
        return [.. _pendingAudit];
    }
}
