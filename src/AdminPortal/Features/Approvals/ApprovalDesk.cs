using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Approvals;

/// <summary>What deciding several requests would do.</summary>
/// <param name="Interactive">So few that they go ahead of bulk work.</param>
public sealed record DecisionPlan(IReadOnlyList<PlannedItem> Items, IReadOnlyList<LeftOut> LeftOut, bool Interactive);

/// <summary>Takes decisions on membership requests and takes them back while they have not been sent.</summary>
public sealed class ApprovalDesk(
    IDbContextFactory<PortalDbContext> contexts,
    OperationDesk operations,
    ActingNumbers actingNumbers,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    /// <summary>How long a decision waits before it is sent, so that it can be taken back.</summary>
    public static readonly TimeSpan TakeBackTime = TimeSpan.FromSeconds(5);

    /// <summary>Up to this many at once go ahead of bulk work.</summary>
    private const int InteractiveLimit = 20;
    private const int MaxNote = 500;

    /// <summary>
    /// Decides the requests that still wait. Those handled meanwhile, and those in groups where none of our numbers can act, are
    /// counted and left alone. Needs <see cref="Permissions.DecideRequests"/>.
    /// </summary>
    /// <param name="note">Reason of a rejection, kept for other operators; never sent.</param>
    /// <param name="through">By group, the number that the operator chose; the console chooses for the others.</param>
    /// <param name="startAt">Not before this time; null is after the seconds in which it can be taken back.</param>
    public async Task<Result<DecisionTicket>> DecideAsync(
        Actor actor,
        IReadOnlyCollection<Guid> requestIds,
        bool approve,
        string? note,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, Guid>? through = null,
        DateTimeOffset? startAt = null)
    {
        if (!actor.Can(Permissions.DecideRequests))
        {
            return new NotAllowed(Permissions.DecideRequests);
        }

        if (note?.Length > MaxNote)
        {
            return new InvalidInput($"The reason may have at most {MaxNote} characters.", "note");
        }

        var sorted = await SortAsync(requestIds, approve, through, cancellationToken);
        if (sorted.Waiting == 0)
        {
            return new AlreadyHandled(requestIds.Count);
        }

        var (decided, acting, missing) = (sorted.Decided, sorted.Acting, sorted.CannotAct.Values.ToList());
        if (decided.Count == 0)
        {
            return missing is [var only] ? only : new NoNumberCanAct(string.Join(" ", missing.Select(m => m.Message)));
        }

        var now = time.GetUtcNow();
        var submitted = await operations.SubmitAsync(
            actor,
            ToDraft(decided, acting, approve, startAt ?? now + TakeBackTime),
            cancellationToken,
            (db, operation, token) => MarkDecidingAsync(db, operation, decided, actor, approve, note, now, token));
        if (!submitted.Succeeded)
        {
            return submitted.Failure;
        }

        decided.ForEach(d => feed.Publish(ChangeTopic.Requests, d.Id.ToString()));
        return new DecisionTicket(submitted.Value.OperationId, decided.Count, requestIds.Count - sorted.Waiting, [.. missing.Select(m => m.Message)]);
    }

    /// <summary>What deciding these requests would send, and which of them it leaves out. Changes nothing.</summary>
    public async Task<DecisionPlan> PlanAsync(
        IReadOnlyCollection<Guid> requestIds, bool approve, IReadOnlyDictionary<string, Guid>? through, CancellationToken cancellationToken)
    {
        var sorted = await SortAsync(requestIds, approve, through, cancellationToken);
        var gone = requestIds.Distinct().Count() - sorted.Waiting;
        return new DecisionPlan(
            [.. sorted.Decided.Select(d => new PlannedItem(ToItem(d, sorted.Acting, approve), d.GroupName, sorted.Acting[d.GroupId].Name))],
            [
                .. sorted.Stuck.Select(d => new LeftOut($"{d.Person} for {d.GroupName}", sorted.CannotAct[d.GroupId].Message)),
                .. Enumerable.Repeat(new LeftOut("A request", "Was handled or withdrawn meanwhile."), gone),
            ],
            sorted.Decided.Count <= InteractiveLimit);
    }

    /// <summary>Undoes a decision of which nothing was sent yet: the requests wait again.</summary>
    /// <returns>How many requests wait again.</returns>
    public async Task<Result<int>> TakeBackAsync(Actor actor, Guid operationId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.DecideRequests))
        {
            return new NotAllowed(Permissions.DecideRequests);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operation = await db.Operations.Include(o => o.Items)
            .FirstOrDefaultAsync(o => o.Id == operationId && o.Kind == OperationKind.DecideRequests, cancellationToken);
        if (operation is null)
        {
            return new NotThere("The decision");
        }

        if (operation.State is not (OperationState.Queued or OperationState.AwaitsConfirmation) || operation.Items.Exists(i => i.State != ItemState.Planned))
        {
            return new TooLateToTakeBack();
        }

        var now = time.GetUtcNow();
        (operation.State, operation.FinishedAt, operation.CancelRequested) = (OperationState.Cancelled, now, true);
        foreach (var item in operation.Items)
        {
            (item.State, item.Detail, item.SettledAt) = (ItemState.Skipped, "Taken back before it was sent.", now);
        }

        var requests = await db.MembershipRequests.Where(r => r.OperationId == operationId && r.State == RequestState.Deciding).ToListAsync(cancellationToken);
        foreach (var request in requests)
        {
            (request.State, request.Approve, request.OperationId, request.DecidedBy, request.DecidedAt, request.Note) =
                (RequestState.Waiting, null, null, null, null, null);
        }

        audit.Record(db, actor, "request.decision.taken-back", "operation", operationId.ToString(), $"Took back: {operation.Title}.", operationId);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The runner was faster.
            return new TooLateToTakeBack();
        }

        feed.Publish(ChangeTopic.Operations, operationId.ToString());
        requests.ForEach(r => feed.Publish(ChangeTopic.Requests, r.Id.ToString()));
        return requests.Count;
    }

    private async Task<List<Waiting>> ReadWaitingAsync(IReadOnlyCollection<Guid> requestIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = new List<Waiting>();
        foreach (var ids in requestIds.Distinct().Chunk(500))
        {
            waiting.AddRange(await (
                from request in db.MembershipRequests.AsNoTracking()
                join grp in db.Groups on request.GroupId equals grp.Id
                join person in db.People on request.PersonId equals person.Id
                where ids.Contains(request.Id) && request.State == RequestState.Waiting
                select new Waiting(request.Id, request.Version, request.GroupId, grp.Name, request.ListedId, person.Name, person.PhoneKey, person.LidKey))
                .ToListAsync(cancellationToken));
        }

        return waiting;
    }

    private async Task<Sorted> SortAsync(
        IReadOnlyCollection<Guid> requestIds, bool approve, IReadOnlyDictionary<string, Guid>? through, CancellationToken cancellationToken)
    {
        var waiting = await ReadWaitingAsync(requestIds, cancellationToken);
        var found = await actingNumbers.FindAsync(
            [.. waiting.Select(w => w.GroupId)], approve ? Capability.ApproveRequests : Capability.RejectRequests, MemberRole.Admin, cancellationToken, through);
        var acting = found.Where(f => f.Value.Succeeded).ToDictionary(f => f.Key, f => f.Value.Value!, StringComparer.Ordinal);
        var cannotAct = found.Where(f => !f.Value.Succeeded).ToDictionary(f => f.Key, f => f.Value.Failure!, StringComparer.Ordinal);
        return new Sorted(waiting.Count, [.. waiting.Where(w => acting.ContainsKey(w.GroupId))], acting, cannotAct, [.. waiting.Where(w => cannotAct.ContainsKey(w.GroupId))]);
    }

    private static ItemDraft ToItem(Waiting request, IReadOnlyDictionary<string, ActingNumber> acting, bool approve) =>
        new(approve ? ItemKind.ApproveRequest : ItemKind.RejectRequest, acting[request.GroupId].ConnectionId, request.Person)
        {
            GroupId = request.GroupId,
            Participant = request.ListedId,
            RequestId = request.Id,
        };

    private static OperationDraft ToDraft(List<Waiting> decided, IReadOnlyDictionary<string, ActingNumber> acting, bool approve, DateTimeOffset startAt)
    {
        var verb = approve ? "Approve" : "Reject";
        var first = decided[0];
        var groups = decided.Select(d => d.GroupId).Distinct().Count();
        var title = decided.Count == 1
            ? $"{verb} {first.Person} for {first.GroupName}"
            : $"{verb} {decided.Count:N0} requests for {(groups == 1 ? first.GroupName : $"{groups:N0} groups")}";
        return new OperationDraft(
            OperationKind.DecideRequests,
            title,
            // The request's version changes with every decision, also with one taken back: the same click twice is one intent.
            decided.Count == 1 ? $"decide:{first.Id:N}:{first.Version:N}" : $"decide:{Guid.CreateVersion7():N}",
            Interactive: decided.Count <= InteractiveLimit,
            [.. decided.Select(d => ToItem(d, acting, approve))],
            GroupId: groups == 1 ? first.GroupId : null,
            StartAt: startAt);
    }

    private static async Task<PortalFailure?> MarkDecidingAsync(
        PortalDbContext db, Operation operation, List<Waiting> decided, Actor actor, bool approve, string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var chunk in decided.Select(d => d.Id).Chunk(500))
        {
            var requests = await db.MembershipRequests.Where(r => chunk.Contains(r.Id) && r.State == RequestState.Waiting).ToListAsync(cancellationToken);
            if (requests.Count != chunk.Length)
            {
                return decided.Count == 1 ? new AlreadyHandled(1) : new ChangedMeanwhile("One of the requests");
            }

            foreach (var request in requests)
            {
                (request.State, request.Approve, request.OperationId, request.DecidedBy, request.DecidedAt) =
                    (RequestState.Deciding, approve, operation.Id, actor.Name, now);
                request.Note = string.IsNullOrWhiteSpace(note) ? null : StorableText.Of(note.Trim(), MaxNote);
            }
        }

        return null;
    }

    /// <param name="Waiting">How many of the requests still wait.</param>
    /// <param name="Stuck">Those in groups where none of our numbers can act; the reason stands by group.</param>
    private sealed record Sorted(
        int Waiting, List<Waiting> Decided, IReadOnlyDictionary<string, ActingNumber> Acting, IReadOnlyDictionary<string, PortalFailure> CannotAct, List<Waiting> Stuck);

    private sealed record Waiting(Guid Id, Guid Version, string GroupId, string GroupName, string ListedId, string? Name, string? PhoneKey, string? LidKey)
    {
        public string Person => PersonWords.Of(Name, PhoneKey, LidKey).Name;
    }
}
