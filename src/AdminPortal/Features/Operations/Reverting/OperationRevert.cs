using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Reverting;

/// <summary>
/// Undoes a finished operation: works out from its recorded outcomes and from the cache what can be undone, and submits
/// that as an ordinary operation. It is planned anew when it is submitted, and every item is looked at once more before it
/// is sent (<see cref="StaleItemCheck"/>).
/// </summary>
public sealed class OperationRevert(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    OperationDesk desk,
    PlanForecaster forecaster,
    IOptions<GroupLimitOptions> limits)
{
    /// <summary>Up to this many calls count as a click and go ahead of bulk work: a move is two.</summary>
    private const int InteractiveSteps = 2;

    /// <summary>What a revert would do now. Changes nothing, asks no gateway.</summary>
    /// <param name="rather">The number that the operator prefers; it takes every step it can. Null: the one that acted before.</param>
    public async Task<Result<OperationPlan>> PlanAsync(Actor actor, Guid operationId, CancellationToken cancellationToken, Guid? rather = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operation = await db.Operations.AsNoTracking().FirstOrDefaultAsync(o => o.Id == operationId, cancellationToken);
        if (operation is null)
        {
            return new NotThere("The operation");
        }

        if (!operation.IsFinished)
        {
            return new OperationNotInState("The operation is still under way; cancel it, or revert it when it is over.");
        }

        var items = await db.OperationItems.AsNoTracking().Where(i => i.OperationId == operationId).OrderByDescending(i => i.Sequence).ToListAsync(cancellationToken);
        var facts = await WorldFacts.ReadAsync(db, catalog, items, operation.StartedAt ?? operation.SubmittedAt, rather, cancellationToken);
        var draft = new PlanDraft(facts, items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).Count() > 1);
        var rules = new RevertRules(facts, new RevertLimits(limits.Value.GroupMembers, limits.Value.CommunityMembersStop, limits.Value.Subgroups), draft);

        // From the end: what was done last is undone first, so that a move goes back the way it came.
        items.ForEach(rules.Consider);
        return new OperationPlan(
            $"Revert: {operation.Title}",
            draft.Items,
            draft.LeftOut,
            draft.Notes,
            await forecaster.ForecastAsync(actor, [.. draft.Items.Select(i => i.Draft)], draft.Items.Count <= InteractiveSteps, cancellationToken))
        {
            Choices = facts.Choices,
        };
    }

    /// <param name="reviewed">The fingerprint of the plan that the operator has seen.</param>
    /// <param name="intent">Made once when the plan is shown.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    /// <param name="rather">The number that the operator prefers; null leaves the choice to the console.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor, Guid operationId, string reviewed, Guid intent, DateTimeOffset? startAt, CancellationToken cancellationToken, Guid? rather = null)
    {
        var intentKey = $"revert:{operationId:N}:{intent:N}";
        if (await desk.FindAsync(intentKey, cancellationToken) is { } twin)
        {
            return twin;
        }

        var planned = await PlanAsync(actor, operationId, cancellationToken, rather);
        if (!planned.Succeeded)
        {
            return planned.Failure;
        }

        if (planned.Value.Items.Count == 0)
        {
            return new NothingToRevert();
        }

        if (planned.Value.Fingerprint != reviewed)
        {
            return new PlanHasChanged();
        }

        var items = planned.Value.Items.Select(i => i.Draft).ToList();
        var groups = items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).ToList();
        return await desk.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.Revert,
                planned.Value.Title,
                intentKey,
                planned.Value.Forecast.Interactive,
                items,
                GroupId: groups.Count == 1 ? groups[0] : null,
                StartAt: startAt,
                FollowsOperationId: operationId),
            cancellationToken);
    }
}
