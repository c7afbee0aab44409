using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>
/// Makes a new operation of the unfinished lines of a report. What the file says is checked against the cache: who is in
/// already, what is under way, and what can never succeed is left out, and our number is chosen anew.
/// </summary>
public sealed class ReportUpload(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    OperationDesk desk,
    PlanForecaster forecaster,
    IOptions<GroupLimitOptions> limits,
    TimeProvider time)
{
    /// <summary>What an upload would do now. Changes nothing, asks no gateway.</summary>
    public async Task<Result<OperationPlan>> PlanAsync(Actor actor, IReadOnlyList<ReportRow> rows, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        // The desk cuts texts to what the database holds; ids that are none never get that far.
        var items = rows.Select((row, index) => new OperationItem
        {
            Sequence = index + 1,
            Kind = row.Kind ?? default,
            ConnectionId = Guid.Empty,
            GroupId = row.GroupId,
            Participant = row.Participant,
            Label = row.Label.Length > 0 ? row.Label : row.Participant ?? $"line {row.Line:N0}",
            State = row.State ?? ItemState.Unknown,
            Reason = row.Reason,
        }).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = await WorldFacts.ReadAsync(db, catalog, items, time.GetUtcNow(), cancellationToken);
        var groups = items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).Count();
        var draft = new PlanDraft(facts, groups > 1);
        var rules = new UploadRules(facts, draft, limits.Value.GroupMembers, limits.Value.CommunityMembersStop);
        foreach (var (row, item) in rows.Zip(items))
        {
            rules.Consider(row, item);
        }

        return new OperationPlan(
            TitleOf(draft.Items, facts),
            draft.Items,
            draft.LeftOut,
            draft.Notes,
            await forecaster.ForecastAsync(actor, [.. draft.Items.Select(i => i.Draft)], draft.Items.Count == 1, cancellationToken));
    }

    /// <param name="reviewed">The fingerprint of the plan that the operator has seen.</param>
    /// <param name="intent">Made once when the plan is shown.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor, IReadOnlyList<ReportRow> rows, string reviewed, Guid intent, DateTimeOffset? startAt, CancellationToken cancellationToken)
    {
        var intentKey = $"upload:{intent:N}";
        if (await desk.FindAsync(intentKey, cancellationToken) is { } twin)
        {
            return twin;
        }

        var planned = await PlanAsync(actor, rows, cancellationToken);
        if (!planned.Succeeded)
        {
            return planned.Failure;
        }

        var plan = planned.Value;
        if (plan.Items.Count > 0 && plan.Fingerprint != reviewed)
        {
            return new PlanHasChanged();
        }

        var items = plan.Items.Select(i => i.Draft).ToList();
        var groups = items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).ToList();
        return await desk.SubmitAsync(
            actor,
            new OperationDraft(KindOf(items), plan.Title, intentKey, plan.Forecast.Interactive, items, groups.Count == 1 ? groups[0] : null, startAt),
            cancellationToken);
    }

    private static string TitleOf(IReadOnlyList<PlannedItem> items, WorldFacts facts)
    {
        var groups = items.Select(i => i.Draft.GroupId).Distinct(StringComparer.Ordinal).ToList();
        var where = groups.Count == 1 ? facts.NameOf(groups[0]) : $"{groups.Count:N0} groups";
        var who = items.Count == 1 ? items[0].Draft.Label : $"{items.Count:N0} people";
        var what = KindOf([.. items.Select(i => i.Draft)]) switch
        {
            OperationKind.AddParticipants => $"Add {who} to {where}",
            OperationKind.RemoveParticipants => $"Remove {who} from {where}",
            OperationKind.PromoteParticipants => $"Make {who} admin of {where}",
            OperationKind.DemoteParticipants => $"Take the admin role from {who} in {where}",
            _ => $"{items.Count:N0} changes in {where}",
        };
        return $"{what}, from a report";
    }

    private static OperationKind KindOf(IReadOnlyList<ItemDraft> items) => items.Select(i => i.Kind).Distinct().ToList() switch
    {
        [ItemKind.AddParticipant] => OperationKind.AddParticipants,
        [ItemKind.RemoveParticipant] => OperationKind.RemoveParticipants,
        [ItemKind.PromoteParticipant] => OperationKind.PromoteParticipants,
        [ItemKind.DemoteParticipant] => OperationKind.DemoteParticipants,
        _ => OperationKind.ChangeGroup,
    };
}
