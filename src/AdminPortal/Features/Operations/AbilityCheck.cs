using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>
/// Whether the numbers that shall act can do what is asked of them, by the effective set of each. Screens and plans ask before;
/// this is asked once more of everything that is submitted, so that no way in can forget it.
/// </summary>
public sealed class AbilityCheck(GatewayCatalog catalog)
{
    /// <summary>All our numbers, in two queries.</summary>
    internal async Task<NumberAbilities> ReadAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var connections = await db.Connections.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.CreatedAt).ToListAsync(cancellationToken);
        var found = (await db.ConnectionCapabilities.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(f => f.ConnectionId);
        return new NumberAbilities([.. connections.Select(c => NumberInGroup.From(c, relation: null, catalog, found[c.Id]))]);
    }
}

/// <param name="Numbers">The longest connected first.</param>
internal sealed record NumberAbilities(IReadOnlyList<NumberInGroup> Numbers)
{
    private readonly Dictionary<Guid, NumberInGroup> _byId = Numbers.ToDictionary(n => n.ConnectionId);

    /// <summary>Why the number cannot do it and who could, as a sentence; null when it can.</summary>
    public string? WhyNot(Guid connectionId, ItemKind kind, string? payload)
    {
        if (!_byId.TryGetValue(connectionId, out var number))
        {
            return "The number that should do it was removed.";
        }

        return ItemNeeds.Of(kind, payload).Where(c => !number.Capabilities.Can(c)).Select(c => NumberRouting.Unable(number, c, Numbers)).FirstOrDefault();
    }

    /// <summary>The first objection to any of it; null when there is none.</summary>
    public string? ObjectionTo(OperationDraft draft)
    {
        var (seen, fallback) = (new HashSet<(Guid, ItemKind, string?)>(), draft.Fallback?.Way switch
        {
            InviteWay.Card => ItemKind.SendInviteCard,
            InviteWay.Link => ItemKind.SendInviteLink,
            _ => (ItemKind?)null,
        });
        foreach (var item in draft.Items)
        {
            var objection = seen.Add((item.ConnectionId, item.Kind, item.Payload)) ? WhyNot(item.ConnectionId, item.Kind, item.Payload) : null;
            if (objection is null && item.Kind == ItemKind.AddParticipant && fallback is { } invitation && seen.Add((item.ConnectionId, invitation, null)))
            {
                objection = WhyNot(item.ConnectionId, invitation, payload: null);
            }

            if (objection is not null)
            {
                return objection;
            }
        }

        return null;
    }
}
