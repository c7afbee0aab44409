using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Running;
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
    /// <param name="rather">The number that the operator prefers; it takes every line it can. Null leaves the choice to the console.</param>
    public async Task<Result<OperationPlan>> PlanAsync(Actor actor, IReadOnlyList<ReportRow> rows, CancellationToken cancellationToken, Guid? rather = null)
    {
        if (PermissionFor(rows) is var permission && !actor.Can(permission))
        {
            return new NotAllowed(permission);
        }

        // The desk cuts texts to what the database holds; ids that are none never get that far.
        var items = rows.Select((row, index) => new OperationItem
        {
            Sequence = index + 1,
            Kind = row.Kind ?? default,
            ConnectionId = Guid.Empty,
            GroupId = row.GroupId,
            CommunityId = row.CommunityId,
            Participant = row.Participant,
            Label = row.Label.Length > 0 ? row.Label : row.Participant ?? $"line {row.Line:N0}",
            State = row.State ?? ItemState.Unknown,
            Reason = row.Reason,
        }).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = await WorldFacts.ReadAsync(db, catalog, items, time.GetUtcNow(), rather, cancellationToken);
        var groups = items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).Count();
        var draft = new PlanDraft(facts, groups > 1);
        var rules = new UploadRules(facts, await UploadFacts.ReadAsync(db, items, cancellationToken), draft, limits, time.GetUtcNow());
        foreach (var (row, item) in rows.Zip(items))
        {
            rules.Consider(row, item);
        }

        return new OperationPlan(
            TitleOf(draft.Items, facts),
            draft.Items,
            draft.LeftOut,
            draft.Notes,
            await forecaster.ForecastAsync(actor, [.. draft.Items.Select(i => i.Draft)], draft.Items.Count == 1, cancellationToken))
        {
            Choices = facts.Choices,
        };
    }

    /// <param name="reviewed">The fingerprint of the plan that the operator has seen.</param>
    /// <param name="intent">Made once when the plan is shown.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    /// <param name="rather">The number that the operator prefers; null leaves the choice to the console.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor, IReadOnlyList<ReportRow> rows, string reviewed, Guid intent, DateTimeOffset? startAt, CancellationToken cancellationToken, Guid? rather = null)
    {
        var intentKey = $"upload:{intent:N}";
        if (await desk.FindAsync(intentKey, cancellationToken) is { } twin)
        {
            return twin;
        }

        var planned = await PlanAsync(actor, rows, cancellationToken, rather);
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
        try
        {
            return await desk.SubmitAsync(
                actor,
                new OperationDraft(KindOf(items), plan.Title, intentKey, plan.Forecast.Interactive, items, groups.Count == 1 ? groups[0] : null, startAt),
                cancellationToken,
                (write, operation, token) => RequestFollower.DecideAsync(write, operation, actor, time.GetUtcNow(), token));
        }
        catch (DbUpdateException) when (items.Exists(i => i.OnceKey is not null))
        {
            // The name of an invitation was taken between looking and saving: somebody else invites one of them now.
            return new ChangedMeanwhile("One of these people");
        }
    }

    /// <summary>Deciding requests is a right of its own.</summary>
    private static string PermissionFor(IReadOnlyList<ReportRow> rows) =>
        rows.Count > 0 && rows.All(r => r.Kind is ItemKind.ApproveRequest or ItemKind.RejectRequest) ? Permissions.DecideRequests : Permissions.ManageGroups;

    private static string TitleOf(IReadOnlyList<PlannedItem> items, WorldFacts facts)
    {
        var groups = items.Select(i => i.Draft.GroupId).Distinct(StringComparer.Ordinal).ToList();
        var where = groups.Count == 1 ? facts.NameOf(groups[0]) : $"{groups.Count:N0} groups";
        var who = items.Count == 1 ? items[0].Draft.Label : $"{items.Count:N0} people";
        var what = items.Select(i => i.Draft.Kind).Distinct().ToList() switch
        {
            [ItemKind.AddParticipant] => $"Add {who} to {where}",
            [ItemKind.RemoveParticipant] => $"Remove {who} from {where}",
            [ItemKind.PromoteParticipant] => $"Make {who} admin of {where}",
            [ItemKind.DemoteParticipant] => $"Take the admin role from {who} in {where}",
            [ItemKind.ApproveRequest] => $"Approve {who} for {where}",
            [ItemKind.RejectRequest] => $"Reject {who} for {where}",
            [ItemKind.SendInviteCard or ItemKind.SendInviteLink] => $"Invite {who} to {where}",
            _ when items.Count == 1 => items[0].Text,
            [ItemKind.LinkGroup] => $"Link {where}",
            [ItemKind.UnlinkGroup] => $"Unlink {where}",
            _ => $"{items.Count:N0} changes in {where}",
        };
        return $"{what}, from a report";
    }

    private static OperationKind KindOf(IReadOnlyList<ItemDraft> items)
    {
        var kinds = items.Select(i => i.Kind).ToHashSet();
        return kinds.IsSubsetOf([ItemKind.AddParticipant]) ? OperationKind.AddParticipants
            : kinds.IsSubsetOf([ItemKind.RemoveParticipant]) ? OperationKind.RemoveParticipants
            : kinds.IsSubsetOf([ItemKind.PromoteParticipant]) ? OperationKind.PromoteParticipants
            : kinds.IsSubsetOf([ItemKind.DemoteParticipant]) ? OperationKind.DemoteParticipants
            : kinds.IsSubsetOf([ItemKind.LinkGroup, ItemKind.UnlinkGroup]) ? OperationKind.ApplyPlan
            : kinds.IsSubsetOf([ItemKind.ApproveRequest, ItemKind.RejectRequest]) ? OperationKind.DecideRequests
            : kinds.IsSubsetOf([ItemKind.SendInviteCard, ItemKind.SendInviteLink]) ? OperationKind.SendMessages
            : OperationKind.ChangeGroup;
    }
}
