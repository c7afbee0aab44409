using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Gateways.Identities;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>A request that waits for a decision.</summary>
internal sealed record WaitingRequest(Guid Id, string ListedId);

/// <summary>What stands in the cache about requests and invitations that an upload names.</summary>
internal sealed class UploadFacts
{
    private const int Chunk = 500;

    private readonly Dictionary<(string Group, string Person), WaitingRequest> _requests = [];

    private IReadOnlyDictionary<(string GroupId, string Participant), InvitationKeys.Next> Invitations { get; init; } = new Dictionary<(string, string), InvitationKeys.Next>();

    public static async Task<UploadFacts> ReadAsync(PortalDbContext db, IReadOnlyCollection<OperationItem> items, CancellationToken cancellationToken)
    {
        var invited = items.Where(i => i.Kind is ItemKind.SendInviteCard or ItemKind.SendInviteLink && i is { GroupId: not null, Participant: not null });
        var facts = new UploadFacts { Invitations = await InvitationKeys.NextAsync(db, [.. invited.Select(i => (i.GroupId!, i.Participant!))], cancellationToken) };
        var decided = items.Where(i => i.Kind is ItemKind.ApproveRequest or ItemKind.RejectRequest).Select(i => i.GroupId).OfType<string>();
        foreach (var groups in decided.Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            foreach (var request in await db.MembershipRequests.AsNoTracking()
                .Where(r => groups.Contains(r.GroupId) && r.State == RequestState.Waiting)
                .Select(r => new { r.Id, r.GroupId, r.ListedId })
                .ToListAsync(cancellationToken))
            {
                if (ParticipantId.TryParse(request.ListedId, out var person))
                {
                    facts._requests[(request.GroupId, person.Key)] = new WaitingRequest(request.Id, request.ListedId);
                }
            }
        }

        return facts;
    }

    public WaitingRequest? RequestOf(string groupId, ParticipantId person) => _requests.GetValueOrDefault((groupId, person.Key));

    /// <returns>Null where nobody can be written to.</returns>
    public InvitationKeys.Next? NextOf(string groupId, string participant) => Invitations.GetValueOrDefault((groupId, participant));
}
