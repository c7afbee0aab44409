using AdminPortal.Data;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Approvals;

/// <summary>Shows operators who has which request open. A claim lapses when it is not renewed; it never blocks a decision.</summary>
public sealed class ClaimBoard(IDbContextFactory<PortalDbContext> contexts, ChangeFeed feed, TimeProvider time)
{
    /// <summary>A claim stands this long without being renewed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(45);

    /// <summary>Renew this often while the request is open.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    /// <summary>Claims one request for the operator and releases the others. A claim of somebody else is left standing.</summary>
    /// <param name="requestId">Null releases everything.</param>
    public async Task OpenAsync(Actor actor, Guid? requestId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var changed = await WriteAsync(db, actor, requestId, now, cancellationToken);
        changed.ForEach(id => feed.Publish(ChangeTopic.Claims, id.ToString()));
    }

    private static async Task<List<Guid>> WriteAsync(PortalDbContext db, Actor actor, Guid? requestId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await db.WriteAsync(
                async token =>
                {
                    var released = await db.RequestClaims
                        .Where(c => c.OperatorId == actor.OperatorId && c.RequestId != requestId)
                        .Select(c => c.RequestId)
                        .ToListAsync(token);
                    await db.RequestClaims
                        .Where(c => (c.OperatorId == actor.OperatorId && c.RequestId != requestId) || c.Until <= now)
                        .ExecuteDeleteAsync(token);
                    if (requestId is not { } id)
                    {
                        return released;
                    }

                    var renewed = await db.RequestClaims
                        .Where(c => c.RequestId == id && c.OperatorId == actor.OperatorId)
                        .ExecuteUpdateAsync(set => set.SetProperty(c => c.Until, now + Lifetime), token);
                    if (renewed == 0
                        && !await db.RequestClaims.AnyAsync(c => c.RequestId == id, token)
                        && await db.MembershipRequests.AnyAsync(r => r.Id == id, token))
                    {
                        db.RequestClaims.Add(new RequestClaim { RequestId = id, OperatorId = actor.OperatorId, OperatorName = actor.Name, Until = now + Lifetime });
                        await db.SaveChangesAsync(token);
                        released.Add(id);
                    }

                    return released;
                },
                cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another operator opened it at the same moment, on another node: the claim is theirs.
            return [];
        }
    }
}
