using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>A membership request that is being decided ends as its item does.</summary>
internal sealed class RequestFollower(TimeProvider time)
{
    private const int Chunk = 500;

    /// <returns>The requests that changed.</returns>
    public async Task<IReadOnlyList<Guid>> FollowAsync(PortalDbContext db, IReadOnlyCollection<OperationItem> items, CancellationToken cancellationToken)
    {
        var settled = items.Where(i => i.RequestId is not null && i.IsSettled).ToDictionary(i => i.RequestId!.Value);
        if (settled.Count == 0)
        {
            return [];
        }

        var ids = settled.Keys.ToList();
        var requests = await db.MembershipRequests.Where(r => ids.Contains(r.Id) && r.State == RequestState.Deciding).ToListAsync(cancellationToken);
        foreach (var request in requests)
        {
            var item = settled[request.Id];
            if (item.OperationId == request.OperationId)
            {
                Follow(request, item);
            }
        }

        return [.. requests.Select(r => r.Id)];
    }

    private void Follow(MembershipRequest request, OperationItem item)
    {
        if (item.Reason == RefusalReason.AlreadyHandled || (item.Reason == RefusalReason.AlreadyMember && item.State == ItemState.Confirmed))
        {
            (request.State, request.ClosedAt) = (RequestState.Gone, time.GetUtcNow());
        }
        else if (item.State == ItemState.Confirmed)
        {
            (request.State, request.ClosedAt) = (item.Kind == ItemKind.ApproveRequest ? RequestState.Approved : RequestState.Rejected, time.GetUtcNow());
        }
        else
        {
            WaitAgain(request);
        }
    }

    /// <summary>
    /// Waiting requests which a new operation decides; part of the submit. One that was decided otherwise, or withdrawn, in the
    /// meantime stops it.
    /// </summary>
    public static async Task<PortalFailure?> DecideAsync(PortalDbContext db, Operation operation, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var decisions = operation.Items.Where(i => i.RequestId is not null).ToDictionary(i => i.RequestId!.Value);
        foreach (var ids in decisions.Keys.Chunk(Chunk))
        {
            var requests = await db.MembershipRequests.Where(r => ids.Contains(r.Id) && r.State == RequestState.Waiting).ToListAsync(cancellationToken);
            if (requests.Count != ids.Length)
            {
                return new ChangedMeanwhile("One of the requests");
            }

            foreach (var request in requests)
            {
                (request.State, request.Approve, request.OperationId, request.DecidedBy, request.DecidedAt) =
                    (RequestState.Deciding, decisions[request.Id].Kind == ItemKind.ApproveRequest, operation.Id, actor.Name, now);
            }
        }

        return null;
    }

    /// <summary>Nothing came of the decision: somebody has to take it anew.</summary>
    public static void WaitAgain(MembershipRequest request) =>
        (request.State, request.Approve, request.OperationId, request.DecidedBy, request.DecidedAt) = (RequestState.Waiting, null, null, null, null);
}
