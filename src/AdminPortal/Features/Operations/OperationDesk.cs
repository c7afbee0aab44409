using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>Takes in work: one transaction per submit, then the runners of the numbers concerned are woken.</summary>
/// <param name="signals">Null where no runner is meant to be woken.</param>
/// <param name="second">Null where nobody is asked to confirm large work.</param>
public sealed class OperationDesk(
    IDbContextFactory<PortalDbContext> contexts,
    AbilityCheck abilities,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time,
    RunnerSignals? signals = null,
    SecondOperator? second = null)
{
    /// <summary>More than this is split by the operator; it bounds one transaction.</summary>
    public const int MaxItems = 20_000;

    /// <summary>
    /// Stores the operation. Needs <see cref="Permissions.DecideRequests"/> when it only decides requests,
    /// else <see cref="Permissions.ManageGroups"/>. What a number cannot do is refused with the sentence that says who could.
    /// </summary>
    /// <param name="alongside">Changes that belong to the same transaction; a failure from it undoes everything.</param>
    public async Task<Result<OperationTicket>> SubmitAsync(
        Actor actor,
        OperationDraft draft,
        CancellationToken cancellationToken,
        Func<PortalDbContext, Operation, CancellationToken, Task<PortalFailure?>>? alongside = null)
    {
        var permission = PermissionFor(draft.Items);
        if (!actor.Can(permission))
        {
            return new NotAllowed(permission);
        }

        if (draft.Items.Count is 0 or > MaxItems)
        {
            return new InvalidInput(draft.Items.Count == 0
                ? "There is nothing to do."
                : $"One operation takes at most {MaxItems:N0} items; this has {draft.Items.Count:N0}. Split it.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, draft.IntentKey, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        if ((await abilities.ReadAsync(db, cancellationToken)).ObjectionTo(draft) is { } objection)
        {
            return new NoNumberCanAct(objection);
        }

        var operation = ToOperation(actor, draft);
        await FormerStates.RecordAsync(db, operation.Items, cancellationToken);
        if (second is not null && !draft.Interactive
            && await second.ReasonAsync(db, actor, permission, draft.Items.Count, cancellationToken) is { } reason)
        {
            (operation.State, operation.AttentionReason) = (OperationState.AwaitsConfirmation, reason);
        }

        db.Operations.Add(operation);
        audit.Record(db, actor, "operation.submitted", "operation", operation.Id.ToString(), $"{operation.Title} ({draft.Items.Count:N0} items).", operation.Id);
        try
        {
            if (alongside is not null && await alongside(db, operation, cancellationToken) is { } failure)
            {
                return failure;
            }

            if (await StoreAsync(db, operation, cancellationToken) is { } already)
            {
                return await FindAsync(db, draft.IntentKey, cancellationToken) is { } same ? same : already;
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("What this is about");
        }
        catch (DbUpdateException)
        {
            // The unique intent key: the same submit arrived twice at the same moment.
            await using var again = await contexts.CreateDbContextAsync(cancellationToken);
            if (await FindAsync(again, draft.IntentKey, cancellationToken) is { } twin)
            {
                return twin;
            }

            throw;
        }

        feed.Publish(ChangeTopic.Operations, operation.Id.ToString());
        foreach (var connectionId in operation.Items.Select(i => i.ConnectionId).Distinct())
        {
            signals?.Wake(connectionId);
        }

        return new OperationTicket(operation.Id, AlreadySubmitted: false, operation.State == OperationState.AwaitsConfirmation);
    }

    /// <summary>Deciding requests is a right of its own.</summary>
    internal static string PermissionFor(IEnumerable<ItemDraft> items) =>
        items.All(i => i.Kind is ItemKind.ApproveRequest or ItemKind.RejectRequest) ? Permissions.DecideRequests : Permissions.ManageGroups;

    /// <summary>The operation that this intent has become; null when it was not submitted yet.</summary>
    public async Task<OperationTicket?> FindAsync(string intentKey, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, intentKey, cancellationToken);
    }

    private static Task<UnderWayAlready?> StoreAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) => db.WriteAsync(
        async token =>
        {
            await db.TakeTurnAsync(token);
            if (await WorkUnderWay.ObjectionAsync(db, operation, token) is { } already)
            {
                return already;
            }

            await db.SaveChangesAsync(token);
            return null;
        },
        cancellationToken);

    private static async Task<OperationTicket?> FindAsync(PortalDbContext db, string intentKey, CancellationToken cancellationToken)
    {
        var id = await db.Operations.Where(o => o.IntentKey == intentKey).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancellationToken);
        return id is { } found ? new OperationTicket(found, AlreadySubmitted: true) : null;
    }

    private Operation ToOperation(Actor actor, OperationDraft draft)
    {
        var operation = new Operation
        {
            Kind = draft.Kind,
            Title = StorableText.Of(draft.Title, 300),
            IntentKey = draft.IntentKey,
            Interactive = draft.Interactive,
            SubmittedById = actor.OperatorId,
            SubmittedBy = actor.Name,
            SubmittedAt = time.GetUtcNow(),
            StartAt = draft.StartAt,
            GroupId = draft.GroupId,
            FollowsOperationId = draft.FollowsOperationId,
            Fallback = draft.Fallback is { } fallback ? ItemPayload.Write(fallback) : null,
        };
        operation.Items.AddRange(draft.Items.Select((item, index) => new OperationItem
        {
            Sequence = index + 1,
            Kind = item.Kind,
            ConnectionId = item.ConnectionId,
            GroupId = item.GroupId,
            CommunityId = item.CommunityId,
            Participant = item.Participant,
            RequestId = item.RequestId,
            Label = StorableText.Of(item.Label, 300),
            Payload = item.Payload,
            DependsOn = item.DependsOn,
            OnceKey = item.OnceKey,
        }));
        return operation;
    }
}
