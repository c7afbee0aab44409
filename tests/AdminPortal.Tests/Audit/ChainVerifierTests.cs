using AdminPortal.Features.Audit;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Audit;

public sealed class ChainVerifierTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Intact_chain_of_several_batches_is_intact_and_the_verdict_becomes_a_line(TestDatabase database)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync((ChainVerifier.Batch * 2) + 1);

        var verdict = await scene.VerifyAsync();

        Assert.Equal((ChainVerifier.Batch * 2) + 1, verdict.Checked);
        Assert.Null(verdict.FirstBroken);
        var newest = (await scene.Log.PageAsync(AuditFilter.Everything, before: null, Ct)).Lines[0];
        Assert.Equal(("audit.verified", verdict.Sentence), (newest.Action, newest.Summary));
        Assert.Contains(verdict.Head[..16], verdict.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [DatabaseData("Summary")]
    [DatabaseData("ActorName")]
    [DatabaseData("Action")]
    [DatabaseData("SubjectId")]
    public async Task Changed_line_is_found(TestDatabase database, string column)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync(20);
        await using var db = database.Open();
        await db.AuditEntries.Where(e => e.Sequence == 7)
            .ExecuteUpdateAsync(set => set.SetProperty(e => EF.Property<string>(e, column), "forged"), Ct);

        var verdict = await scene.VerifyAsync();

        Assert.Equal((7L, 6L), (verdict.FirstBroken, verdict.Checked));
        Assert.Contains("line 7", verdict.Sentence, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Changed_line_with_a_new_seal_breaks_the_one_after_it(TestDatabase database)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync(20);
        await using var db = database.Open();
        var forged = await db.AuditEntries.AsNoTracking().SingleAsync(e => e.Sequence == 7, Ct);
        var resealed = new AuditEntry
        {
            Sequence = forged.Sequence,
            At = forged.At,
            ActorId = forged.ActorId,
            ActorName = "somebody else",
            Action = forged.Action,
            SubjectKind = forged.SubjectKind,
            SubjectId = forged.SubjectId,
            Summary = forged.Summary,
            PreviousHash = forged.PreviousHash,
        };
        var hash = AuditChain.HashOf(resealed);
        await db.AuditEntries.Where(e => e.Sequence == 7)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.ActorName, "somebody else").SetProperty(e => e.Hash, hash), Ct);

        Assert.Equal(8, (await scene.VerifyAsync()).FirstBroken);
    }

    [Theory]
    [DatabaseData(1)]
    [DatabaseData(7)]
    public async Task Missing_line_is_found(TestDatabase database, int missing)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync(20);
        await using var db = database.Open();
        await db.AuditEntries.Where(e => e.Sequence == missing).ExecuteDeleteAsync(Ct);

        Assert.Equal(missing, (await scene.VerifyAsync()).FirstBroken);
    }

    [Theory, DatabaseData]
    public async Task Only_who_may_export_verifies(TestDatabase database)
    {
        var scene = new ChainScene(database);

        Assert.IsType<NotAllowed>((await scene.Verifier.VerifyAsync(ChainScene.Operator, progress: null, Ct)).Failure);
        Assert.IsType<NotAllowed>((await scene.Export.WriteAsync(ChainScene.Operator, AuditFilter.Everything, () => Stream.Null, Ct)).Failure);
        Assert.Empty((await scene.Log.PageAsync(AuditFilter.Everything, before: null, Ct)).Lines);
    }
}
