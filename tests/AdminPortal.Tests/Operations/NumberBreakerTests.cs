using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

/// <summary>What the breaker makes of single answers and of a session that is gone.</summary>
public sealed class NumberBreakerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, SessionState.SignedOut, null, true)]
    [InlineData(20, SessionState.Disconnected, null, true)]
    [InlineData(20, SessionState.Unknown, "temp_banned", true)]
    [InlineData(20, SessionState.Connecting, null, false)]
    [InlineData(20, SessionState.Unknown, null, false)]
    [InlineData(300, SessionState.SignedOut, null, false)]
    [InlineData(-5, SessionState.SignedOut, null, false)]
    public async Task A_lost_session_is_blamed_on_a_change_only_right_after_it(int secondsAfter, SessionState session, string? detail, bool blamed)
    {
        await using var database = await TestDatabase.CreateAsync(AdminPortal.Data.DatabaseProvider.Sqlite);
        var scene = await OperationScene.CreateAsync(database);
        await scene.SendAsync(await scene.SubmitAsync([scene.Add("4915110000001")]), 1, new ItemOutcome(ItemState.Accepted, Detail: null));

        var stopped = await BreakerOf(database, scene).BlameAsync(scene.Number, session, detail, scene.Time.GetUtcNow().AddSeconds(secondsAfter), Token);

        Assert.Equal(blamed, stopped);
        Assert.Equal(blamed, await StoppedAsync(database, scene) is { } reason && reason.Contains("Add 49 ••• 01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_lost_before_anything_was_sent_is_nobodys_fault()
    {
        await using var database = await TestDatabase.CreateAsync(AdminPortal.Data.DatabaseProvider.Sqlite);
        var scene = await OperationScene.CreateAsync(database);

        Assert.False(await BreakerOf(database, scene).BlameAsync(scene.Number, SessionState.SignedOut, detail: null, noticedAt: null, Token));
    }

    [Theory]
    [InlineData(RefusalReason.NoRight, 3, true)]
    [InlineData(RefusalReason.NoRight, 2, false)]
    [InlineData(RefusalReason.BlockedByPerson, 3, true)]
    [InlineData(RefusalReason.ResourceConstraint, 3, true)]
    [InlineData(RefusalReason.PrivacyBlocked, 9, false)]
    [InlineData(RefusalReason.NotOnWhatsApp, 9, false)]
    [InlineData(RefusalReason.LinkOnly, 9, false)]
    [InlineData(RefusalReason.LeftRecently, 9, false)]
    [InlineData(RefusalReason.GroupFull, 9, false)]
    [InlineData(RefusalReason.Unspecified, 9, false)]
    public async Task Only_refusals_about_the_number_make_a_row(RefusalReason reason, int times, bool stops)
    {
        await using var database = await TestDatabase.CreateAsync(AdminPortal.Data.DatabaseProvider.Sqlite);
        var scene = await OperationScene.CreateAsync(database);
        var (breaker, memory) = (BreakerOf(database, scene), new BreakerMemory());
        var item = new OperationItem { Sequence = 1, Kind = ItemKind.AddParticipant, ConnectionId = scene.Number, Label = "Ann" };
        for (var i = 0; i < times; i++)
        {
            await breaker.JudgeAsync(
                item, new SendAnswer { Verdict = TargetVerdict.Refused, Reason = reason }, new ItemOutcome(ItemState.Refused, Detail: null) { Reason = reason }, memory, Token);
        }

        Assert.Equal(stops, await StoppedAsync(database, scene) is not null);
    }

    [Fact]
    public async Task Two_reasons_in_turn_and_a_success_between_make_no_row()
    {
        await using var database = await TestDatabase.CreateAsync(AdminPortal.Data.DatabaseProvider.Sqlite);
        var scene = await OperationScene.CreateAsync(database);
        var (breaker, memory) = (BreakerOf(database, scene), new BreakerMemory());
        var item = new OperationItem { Sequence = 1, Kind = ItemKind.AddParticipant, ConnectionId = scene.Number, Label = "Ann" };
        foreach (var reason in (RefusalReason?[])
            [RefusalReason.NoRight, RefusalReason.NoRight, RefusalReason.BlockedByPerson, RefusalReason.NoRight, RefusalReason.NoRight, null, RefusalReason.NoRight])
        {
            var answer = new SendAnswer { Verdict = reason is null ? TargetVerdict.Accepted : TargetVerdict.Refused, Reason = reason };
            await breaker.JudgeAsync(item, answer, new ItemOutcome(reason is null ? ItemState.Accepted : ItemState.Refused, Detail: null) { Reason = reason }, memory, Token);
        }

        Assert.Null(await StoppedAsync(database, scene));
    }

    [Theory]
    [DatabaseData]
    public async Task A_row_of_refusals_outlives_the_runner_until_something_goes_through(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var breaker = BreakerOf(database, scene);
        async Task AnswerAsync(RefusalReason? reason)
        {
            // Every answer comes to another runner.
            var memory = new BreakerMemory();
            await breaker.RecallAsync(scene.Number, memory, Token);
            var item = new OperationItem { Sequence = 1, Kind = ItemKind.RemoveParticipant, ConnectionId = scene.Number, Label = "Ann" };
            var answer = new SendAnswer { Verdict = reason is null ? TargetVerdict.Accepted : TargetVerdict.Refused, Reason = reason };
            await breaker.JudgeAsync(item, answer, new ItemOutcome(reason is null ? ItemState.Accepted : ItemState.Refused, Detail: null) { Reason = reason }, memory, Token);
        }

        foreach (var reason in (RefusalReason?[])
            [RefusalReason.NoRight, RefusalReason.NoRight, null, RefusalReason.NoRight, RefusalReason.NoRight, RefusalReason.BlockedByPerson, RefusalReason.BlockedByPerson])
        {
            await AnswerAsync(reason);
        }

        Assert.Null(await StoppedAsync(database, scene));
        await AnswerAsync(RefusalReason.BlockedByPerson);
        Assert.Contains("3 changes in a row were refused because people have blocked this number", await StoppedAsync(database, scene), StringComparison.Ordinal);

        // Whoever lets it go on begins a new row.
        await using var db = database.Open();
        Assert.False(await db.RefusalRows.AnyAsync(Token));
    }

    private static NumberBreaker BreakerOf(TestDatabase database, OperationScene scene) => new(
        database.Contexts, new ConnectionHealth(database.Contexts, new NumberAges(), new AuditTrail(scene.Time), scene.Feed, scene.Time), Options.Create(new OperationsOptions()));

    private static async Task<string?> StoppedAsync(TestDatabase database, OperationScene scene)
    {
        await using var db = database.Open();
        return await db.Connections.Where(c => c.Id == scene.Number).Select(c => c.StoppedReason).SingleAsync(Token);
    }
}
