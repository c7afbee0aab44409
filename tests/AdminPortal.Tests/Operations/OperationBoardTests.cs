using System.Text;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Results;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Pacing;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

public sealed class OperationBoardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Lists_by_state_newest_first_with_counts(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var first = await scene.SubmitAsync([scene.Add("4915110000001")]);
        await scene.SendAsync(first, 1, new ItemOutcome(ItemState.Confirmed, null));
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await scene.SubmitAsync([scene.Add("4915110000002"), scene.Add("4915110000003")]);
        await scene.SendAsync(second, 1, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.PrivacyBlocked });
        await using var pace = new PacingWorld(database);
        var board = await BoardAsync(scene, pace, database);

        var all = await board.ListAsync(new OperationFilter(), 0, 10, Token);
        var over = await board.ListAsync(new OperationFilter(OperationFilterState.Done, scene.Number), 0, 10, Token);
        var elsewhere = await board.ListAsync(new OperationFilter(ConnectionId: Guid.NewGuid()), 0, 10, Token);

        Assert.Equal([second, first], all.Rows.Select(r => r.Id));
        Assert.Equal((2, 1, 1), (all.Rows[0].Counts.Total, all.Rows[0].Counts.Failed, all.Rows[0].Counts[ItemState.Planned]));
        Assert.Equal([first], over.Rows.Select(r => r.Id));
        Assert.Equal((1, 1, 2), (over.ByState[OperationFilterState.Running], over.ByState[OperationFilterState.Done], over.ByState[OperationFilterState.All]));
        Assert.Empty(elsewhere.Rows);
    }

    [Theory, DatabaseData]
    public async Task Shows_one_with_pace_items_causes_and_the_raw_exchange(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([.. Enumerable.Range(1, 7).Select(i => scene.Add($"491511000000{i}"))]);
        var item = (await scene.ReadAsync(id)).Items[0];
        var exchange = new GatewayExchange("POST /add", "{\"a\":1}", 200, "{}", scene.Time.GetUtcNow(), TimeSpan.FromMilliseconds(12));
        await scene.Ledger.RecordAsync(
            (await scene.BeginAsync(item.Id))!,
            new ItemOutcome(ItemState.Refused, "privacy settings block add") { Reason = RefusalReason.PrivacyBlocked, Invitation = "abc" },
            [exchange],
            Token);
        await using var pace = new PacingWorld(database);
        var board = await BoardAsync(scene, pace, database);

        var detail = (await board.FindAsync(id, Token))!;
        var refused = await board.ItemsAsync(id, [ItemState.Refused], 0, 10, Token);
        var second = await board.ItemsAsync(id, null, 3, 2, Token);
        var attempts = await board.AttemptsAsync(item.Id, Token);

        Assert.Equal("6 adds = about 60 s at the current pace.", detail.Pace);
        Assert.Equal(("Harbor Crew", "Desk"), (detail.GroupName, detail.Numbers.Single().Name));
        Assert.Equal("adds go 10 s apart", detail.Waiting);
        Assert.Equal("Send the private invitation (valid for 72 h), or the invite link.", refused.Single().Explanation.NextAction);
        Assert.True(refused.Single().HasExchanges);
        Assert.Equal([4, 5], second.Select(i => i.Sequence));
        Assert.Equal(exchange, attempts.Single().Exchanges.Single());
        Assert.Null(await board.FindAsync(Guid.NewGuid(), Token));
    }

    [Theory, DatabaseData]
    public async Task The_report_holds_every_item_and_no_formula(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add("4915110000001") with { Label = "=HYPERLINK(\"http://evil.example\")" }, scene.Add("4915110000002") with { Label = "Ann, \"the\" first" }]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Refused, "@SUM(1)") { Reason = RefusalReason.PrivacyBlocked });
        await using var pace = new PacingWorld(database);
        using var target = new MemoryStream();

        await new OperationReport(await BoardAsync(scene, pace, database), database.Contexts).WriteAsync(id, target, Token);
        var lines = Encoding.UTF8.GetString(target.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain(",=", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(",@", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"Ann, \"\"the\"\" first\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("Privacy settings: cannot be added directly.", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_outcome_has_its_words()
    {
        var explained =
            from kind in Enum.GetValues<ItemKind>()
            from state in Enum.GetValues<ItemState>()
            from reason in (RefusalReason?[])[null, .. Enum.GetValues<RefusalReason>()]
            select OutcomeExplanation.Of(kind, state, reason);

        Assert.All(explained, e => Assert.EndsWith(".", e.Cause, StringComparison.Ordinal));
        Assert.False(OutcomeExplanation.Of(ItemKind.AddParticipant, ItemState.Refused, RefusalReason.BlockedByPerson).MayRetry);
    }

    [Fact]
    public void Counts_become_a_sentence()
    {
        var counts = new ItemCounts(new Dictionary<ItemState, int> { [ItemState.Confirmed] = 1200, [ItemState.Refused] = 2, [ItemState.Planned] = 5 });

        Assert.Equal("1,200 of 1,207 confirmed, 2 refused", OperationPageState.SentenceOf(counts));
        Assert.Equal(OperationFilterState.Attention, OperationPageState.FilterOf("attention"));
        Assert.Equal(OperationFilterState.All, OperationPageState.FilterOf("nonsense"));
        Assert.Equal([ItemState.Unknown], OperationPageState.ItemStatesOf("unknown"));
    }

    private static async Task<OperationBoard> BoardAsync(OperationScene scene, PacingWorld pace, TestDatabase database) =>
        new(database.Contexts, await pace.StartAsync(), scene.Retry, new QuietHours(Options.Create(new BulkOptions())), scene.Time);
}
