using AdminPortal.Data;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>What asking for a lost message came to.</summary>
/// <param name="IsSettled">It is known and written down.</param>
/// <param name="AskAt">When to ask; null, where nothing is settled, when only a person can tell.</param>
internal sealed record LostMessageAnswer(bool IsSettled, DateTimeOffset? AskAt = null);

/// <summary>
/// Settles messages whose answer was lost with the connection or the console. No read shows a message; but a gateway may
/// promise that the same key and content is answered with what it has stored, and is not sent again. There, and only there,
/// the message is asked for once more under its key: it went out, or goes out now, once.
/// <para>
/// How long keys are kept is promised nowhere, so nobody asks after more than some minutes; nor before the first call is
/// certainly over, because nothing is promised of two at the same time. Only "sent" is believed: what else the gateway says
/// may be about this second time. What was cancelled or paused meanwhile is not asked for, since it might go out by that.
/// </para>
/// </summary>
internal sealed class LostMessages(
    IDbContextFactory<PortalDbContext> contexts, ItemSender sender, ItemLedger ledger, IOptions<OperationsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan s_keysAreKept = TimeSpan.FromMinutes(10);

    private static readonly LostMessageAnswer s_nobodyKnows = new(IsSettled: false);

    public async Task<LostMessageAnswer> AskAsync(OperationItem item, Lane lane, RunnerTerm term, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (item is not { State: ItemState.Unknown, AnswerLost: true, SentAt: { } sentAt }
            || now - sentAt > s_keysAreKept
            || await sender.RepetitionOfAsync(item, lane, term, cancellationToken) is not { } ask
            || !await IsWantedAsync(item, cancellationToken))
        {
            return s_nobodyKnows;
        }

        if (now < sentAt + options.Value.SecondReadOfUnknownAfter)
        {
            return new LostMessageAnswer(IsSettled: false, sentAt + options.Value.SecondReadOfUnknownAfter);
        }

        SendAnswer answer;
        try
        {
            answer = await ask(cancellationToken);
        }
        catch (HeldBackException)
        {
            // Stopped, cancelled, or decided by a person while it waited for its turn: nothing was asked.
            return s_nobodyKnows;
        }

        if (answer is { Failure: null, Verdict: TargetVerdict.Verified })
        {
            await ledger.RecordAsync(
                item, new ItemOutcome(ItemState.Confirmed, $"No answer came at first. Asked again under the same key, {Tail(answer)}"), answer.Exchanges, CancellationToken.None);
            return new LostMessageAnswer(IsSettled: true);
        }

        return answer.Failure?.Kind is GatewayFailureKind.Unavailable or GatewayFailureKind.RateLimited
            ? new LostMessageAnswer(IsSettled: false, answer.Failure.Until > now ? answer.Failure.Until : now + options.Value.ReadAgainAfter)
            : s_nobodyKnows;
    }

    private static string Tail(SendAnswer answer) => answer.Detail is { Length: > 0 } detail ? $"{char.ToLowerInvariant(detail[0])}{detail[1..]}" : "the gateway says it was sent.";

    private async Task<bool> IsWantedAsync(OperationItem item, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.AnyAsync(o => o.Id == item.OperationId && !o.CancelRequested && o.State != OperationState.Paused, cancellationToken);
    }
}
