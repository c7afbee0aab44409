using AdminPortal.Data;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Adding one person logs numbers out at some gateways, in some versions. So the first add that an operation makes through a
/// number goes alone, and the session is read before the second: just before it, after the pause between adds, because it may
/// take a moment to go. After a restart, or when a person let the number go on, the next add is a first one again.
/// A creation takes several requests, and one that fails after the thing exists is told as a warning only: then, too, the
/// session is read before anything else goes.
/// </summary>
internal sealed class Canary(IDbContextFactory<PortalDbContext> contexts, GroupReader reader, PacingGovernor pacing, NumberBreaker breaker)
{
    /// <summary>Remembers what has to be looked at before the next item goes.</summary>
    public static void Note(OperationItem item, SendAnswer answer, BreakerMemory memory)
    {
        if (item.Kind == ItemKind.AddParticipant && answer.Left)
        {
            memory.CanarySent(item.OperationId);
        }
        else if (item.Kind is ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup && answer is { Failure: null, Detail: not null })
        {
            memory.SessionInDoubt = true;
        }
    }

    /// <returns>False when the session is not there, or cannot be read before the time given: the item waits.</returns>
    public async Task<(bool MaySend, DateTimeOffset? At)> MaySendAsync(Guid connectionId, QueuedItem next, BreakerMemory memory, CancellationToken cancellationToken)
    {
        var state = next.Kind == ItemKind.AddParticipant ? memory.CanaryOf(next.OperationId) : CanaryState.Alive;
        if (!memory.SessionInDoubt
            && (state == CanaryState.Alive || (state == CanaryState.None && !await WasSentAsync(connectionId, next.OperationId, cancellationToken))))
        {
            return (true, null);
        }

        var lane = next.Interactive ? Lane.Interactive : Lane.Bulk;
        if (await pacing.NextReadAsync(connectionId, lane, cancellationToken) is { } free)
        {
            return (false, free);
        }

        var session = await reader.ReadSessionAsync(connectionId, lane, cancellationToken);
        if (session is { Succeeded: true, Value.State: SessionState.Connected })
        {
            memory.SessionInDoubt = false;
            if (state == CanaryState.Sent)
            {
                memory.CanaryLives(next.OperationId);
            }

            return (true, null);
        }

        var (seen, detail) = session.Succeeded
            ? (session.Value.State, session.Value.Detail)
            : (session.Failure.Kind == GatewayFailureKind.SignedOut ? SessionState.SignedOut : SessionState.Unknown, session.Failure.Message);
        await breaker.BlameAsync(connectionId, seen, detail, noticedAt: null, cancellationToken);
        return (false, null);
    }

    private async Task<bool> WasSentAsync(Guid connectionId, Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperationItems.AnyAsync(
            i => i.OperationId == operationId && i.ConnectionId == connectionId && i.Kind == ItemKind.AddParticipant && i.SentAt != null, cancellationToken);
    }
}
