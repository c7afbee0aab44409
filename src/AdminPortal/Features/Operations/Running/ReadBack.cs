using AdminPortal.Data;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Proves accepted items and settles unknown ones by reading, one read for all items of a group. What is absent twice did
/// not happen, and is sent again where <see cref="SecondSending"/> allows it; what neither reads nor <see cref="LostMessages"/>
/// can tell is left to a person.
/// </summary>
internal sealed class ReadBack(
    IDbContextFactory<PortalDbContext> contexts,
    WorldReader world,
    PacingGovernor pacing,
    OpenWork work,
    ItemLedger ledger,
    SecondSending again,
    LostMessages lost,
    AttentionDesk attention,
    NumberBreaker breaker,
    IOptions<OperationsOptions> options,
    TimeProvider time)
{
    private const int MaxUnreadable = 5;

    /// <summary>Reads what is due first.</summary>
    /// <returns>Whether something was read; if not, when the next read is due.</returns>
    public async Task<(bool Read, DateTimeOffset? Next)> StepAsync(RunnerTerm term, ReadBackMemory memory, CancellationToken cancellationToken)
    {
        var connectionId = term.ConnectionId;
        var open = await OpenAsync(connectionId, cancellationToken);
        memory.Keep(open.Select(o => o.Item.Id).ToHashSet());
        var waiting = open.FindAll(o => !memory.IsGivenUp(o.Item.Id));
        if (waiting.Count == 0)
        {
            return (false, null);
        }

        var now = time.GetUtcNow();
        var groupIds = waiting.Select(o => o.Item.GroupId).OfType<string>().Distinct().ToList();
        var busy = await work.BusyGroupsAsync(connectionId, groupIds, now, cancellationToken);
        var targets = waiting
            .GroupBy(o => ReadTarget.Of(o.Item))
            .Select(target => (Target: target.Key, Items: target.ToList(), Due: DueOf(target.Key, [.. target], busy, memory, now)))
            .OrderBy(t => t.Due).ThenByDescending(t => t.Items.Exists(i => i.Interactive));
        var held = new Dictionary<Lane, DateTimeOffset?>();
        DateTimeOffset? next = null;
        foreach (var (target, items, due) in targets)
        {
            var at = due;
            if (due <= now && target.Kind != ReadTargetKind.Nothing)
            {
                // Nothing is read while its cap is reached: what need not be read goes on.
                var lane = LaneOf(items);
                if (!held.TryGetValue(lane, out var until))
                {
                    held[lane] = until = await pacing.NextReadAsync(connectionId, lane, cancellationToken);
                }

                at = until ?? due;
            }

            if (at <= now)
            {
                await SettleAsync(term, target, items, memory, cancellationToken);
                return (true, null);
            }

            next = next < at ? next : at;
        }

        return (false, next);
    }

    private static Lane LaneOf(List<OpenItem> items) => items.Exists(o => o.Interactive) ? Lane.Interactive : Lane.Bulk;

    private DateTimeOffset DueOf(ReadTarget target, List<OpenItem> items, IReadOnlySet<string> busy, ReadBackMemory memory, DateTimeOffset now)
    {
        var accepted = items.Count(i => i.Item.State == ItemState.Accepted);
        var due = items.Min(i =>
            memory.SecondLookOf(i.Item.Id) is { } second ? now + (second.Wait - time.GetElapsedTime(second.Since))
            : i.Item.State == ItemState.Unknown || i.Interactive || accepted >= options.Value.ConfirmBatch || !busy.Contains(i.Item.GroupId ?? "") ? DateTimeOffset.MinValue
            : (i.Item.SentAt ?? DateTimeOffset.MinValue) + options.Value.ConfirmAfter);
        var notBefore = memory.NotBefore(target.Key);
        return due > notBefore ? due : notBefore;
    }

    private async Task SettleAsync(RunnerTerm term, ReadTarget target, List<OpenItem> open, ReadBackMemory memory, CancellationToken cancellationToken)
    {
        var (connectionId, items) = (term.ConnectionId, open.ConvertAll(o => o.Item));
        var lane = LaneOf(open);
        if (target.Kind == ReadTargetKind.Nothing && await AskedAsync(items[0], lane, term, memory, cancellationToken))
        {
            return;
        }

        var asked = time.GetTimestamp();
        var reading = await world.ReadAsync(connectionId, target, items, lane, cancellationToken);
        var now = time.GetUtcNow();
        if (reading.Failure is { } failure)
        {
            if (failure.Kind == GatewayFailureKind.SignedOut)
            {
                await breaker.BlameAsync(connectionId, SessionState.SignedOut, failure.Message, now, cancellationToken);
            }

            if (memory.Failed(target.Key, now, options.Value.ReadAgainAfter, answered: !IsOutage(failure)) < MaxUnreadable)
            {
                return;
            }

            reading = WorldReading.Same(items, new Judgement(Finding.Never, $"Reading it back does not work. The gateway answered: {failure.Message}"));
        }
        else if (reading.Judgements.Values.Any(j => j.Finding == Finding.NotYet)
            && memory.Failed(target.Key, now, options.Value.ReadAgainAfter, answered: true) < MaxUnreadable)
        {
            await ConcludeAsync(items, reading.Judgements, isLast: false, memory, asked, cancellationToken);
            return;
        }

        memory.Succeeded(target.Key);
        await ConcludeAsync(items, reading.Judgements, isLast: true, memory, asked, cancellationToken);
    }

    /// <summary>What passes, or stops the number, which calls for a person in its own way.</summary>
    private static bool IsOutage(GatewayFailure failure) =>
        failure.Kind is GatewayFailureKind.Unavailable or GatewayFailureKind.RateLimited or GatewayFailureKind.SignedOut;

    /// <returns>Whether the message is settled, or will be asked for later.</returns>
    private async Task<bool> AskedAsync(OperationItem message, Lane lane, RunnerTerm term, ReadBackMemory memory, CancellationToken cancellationToken)
    {
        var answer = await lost.AskAsync(message, lane, term, cancellationToken);
        memory.ForgetLook(message.Id);
        if (answer.AskAt is { } at)
        {
            memory.LookAgain(message.Id, new(time.GetTimestamp(), at - time.GetUtcNow()));
        }

        return answer.IsSettled || answer.AskAt is not null;
    }

    /// <param name="isLast">What this read leaves open is not read any more.</param>
    private async Task ConcludeAsync(
        List<OperationItem> items,
        IReadOnlyDictionary<Guid, Judgement> judgements,
        bool isLast,
        ReadBackMemory memory,
        long asked,
        CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Guid, ItemOutcome>();
        var calls = new Dictionary<Guid, string>();
        foreach (var item in items)
        {
            var judgement = judgements[item.Id];
            switch (judgement.Finding)
            {
                case Finding.Yes:
                    outcomes[item.Id] = Happened(item, judgement);
                    break;
                case Finding.No when judgement.HalfDone is { } half && IsSecondLook(item):
                    LeaveToAPerson(item, half);
                    break;
                case Finding.No when IsSecondLook(item):
                    // It may be lost once more: then it is looked for twice again.
                    memory.ForgetLook(item.Id);
                    outcomes[item.Id] = item.State == ItemState.Unknown
                        ? await again.ConcludeAsync(item, judgement, cancellationToken)
                        : new ItemOutcome(ItemState.NotApplied, judgement.Why ?? "The gateway said yes, but a later read does not show it.");
                    break;
                case Finding.No:
                    memory.LookAgain(item.Id, new(time.GetTimestamp(), item.State == ItemState.Unknown ? options.Value.SecondReadOfUnknownAfter : options.Value.SecondReadAfter));
                    break;
                case Finding.NotYet when !isLast:
                    break;
                default:
                    LeaveToAPerson(item, judgement.Why ?? "Reading does not tell whether it happened.");
                    break;
            }
        }

        await ledger.RecordAsync(outcomes, cancellationToken);
        foreach (var (operationId, reason) in calls)
        {
            await attention.RaiseAsync(operationId, reason, cancellationToken);
        }

        // Left to a person before a restart or a reconnection, and told by a read after all.
        foreach (var operationId in items.Where(i => i.NeedsPerson && outcomes.TryGetValue(i.Id, out var outcome) && !outcome.NeedsPerson).Select(i => i.OperationId).Distinct())
        {
            await attention.CalmAsync(operationId, cancellationToken);
        }

        bool IsSecondLook(OperationItem item) =>
            memory.SecondLookOf(item.Id) is { } second && time.GetElapsedTime(second.Since, asked) >= second.Wait;

        void LeaveToAPerson(OperationItem item, string why)
        {
            memory.GiveUp(item.Id);
            outcomes[item.Id] = new ItemOutcome(ItemState.Unknown, why) { NeedsPerson = true };
            calls.TryAdd(item.OperationId, $"{ItemVerbs.PhraseOf(item.Kind, item.Label)}: {why}");
        }
    }

    private static ItemOutcome Happened(OperationItem item, Judgement judgement) =>
        new(ItemState.Confirmed, judgement.Why ?? (item.State == ItemState.Unknown ? "No trustworthy answer came; a read shows that it happened." : item.Detail))
        {
            Reason = item.WasSoBefore ? item.Reason : null,
            WasSoBefore = item.WasSoBefore,
            GroupId = judgement.GroupId,
            CommunityId = judgement.CommunityId,
        };

    private async Task<List<OpenItem>> OpenAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from item in db.OperationItems.AsNoTracking()
            join operation in db.Operations.AsNoTracking() on item.OperationId equals operation.Id
            where item.ConnectionId == connectionId && (item.State == ItemState.Accepted || item.State == ItemState.Unknown)
            select new OpenItem(item, operation.Interactive)).ToListAsync(cancellationToken);
    }

    private sealed record OpenItem(OperationItem Item, bool Interactive);
}
