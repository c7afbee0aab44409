using AdminPortal.Features.Audit;
using AdminPortal.Features.Operators;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Audit;

public sealed class AuditTrailTests
{
    private static readonly AuditTrail s_trail = new(new ManualTimeProvider());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Line_and_change_are_saved_together_or_not_at_all(TestDatabase database)
    {
        await using (var first = database.Open())
        {
            first.OperatorInvitations.Add(Invitation("a"));
            s_trail.Record(first, Actor.System, "test.done", "test", "1", "First.");
            await first.SaveChangesAsync(Ct);
        }

        await using (var second = database.Open())
        {
            // The hash is unique, so this save fails as a whole.
            second.OperatorInvitations.Add(Invitation("a"));
            s_trail.Record(second, Actor.System, "test.done", "test", "2", "Second.");
            await Assert.ThrowsAsync<DbUpdateException>(() => second.SaveChangesAsync(Ct));
        }

        await using var db = database.Open();
        Assert.Equal("First.", (await db.AuditEntries.SingleAsync(Ct)).Summary);
    }

    [Theory, DatabaseData]
    public async Task Line_of_a_save_that_was_mended_takes_its_place_anew(TestDatabase database)
    {
        await using var db = database.Open();
        db.OperatorInvitations.Add(Invitation("a"));
        await db.SaveChangesAsync(Ct);
        var twin = db.OperatorInvitations.Add(Invitation("a"));
        s_trail.Record(db, Actor.System, "test.done", "test", "1", "Mended.");
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
        await using (var other = database.Open())
        {
            s_trail.Record(other, Actor.System, "test.done", "test", "2", "Meanwhile.");
            await other.SaveChangesAsync(Ct);
        }

        twin.State = EntityState.Detached;
        await db.SaveChangesAsync(Ct);

        Assert.Equal(["Meanwhile.", "Mended."], await db.AuditEntries.OrderBy(e => e.Sequence).Select(e => e.Summary).ToListAsync(Ct));
        Assert.Null((await new ChainScene(database).VerifyAsync()).FirstBroken);
    }

    [Theory, DatabaseData]
    public async Task Lines_written_at_the_same_moment_form_one_chain_without_gaps(TestDatabase database)
    {
        const int Writers = 8;
        const int Each = 10;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await using var db = database.Open();
                s_trail.Record(db, Actor.System, "test.done", "test", $"{writer}", $"Line {i}, first half.");
                s_trail.Record(db, Actor.System, "test.done", "test", $"{writer}", $"Line {i}, second half.");
                await db.SaveChangesAsync(Ct);
            }
        })));

        var verdict = await new ChainScene(database).VerifyAsync();

        Assert.Null(verdict.FirstBroken);
        Assert.Equal(Writers * Each * 2, verdict.Checked);
    }

    [Theory]
    [DatabaseData("zero \0 byte")]
    [DatabaseData("line\r\nbreak")]
    [DatabaseData("half \uD83D of a pair")]
    [DatabaseData("emoji 👩‍🚀 and \u202E marks")]
    public async Task Text_from_outside_keeps_its_seal(TestDatabase database, string text)
    {
        await using var db = database.Open();
        s_trail.Record(db, new Actor(Guid.NewGuid(), text + new string('n', 200), OperatorRole.Viewer), "test.done", "test", text, text + string.Concat(Enumerable.Repeat("😀", 600)));
        await db.SaveChangesAsync(Ct);

        var verdict = await new ChainScene(database).VerifyAsync();

        Assert.Null(verdict.FirstBroken);
        await using var fresh = database.Open();
        Assert.InRange((await fresh.AuditEntries.OrderBy(e => e.Sequence).FirstAsync(Ct)).Summary.Length, 990, 1000);
    }

    private static OperatorInvitation Invitation(string hash) => new()
    {
        TokenHash = hash,
        Role = OperatorRole.Viewer,
        CreatedBy = "test",
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };
}
