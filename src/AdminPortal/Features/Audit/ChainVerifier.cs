using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Audit;

/// <summary>
/// Recomputes the whole chain in batches. It finds lines that were changed, taken out or slipped in. Lines cut off at the
/// end leave an intact chain; that is why every verification writes down the head it saw.
/// </summary>
public sealed class ChainVerifier(IDbContextFactory<PortalDbContext> contexts, AuditTrail audit, ChangeFeed feed)
{
    internal const int Batch = 1000;

    /// <summary>Needs <see cref="Permissions.ExportAudit"/>. The verdict becomes a line of the trail itself.</summary>
    /// <param name="progress">How many lines were checked so far.</param>
    public async Task<Result<ChainVerdict>> VerifyAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ExportAudit))
        {
            return new NotAllowed(Permissions.ExportAudit);
        }

        var verdict = await WalkAsync(progress, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Record(db, actor, "audit.verified", "audit", verdict.Checked.ToString(CultureInfo.InvariantCulture), verdict.Sentence);
        await db.SaveChangesAsync(cancellationToken);
        feed.Publish(ChangeTopic.Audit, "verified");
        return verdict;
    }

    private async Task<ChainVerdict> WalkAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (sequence, hash) = (0L, AuditChain.Root);
        while (true)
        {
            var after = sequence;
            var batch = await db.AuditEntries.AsNoTracking()
                .Where(e => e.Sequence > after)
                .OrderBy(e => e.Sequence)
                .Take(Batch)
                .ToListAsync(cancellationToken);
            foreach (var entry in batch)
            {
                if (ProblemWith(entry, sequence, hash) is { } problem)
                {
                    return new ChainVerdict(sequence, hash, sequence + 1, problem);
                }

                (sequence, hash) = (entry.Sequence, entry.Hash);
            }

            progress?.Report(sequence);
            if (batch.Count < Batch)
            {
                return new ChainVerdict(sequence, hash, FirstBroken: null, Problem: null);
            }
        }
    }

    private static string? ProblemWith(AuditEntry entry, long last, string lastHash)
    {
        if (entry.Sequence != last + 1)
        {
            return $"it is missing; the next one there is {entry.Sequence:N0}";
        }

        if (!string.Equals(entry.PreviousHash, lastHash, StringComparison.Ordinal))
        {
            return "it does not continue the line before it";
        }

        return string.Equals(entry.Hash, AuditChain.HashOf(entry), StringComparison.Ordinal) ? null : "its text is not the one that was sealed";
    }
}

/// <param name="Checked">How many lines from the first on are intact.</param>
/// <param name="Head">The hash of the last intact line.</param>
/// <param name="FirstBroken">The sequence number where the chain breaks.</param>
/// <param name="Problem">What is wrong there.</param>
public sealed record ChainVerdict(long Checked, string Head, long? FirstBroken, string? Problem)
{
    public string Sentence => FirstBroken is { } broken
        ? $"The chain breaks at line {broken:N0}: {Problem}. {Checked:N0} lines before it are intact."
        : $"The chain is intact: {Checked:N0} lines, head {Head[..16]}.";
}
