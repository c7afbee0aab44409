using AdminPortal.Data;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Whether a number may work now. What it cannot do waits; what a person has to mend is said on its operations.</summary>
internal sealed class NumberWatch(
    IDbContextFactory<PortalDbContext> contexts,
    GroupReader reader,
    ItemLedger ledger,
    AttentionDesk attention,
    NumberBreaker breaker,
    IOptions<OperationsOptions> options,
    TimeProvider time)
{
    private const string NeverKnown = "Not known whether it happened: the number was removed before a read could show it.";

    /// <returns>Null when it may work; else when to look again.</returns>
    public async Task<DateTimeOffset?> LookAsync(Guid connectionId, ReadBackMemory memory, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var number = await db.Connections.AsNoTracking()
            .Where(c => c.Id == connectionId)
            .Select(c => new { c.Name, c.RemovedAt, c.StoppedReason, c.Session, c.SessionDetail, c.SessionCheckedAt })
            .FirstOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (number is null or { RemovedAt: not null })
        {
            await EndAllAsync(connectionId, cancellationToken);

            // What a person has to decide stays open, and nothing of it is left to do here.
            return DateTimeOffset.MaxValue;
        }

        if (number.StoppedReason is not null)
        {
            return await BlockAsync(connectionId, $"{number.Name} was stopped: {number.StoppedReason}", memory, cancellationToken);
        }

        if (number.Session == SessionState.Connected)
        {
            if (memory.WasBlocked)
            {
                memory.WasBlocked = false;
                memory.Forget();
                memory.Breaker.ForgetSessions();
                await attention.ReviveAsync(connectionId, cancellationToken);
            }

            return null;
        }

        if (await breaker.BlameAsync(connectionId, number.Session, number.SessionDetail, number.SessionCheckedAt ?? DateTimeOffset.MaxValue, cancellationToken))
        {
            return now;
        }

        if (number.Session == SessionState.SignedOut)
        {
            await BlockAsync(connectionId, $"{number.Name} is signed out: pair it again.", memory, cancellationToken);
        }

        return await AskSessionAsync(connectionId, memory, now, cancellationToken);
    }

    /// <summary>Sync asks too, but a number with work is not left waiting for its schedule.</summary>
    private async Task<DateTimeOffset> AskSessionAsync(Guid connectionId, ReadBackMemory memory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = memory.SessionAskedAt + options.Value.SessionEvery;
        if (due > now)
        {
            return due;
        }

        memory.SessionAskedAt = now;
        var session = await reader.ReadSessionAsync(connectionId, Lane.Bulk, cancellationToken);
        return session is { Succeeded: true, Value.State: SessionState.Connected } ? now : time.GetUtcNow() + options.Value.SessionEvery;
    }

    private async Task<DateTimeOffset> BlockAsync(Guid connectionId, string reason, ReadBackMemory memory, CancellationToken cancellationToken)
    {
        memory.WasBlocked = true;
        await breaker.ForgetAsync(connectionId, memory.Breaker, cancellationToken);
        await attention.RaiseForNumberAsync(connectionId, reason, cancellationToken);

        // Resuming the number rings; until then there is nothing to look for.
        return DateTimeOffset.MaxValue;
    }

    private async Task EndAllAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.OperationItems
            .Where(i => i.ConnectionId == connectionId
                && (i.State == ItemState.Planned || i.State == ItemState.Accepted || (i.State == ItemState.Unknown && !i.NeedsPerson) || i.State == ItemState.Sending))
            .Select(i => new { i.Id, i.OperationId, i.State })
            .ToListAsync(cancellationToken);
        await ledger.RecordAsync(
            open.ToDictionary(i => i.Id, i => i.State == ItemState.Planned
                ? new ItemOutcome(ItemState.Skipped, "Not sent: the number was removed.")
                : new ItemOutcome(ItemState.Unknown, NeverKnown) { NeedsPerson = true }),
            cancellationToken);
        foreach (var operationId in open.Where(i => i.State != ItemState.Planned).Select(i => i.OperationId).Distinct())
        {
            await attention.RaiseAsync(operationId, NeverKnown, cancellationToken);
        }
    }
}
