using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Operations;

public sealed class ItemOutcomesTests
{
    private static readonly OperationItem s_add = new() { Sequence = 1, Kind = ItemKind.AddParticipant, ConnectionId = Guid.NewGuid(), Label = "Ann" };

    [Theory]
    [InlineData(TargetVerdict.Verified, ItemState.Confirmed)]
    [InlineData(TargetVerdict.AlreadySo, ItemState.Confirmed)]
    [InlineData(TargetVerdict.Accepted, ItemState.Accepted)]
    [InlineData(TargetVerdict.NotApplied, ItemState.NotApplied)]
    [InlineData(TargetVerdict.Refused, ItemState.Refused)]
    [InlineData(TargetVerdict.Unknown, ItemState.Unknown)]
    internal void A_verdict_becomes_a_state(TargetVerdict verdict, ItemState expected) =>
        Assert.Equal(expected, From(new SendAnswer { Verdict = verdict }).State);

    [Theory]
    [InlineData(GatewayFailureKind.NotSupported, true, ItemState.Refused, Consequence.None)]
    [InlineData(GatewayFailureKind.Forbidden, true, ItemState.Refused, Consequence.None)]
    [InlineData(GatewayFailureKind.NotFound, true, ItemState.Refused, Consequence.None)]
    [InlineData(GatewayFailureKind.Rejected, true, ItemState.Refused, Consequence.None)]
    [InlineData(GatewayFailureKind.RateLimited, true, ItemState.Planned, Consequence.CoolDown)]
    [InlineData(GatewayFailureKind.Unavailable, true, ItemState.Planned, Consequence.Rest)]
    [InlineData(GatewayFailureKind.OutcomeUnknown, true, ItemState.Unknown, Consequence.Rest)]
    [InlineData(GatewayFailureKind.Unreadable, true, ItemState.Unknown, Consequence.None)]
    [InlineData(GatewayFailureKind.SignedOut, true, ItemState.Unknown, Consequence.StopNumber)]
    [InlineData(GatewayFailureKind.SignedOut, false, ItemState.Planned, Consequence.StopNumber)]
    internal void A_failure_becomes_a_state_and_a_consequence(GatewayFailureKind kind, bool left, ItemState expected, Consequence consequence)
    {
        var outcome = From(new SendAnswer { Failure = new GatewayFailure(kind, "No."), Left = left });

        Assert.Equal((expected, consequence), (outcome.State, outcome.Consequence));
    }

    [Theory]
    [InlineData(0, ItemState.Planned)]
    [InlineData(3, ItemState.Planned)]
    [InlineData(4, ItemState.Refused)]
    internal void A_rate_limit_is_borne_so_often(int before, ItemState expected)
    {
        var answered = new SendAnswer { Failure = new GatewayFailure(GatewayFailureKind.RateLimited, "Slow down.") };
        var inBody = new SendAnswer { Verdict = TargetVerdict.Refused, Reason = RefusalReason.RateLimited };

        Assert.Equal(expected, ItemOutcomes.From(s_add, answered, before, 5).State);
        Assert.Equal(expected, ItemOutcomes.From(s_add, inBody, before, 5).State);
    }

    [Fact]
    public void Missing_resources_are_asked_for_once_more()
    {
        var answer = new SendAnswer { Verdict = TargetVerdict.Refused, Reason = RefusalReason.ResourceConstraint };

        Assert.Equal(ItemState.Planned, ItemOutcomes.From(s_add, answer, 0, 5).State);
        Assert.Equal(ItemState.Refused, ItemOutcomes.From(s_add, answer, 1, 5).State);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(502, true)]
    [InlineData(200, false)]
    [InlineData(500, false)]
    internal void Only_silence_counts_as_a_lost_answer(int? status, bool lost)
    {
        var exchange = new GatewayExchange("POST /add", null, status, null, DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        var outcome = From(new SendAnswer { Failure = new GatewayFailure(GatewayFailureKind.OutcomeUnknown, "Lost."), LastWrite = exchange });

        Assert.Equal((ItemState.Unknown, lost), (outcome.State, outcome.AnswerLost));
    }

    [Fact]
    public void A_write_that_was_answered_is_no_silence_though_the_read_after_it_was()
    {
        var write = new GatewayExchange("POST /add", null, 200, "{}", DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        var read = write with { Request = "GET /group", Status = null, ResponseBody = null };
        var outcome = From(new SendAnswer { Failure = new GatewayFailure(GatewayFailureKind.OutcomeUnknown, "Lost."), Exchanges = [write, read], LastWrite = write });

        Assert.Equal((ItemState.Unknown, false), (outcome.State, outcome.AnswerLost));
    }

    [Fact]
    public void What_was_so_already_by_the_gateways_words_is_read_back()
    {
        var add = new OperationItem { Sequence = 1, Kind = ItemKind.AddParticipant, ConnectionId = Guid.NewGuid(), GroupId = OperationScene.Group, Label = "Ann" };
        var told = new SendAnswer { Verdict = TargetVerdict.AlreadySo, Reason = RefusalReason.AlreadyMember };

        var read = ItemOutcomes.From(add, told with { IsInterpreted = true }, attempts: 0, maxAttempts: 5);

        Assert.Equal((ItemState.Accepted, true), (read.State, read.WasSoBefore));
        Assert.Equal(ItemState.Confirmed, ItemOutcomes.From(add, told, attempts: 0, maxAttempts: 5).State);
    }

    [Fact]
    public void A_missing_group_is_no_missing_person() =>
        Assert.Equal(RefusalReason.TargetGone, From(new SendAnswer { Failure = new GatewayFailure(GatewayFailureKind.NotFound, "Group not found.", 404) }).Reason);

    private static ItemOutcome From(SendAnswer answer) => ItemOutcomes.From(s_add, answer, attempts: 0, maxAttempts: 5);
}
