using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Stops all work on a number when answers say that going on could cost it: the session lost after a change, a measure of
/// WhatsApp, or the same refusal again and again. Only a person lets it go on.
/// <para>
/// Of refusals, only those count which speak about the number or its standing in the group: the right is missing, people
/// have blocked it, WhatsApp slows it down or has no resources for it, the gateway rejects the call. What is said about one
/// person (privacy, not on WhatsApp, left recently, only by link, no number at all) or one target (gone, full, linked
/// elsewhere, the creator) is normal, in any number and order: it neither counts nor breaks a row. Neither does a refusal
/// without a reason, because some gateways never give one. A change that goes through breaks it; a restart, or another node
/// that takes over, does not.
/// </para>
/// </summary>
internal sealed class NumberBreaker(IDbContextFactory<PortalDbContext> contexts, ConnectionHealth health, IOptions<OperationsOptions> options)
{
    /// <summary>A session lost later than this after the last change was not lost by it.</summary>
    private static readonly TimeSpan s_blameFor = TimeSpan.FromMinutes(1);

    /// <summary>Judges the answer to one item, before anything else is sent.</summary>
    public async Task JudgeAsync(OperationItem item, SendAnswer answer, ItemOutcome outcome, BreakerMemory memory, CancellationToken cancellationToken)
    {
        var phrase = ItemVerbs.PhraseOf(item.Kind, item.Label);
        if (outcome.Consequence == Consequence.StopNumber)
        {
            await health.StopAsync(item.ConnectionId, $"The session was lost when “{phrase}” was sent: {outcome.Detail}", cancellationToken);
        }
        else if (BanSignal.In(answer.Failure?.Code ?? (int?)answer.Reason, answer.Failure?.Message, answer.Detail) is { } ban)
        {
            await health.StopAsync(item.ConnectionId, $"{ban} It answered so to “{phrase}”. Let it rest, for days rather than hours.", cancellationToken);
        }
        else if (outcome.State is ItemState.Accepted or ItemState.Confirmed)
        {
            await ForgetAsync(item.ConnectionId, memory, cancellationToken);
        }
        else if (answer.Left && WhyOf(answer, outcome) is { } why)
        {
            await CountAsync(item.ConnectionId, why, phrase, memory, cancellationToken);
        }
    }

    /// <summary>Takes the row of refusals up where the last runner of the number, here or elsewhere, has left it.</summary>
    public async Task RecallAsync(Guid connectionId, BreakerMemory memory, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.RefusalRows.AsNoTracking().FirstOrDefaultAsync(r => r.ConnectionId == connectionId, cancellationToken);
        memory.Recall(kept?.Cause, kept?.Times ?? 0);
    }

    /// <summary>Something went through, or the number stands still until it is looked after: the next refusal is a first one.</summary>
    public async Task ForgetAsync(Guid connectionId, BreakerMemory memory, CancellationToken cancellationToken)
    {
        if (memory.Cause is not null)
        {
            memory.Recall(cause: null, refusals: 0);
            await KeepAsync(connectionId, memory, cancellationToken);
        }
    }

    /// <summary>Stops a number whose session is gone, when its last change may have been the cause.</summary>
    /// <param name="noticedAt">When the session was seen to be gone; null blames the last change whenever it was.</param>
    /// <returns>Whether it was stopped.</returns>
    public async Task<bool> BlameAsync(Guid connectionId, SessionState session, string? detail, DateTimeOffset? noticedAt, CancellationToken cancellationToken)
    {
        var ban = BanSignal.In(code: null, detail);
        if (ban is null && session is not (SessionState.SignedOut or SessionState.Disconnected))
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.OperationItems.AsNoTracking()
            .Where(i => i.ConnectionId == connectionId && i.SentAt != null)
            .OrderByDescending(i => i.SentAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (last?.SentAt is not { } sentAt || (noticedAt is { } at && (at < sentAt || at - sentAt > s_blameFor)))
        {
            return false;
        }

        var phrase = ItemVerbs.PhraseOf(last.Kind, last.Label);
        await health.StopAsync(
            connectionId,
            ban is not null
                ? $"{ban} It was seen after “{phrase}”. Let it rest, for days rather than hours."
                : $"It was {(session == SessionState.SignedOut ? "signed out" : "disconnected")} right after “{phrase}”. Some gateways lose the session when somebody is added: connect it again, and look whether it stays, before it goes on.",
            cancellationToken);
        return true;
    }

    private async Task CountAsync(Guid connectionId, string why, string phrase, BreakerMemory memory, CancellationToken cancellationToken)
    {
        memory.Refused(why);
        await KeepAsync(connectionId, memory, cancellationToken);
        if (memory.Refusals >= options.Value.StopAfterRefusals)
        {
            await health.StopAsync(
                connectionId, $"{memory.Refusals} changes in a row were refused because {why}. The last was “{phrase}”. Look at the cause before it goes on.", cancellationToken);
            await ForgetAsync(connectionId, memory, cancellationToken);
        }
    }

    private async Task KeepAsync(Guid connectionId, BreakerMemory memory, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.RefusalRows.FirstOrDefaultAsync(r => r.ConnectionId == connectionId, cancellationToken);
        switch (memory.Cause, kept)
        {
            case (null, null):
                return;
            case (null, { } over):
                db.Remove(over);
                break;
            case ({ } cause, null):
                db.Add(new RefusalRow { ConnectionId = connectionId, Cause = cause, Times = memory.Refusals });
                break;
            case ({ } cause, { } row):
                (row.Cause, row.Times) = (cause, memory.Refusals);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The cause of a refusal that speaks about the number or the group, as the end of "refused because …"; else null.</summary>
    private static string? WhyOf(SendAnswer answer, ItemOutcome outcome) => (outcome.State, outcome.Reason, answer.Failure) switch
    {
        (not ItemState.Refused, _, _) => null,
        (_, RefusalReason.NoRight, _) => "our number lacks the right",
        (_, RefusalReason.BlockedByPerson, _) => "people have blocked this number",
        (_, RefusalReason.RateLimited, _) => "WhatsApp slows this number down",
        (_, RefusalReason.ResourceConstraint, _) => "WhatsApp has no resources for it",
        // 400 speaks of what was asked, for example a number that is none.
        (_, null, { Kind: GatewayFailureKind.Rejected, Code: not 400 and var code }) => $"the gateway rejects them{(code is null ? "" : $" ({code})")}",
        _ => null,
    };
}
