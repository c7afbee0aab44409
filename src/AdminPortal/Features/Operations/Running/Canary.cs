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
/// </summary>
internal sealed class Canary(IDbContextFactory<PortalDbContext> contexts, GroupReader reader, NumberBreaker breaker)
{
    /// <returns>False when the session is not there: the add waits.</returns>
    public async Task<bool> MaySendAsync(Guid connectionId, QueuedItem add, BreakerMemory memory, CancellationToken cancellationToken)
    {
        var state = memory.CanaryOf(add.OperationId);
        if (state == CanaryState.Alive || (state == CanaryState.None && !await WasSentAsync(connectionId, add.OperationId, cancellationToken)))
        {
            return true;
        }

        var session = await reader.ReadSessionAsync(connectionId, add.Interactive ? Lane.Interactive : Lane.Bulk, cancellationToken);
        if (session is { Succeeded: true, Value.State: SessionState.Connected })
        {
            if (state == CanaryState.Sent)
            {
                memory.CanaryLives(add.OperationId);
            }

            return true;
        }

        var (seen, detail) = session.Succeeded
            ? (session.Value.State, session.Value.Detail)
            : (session.Failure.Kind == GatewayFailureKind.SignedOut ? SessionState.SignedOut : SessionState.Unknown, session.Failure.Message);
        await breaker.BlameAsync(connectionId, seen, detail, noticedAt: null, cancellationToken);
        return false;
    }

    private async Task<bool> WasSentAsync(Guid connectionId, Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OperationItems.AnyAsync(
            i => i.OperationId == operationId && i.ConnectionId == connectionId && i.Kind == ItemKind.AddParticipant && i.SentAt != null, cancellationToken);
    }
}
