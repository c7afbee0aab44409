using System.Collections.Concurrent;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Results;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Works off what one number has to send and to prove, one item at a time: single clicks, then proofs that are due, then
/// bulk as its pace allows. Runs at most once per number at any time; ends when there is nothing to do soon.
/// </summary>
internal sealed partial class OperationRunner(
    NumberWatch numbers,
    OpenWork work,
    RunnerTerms terms,
    ItemLedger ledger,
    ItemSender sender,
    StaleItemCheck stale,
    QuietHours quiet,
    ReadBack readBack,
    PacingGovernor pacing,
    Canary canary,
    NumberBreaker breaker,
    RunnerSignals signals,
    IOptions<OperationsOptions> options,
    TimeProvider time,
    ILogger<OperationRunner> logger)
{
    /// <summary>A longer wait is left to the timer, so that waiting numbers hold no place among the jobs.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, ReadBackMemory> _memories = new();

    /// <param name="stop">Ends between two items.</param>
    /// <param name="abort">Ends a call under way; its item is settled by reading after the next start.</param>
    public async Task RunAsync(Guid connectionId, CancellationToken stop, CancellationToken abort)
    {
        var post = signals.PostOf(connectionId);
        var memory = _memories.GetOrAdd(connectionId, _ => new ReadBackMemory());
        try
        {
            var term = await terms.BeginAsync(connectionId, stop);
            await breaker.RecallAsync(connectionId, memory.Breaker, stop);
            await ledger.AdoptOrphansAsync(connectionId, stop);
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                if (!await terms.StandsAsync(term, stop))
                {
                    throw new TermEndedException();
                }

                var bell = post.Attend();
                var next = await StepAsync(connectionId, term, memory, stop, abort);
                var now = time.GetUtcNow();
                if (next <= now)
                {
                    continue;
                }

                if (next is { } at && at - now <= LongestWait)
                {
                    var wait = at - now < options.Value.PollEvery ? at - now : options.Value.PollEvery;
                    await WaitAsync(bell, wait, stop);
                }
                else if (post.TryLeave())
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The console shuts down; what is open stands in the database.
            post.Abandon();
        }
        catch (TermEndedException)
        {
            // Another node took over while this one stood still, and settles what was under way here.
            LogTakenOver(connectionId);
            post.Abandon();
        }
        catch
        {
            post.Abandon();
            throw;
        }
    }

    /// <returns>When to look again: now or earlier when something was done, null when there is nothing to do.</returns>
    private async Task<DateTimeOffset?> StepAsync(
        Guid connectionId, RunnerTerm term, ReadBackMemory memory, CancellationToken stop, CancellationToken abort)
    {
        if (!await work.AnyAsync(connectionId, stop))
        {
            memory.Forget();
            memory.Breaker.ForgetOperations();
            return null;
        }

        if (await numbers.LookAsync(connectionId, memory, stop) is { } lookAgain)
        {
            return lookAgain;
        }

        var now = time.GetUtcNow();
        var (sent, clickAt) = await SendFirstAsync(term, interactive: true, memory.Breaker, stop, abort);
        if (sent)
        {
            return now;
        }

        var pausedUntil = await pacing.PausedUntilAsync(connectionId, stop);
        if (pausedUntil > now)
        {
            return Earliest(pausedUntil, await work.NextStartAsync(connectionId, now, stop));
        }

        var (read, proofAt) = await readBack.StepAsync(term, memory, abort);
        if (read)
        {
            return now;
        }

        if (quiet.EndAt(now) is { } morning)
        {
            return Earliest(clickAt, proofAt, morning, await work.NextStartAsync(connectionId, now, stop));
        }

        var (sentBulk, bulkAt) = await SendFirstAsync(term, interactive: false, memory.Breaker, stop, abort);
        return sentBulk ? now : Earliest(clickAt, proofAt, bulkAt, await work.NextStartAsync(connectionId, now, stop));
    }

    /// <summary>Sends the first item whose time has come. Kinds whose pace holds them back stand in nobody's way.</summary>
    private async Task<(bool Sent, DateTimeOffset? Next)> SendFirstAsync(
        RunnerTerm term, bool interactive, BreakerMemory memory, CancellationToken stop, CancellationToken abort)
    {
        DateTimeOffset? next = null;
        var held = new HashSet<ItemKind>();
        var lane = interactive ? Lane.Interactive : Lane.Bulk;
        while (true)
        {
            var (queue, areAll) = await work.NextAsync(term.ConnectionId, interactive, held, time.GetUtcNow(), stop);
            var heldBefore = held.Count;
            foreach (var queued in queue.Where(q => !held.Contains(q.Kind)))
            {
                var slot = await pacing.NextSlotAsync(term.ConnectionId, queued.Kind, lane, stop);
                if (slot.At > time.GetUtcNow())
                {
                    held.Add(queued.Kind);
                    next = Earliest(next, slot.At);
                    continue;
                }

                var (maySend, at) = await canary.MaySendAsync(term.ConnectionId, queued, memory, stop);
                if (at is not null)
                {
                    next = Earliest(next, at);
                    continue;
                }

                if (maySend)
                {
                    await SendAsync(queued, lane, term, memory, stop, abort);
                }

                return (true, null);
            }

            if (areAll || held.Count == heldBefore)
            {
                return (false, next);
            }
        }
    }

    private async Task SendAsync(QueuedItem queued, Lane lane, RunnerTerm term, BreakerMemory memory, CancellationToken stop, CancellationToken abort)
    {
        if (queued.Reverts && await stale.ObjectionAsync(queued.ItemId, stop) is { } objection)
        {
            await ledger.RecordAsync(new Dictionary<Guid, ItemOutcome> { [queued.ItemId] = new(ItemState.Skipped, objection) }, stop);
        }
        else if (await ledger.BeginAsync(queued.ItemId, term, stop) is { } item)
        {
            await SendAsync(item, lane, term, memory, abort);
        }
    }

    private async Task SendAsync(OperationItem item, Lane lane, RunnerTerm term, BreakerMemory memory, CancellationToken abort)
    {
        SendAnswer answer;
        try
        {
            answer = await sender.SendAsync(item, lane, term, abort);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // Nothing left: it waits for the next start.
            await ledger.RecordAsync(item, new ItemOutcome(ItemState.Planned, "The console shut down before it was sent.") { Reached = false }, [], CancellationToken.None);
            throw;
        }
        catch (HeldBackException held)
        {
            await ledger.RecordAsync(item, new ItemOutcome(ItemState.Planned, held.Message) { Reached = false }, [], CancellationToken.None);
            return;
        }

        var outcome = ItemOutcomes.From(item, answer, item.Attempts - 1, options.Value.MaxAttempts);

        Canary.Note(item, answer, memory);
        try
        {
            await HoldBackAsync(item, answer, outcome, memory);
        }
        finally
        {
            // A known answer is never lost, whatever became of the rest: without it the item would count as unanswered.
            await ledger.RecordAsync(item, outcome, answer.Exchanges, CancellationToken.None);
        }
    }

    /// <summary>Before the item is free to be sent again. A lock also stops the number; once resumed it goes slower.</summary>
    private async Task HoldBackAsync(OperationItem item, SendAnswer answer, ItemOutcome outcome, BreakerMemory memory)
    {
        var locked = BanSignal.IsReachOutLock(answer);
        if (locked)
        {
            await pacing.CoolDownAsync(item.ConnectionId, outcome.Until, CancellationToken.None, (int)RefusalReason.ReachOutLocked);
        }

        switch (outcome.Consequence)
        {
            case Consequence.CoolDown when !locked:
                await pacing.CoolDownAsync(item.ConnectionId, outcome.Until, CancellationToken.None);
                break;
            case Consequence.Rest:
                await pacing.RestAsync(item.ConnectionId, CancellationToken.None);
                break;
            case Consequence.None or Consequence.GroupIsFull or Consequence.StopNumber or Consequence.CoolDown:
                break;
        }

        await breaker.JudgeAsync(item, answer, outcome, memory, CancellationToken.None);
    }

    private async Task WaitAsync(Task bell, TimeSpan wait, CancellationToken stop)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(bell, Task.Delay(wait, time, timer.Token));
        await timer.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    private static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var candidate in times)
        {
            earliest = candidate is { } at && (earliest is null || at < earliest) ? at : earliest;
        }

        return earliest;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another node took over number {ConnectionId}; this one stopped working for it.")]
    private partial void LogTakenOver(Guid connectionId);
}
