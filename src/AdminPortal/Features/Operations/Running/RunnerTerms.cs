using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Hands out the terms of runners and tells whether one still stands.</summary>
internal sealed class RunnerTerms(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>From now on only the caller may send for the number.</summary>
    public async Task<RunnerTerm> BeginAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        var mine = new RunnerTerm { ConnectionId = connectionId, Term = Guid.NewGuid() };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var replaced = await db.RunnerTerms
            .Where(t => t.ConnectionId == connectionId)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Term, mine.Term), cancellationToken);
        if (replaced == 0)
        {
            db.RunnerTerms.Add(mine);
            await db.SaveChangesAsync(cancellationToken);
        }

        return mine;
    }

    public async Task<bool> StandsAsync(RunnerTerm term, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RunnerTerms.AnyAsync(t => t.ConnectionId == term.ConnectionId && t.Term == term.Term, cancellationToken);
    }

    /// <summary>The last look before a write leaves.</summary>
    /// <returns>Why it must not leave any more; null when it may.</returns>
    /// <exception cref="TermEndedException">Another runner took over the number.</exception>
    public async Task<string?> ObjectionAsync(RunnerTerm term, Guid itemId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await db.Connections
            .Where(c => c.Id == term.ConnectionId)
            .Select(c => new
            {
                Stands = db.RunnerTerms.Any(t => t.ConnectionId == c.Id && t.Term == term.Term),
                IsStopped = c.StoppedReason != null || c.RemovedAt != null,
                IsSettled = db.OperationItems.Any(i => i.Id == itemId
                    && (i.State == ItemState.Confirmed || i.State == ItemState.NotApplied || i.State == ItemState.Refused || i.State == ItemState.Skipped)),
                IsCancelled = db.Operations.Any(o => o.CancelRequested && o.Items.Any(i => i.Id == itemId)),
            })
            .FirstAsync(cancellationToken);
        return now switch
        {
            { Stands: false } => throw new TermEndedException(),
            { IsStopped: true } => "The number was stopped before it was sent.",
            { IsSettled: true } => "It was settled before it was sent.",
            { IsCancelled: true } => "It was cancelled before it was sent.",
            _ => null,
        };
    }

    /// <summary>Lets the next save of this context fail unless the term still stands when it is written.</summary>
    public static void Require(PortalDbContext db, RunnerTerm term) =>
        db.Attach(new RunnerTerm { ConnectionId = term.ConnectionId, Term = term.Term }).Property(t => t.Term).IsModified = true;
}
