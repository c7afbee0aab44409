using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Communities;

/// <summary>Somebody to whom a community can be handed.</summary>
/// <param name="ListedId">As the community lists them; goes back in this form.</param>
public sealed record Heir(string ListedId, string Name);

/// <summary>What only the creator of a community can do: hand it over, and dissolve it. Each becomes an operation.</summary>
public sealed class OwnershipDesk(IDbContextFactory<PortalDbContext> contexts, GroupDirectory groups, OperationDesk operations)
{
    /// <summary><see cref="PortalFailure.Field"/> of a new owner who cannot be one.</summary>
    public const string HeirField = "heir";

    /// <summary>The community's other admins, by name: WhatsApp hands a community to nobody else.</summary>
    public async Task<IReadOnlyList<Heir>> HeirsAsync(string communityId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var admins = await (
            from membership in db.Memberships.AsNoTracking()
            join person in db.People.AsNoTracking() on membership.PersonId equals person.Id
            where membership.GroupId == communityId && membership.GoneAt == null && membership.Role == MemberRole.Admin
            orderby person.Search
            select new { membership.ListedId, person.Name, person.PhoneKey, person.LidKey }).ToListAsync(cancellationToken);
        return [.. admins.Select(a => new Heir(a.ListedId, PersonWords.Of(a.Name, a.PhoneKey, a.LidKey).Name))];
    }

    /// <summary>All its groups are on their own afterwards, none is deleted. This cannot be undone.</summary>
    /// <param name="intent">Made once when the question is asked.</param>
    /// <param name="through">The number that the operator chose; null leaves the choice to the console.</param>
    public async Task<Result<OperationTicket>> DeactivateAsync(Actor actor, string communityId, Guid intent, CancellationToken cancellationToken, Guid? through = null)
    {
        var target = await TargetAsync(actor, communityId, Capability.DeactivateCommunity, through, cancellationToken);
        return target.Succeeded
            ? await SubmitAsync(actor, target.Value, OperationKind.DeactivateCommunity, $"Deactivate {target.Value.Sheet.Name}", ItemKind.DeactivateCommunity, target.Value.Sheet.Name, heir: null, intent, cancellationToken)
            : target.Failure;
    }

    /// <param name="heir">One of <see cref="HeirsAsync"/>.</param>
    /// <param name="intent">Made once when the question is asked.</param>
    /// <param name="through">The number that the operator chose; null leaves the choice to the console.</param>
    public async Task<Result<OperationTicket>> TransferAsync(
        Actor actor, string communityId, string? heir, Guid intent, CancellationToken cancellationToken, Guid? through = null)
    {
        var target = await TargetAsync(actor, communityId, Capability.TransferOwnership, through, cancellationToken);
        if (!target.Succeeded)
        {
            return target.Failure;
        }

        var chosen = (await HeirsAsync(communityId, cancellationToken)).FirstOrDefault(h => h.ListedId == heir);
        return chosen is null
            ? new InvalidInput("Choose somebody who is an admin of the community.", HeirField)
            : await SubmitAsync(
                actor, target.Value, OperationKind.TransferOwnership, $"Hand {target.Value.Sheet.Name} to {chosen.Name}", ItemKind.TransferOwnership, chosen.Name, chosen.ListedId, intent, cancellationToken);
    }

    private async Task<Result<Target>> TargetAsync(Actor actor, string communityId, Capability capability, Guid? through, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var found = await groups.GetAsync(communityId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        if (found.Value.GoneAt is not null)
        {
            return new GroupGone(found.Value.Name);
        }

        if (found.Value.Kind != GroupKind.CommunityParent)
        {
            return new InvalidInput($"{found.Value.Name} is no community.");
        }

        var number = found.Value.Route(capability, MemberRole.SuperAdmin).Choose(through);
        return number.Succeeded ? new Target(found.Value, number.Value) : number.Failure;
    }

    private Task<Result<OperationTicket>> SubmitAsync(
        Actor actor, Target target, OperationKind kind, string title, ItemKind item, string label, string? heir, Guid intent, CancellationToken cancellationToken) =>
        operations.SubmitAsync(
            actor,
            new OperationDraft(
                kind,
                title,
                $"community:{target.Sheet.Id}:{item}:{intent:N}",
                Interactive: true,
                [new ItemDraft(item, target.Number.ConnectionId, label) { GroupId = target.Sheet.Id, CommunityId = target.Sheet.Id, Participant = heir }],
                GroupId: target.Sheet.Id),
            cancellationToken);

    private sealed record Target(GroupSheet Sheet, NumberInGroup Number);
}
