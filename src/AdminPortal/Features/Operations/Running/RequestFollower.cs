using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>A membership request that is being decided ends as its item does.</summary>
internal sealed class RequestFollower(TimeProvider time)
{
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

    /// <summary>Nothing came of the decision: somebody has to take it anew.</summary>
    public static void WaitAgain(MembershipRequest request) =>
        (request.State, request.Approve, request.OperationId, request.DecidedBy, request.DecidedAt) = (RequestState.Waiting, null, null, null, null);
}
