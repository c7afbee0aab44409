using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Operations;

public sealed class OutcomeExplanationTests
{
    private static readonly Explanation s_general = OutcomeExplanation.Of(ItemKind.AddParticipant, ItemState.Refused, RefusalReason.Unspecified);

    /// <summary>Codes of one person in an add, of joins, links and decisions: what can be done, and whether the same may be sent again.</summary>
    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(408, false)]
    [InlineData(409, false)]
    [InlineData(412, true)]
    [InlineData(417, false)]
    [InlineData(419, true)]
    [InlineData(421, false)]
    [InlineData(429, true)]
    [InlineData(451, false)]
    [InlineData(463, true)]
    [InlineData(500, true)]
    public void Every_code_has_its_own_cause_and_says_whether_it_may_be_sent_again(int code, bool mayRetry)
    {
        Assert.True(Enum.IsDefined((RefusalReason)code));

        var meaning = OutcomeExplanation.Of(ItemKind.AddParticipant, ItemState.Refused, (RefusalReason)code);

        Assert.NotEqual(s_general.Cause, meaning.Cause);
        Assert.NotNull(meaning.NextAction);
        Assert.Equal(mayRetry, meaning.MayRetry);
    }

    [Fact]
    public void Every_reason_but_the_unspecified_is_explained_for_every_kind() =>
        Assert.All(
            from kind in Enum.GetValues<ItemKind>()
            from reason in Enum.GetValues<RefusalReason>()
            where reason != RefusalReason.Unspecified
            select (kind, reason),
            pair => Assert.NotEqual(s_general.Cause, OutcomeExplanation.Of(pair.kind, ItemState.Refused, pair.reason).Cause));

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(106)]
    [InlineData(463)]
    [InlineData(0)]
    public void Every_measure_against_a_number_says_what_is_left_to_do(int code)
    {
        var meaning = OutcomeExplanation.OfNumber(code);

        Assert.EndsWith(".", meaning.Cause, StringComparison.Ordinal);
        Assert.NotNull(meaning.NextAction);
        Assert.Equal("Time", meaning.WhoCanFix);
        Assert.True(code == 0 || meaning.Cause.Contains($"({code})", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_failure_of_a_gateway_ends_in_words_an_operator_can_use(GatewayFailureKind failure)
    {
        var item = new OperationItem { Sequence = 1, Kind = ItemKind.AddParticipant, ConnectionId = Guid.NewGuid(), Label = "Ann" };
        var outcome = ItemOutcomes.From(item, new SendAnswer { Failure = new GatewayFailure(failure, "The gateway's words.") }, attempts: 4, maxAttempts: 5);

        var meaning = OutcomeExplanation.Of(item.Kind, outcome.State, outcome.Reason);

        Assert.Equal("The gateway's words.", outcome.Detail);
        if (outcome.State is ItemState.Refused or ItemState.Unknown)
        {
            Assert.NotNull(meaning.WhoCanFix);
            Assert.NotNull(meaning.NextAction);
            Assert.True(failure == GatewayFailureKind.Rejected || meaning.Cause != s_general.Cause);
        }
        else
        {
            // It waits and is sent again by itself.
            Assert.Equal(ItemState.Planned, outcome.State);
        }
    }

    public static TheoryData<GatewayFailureKind> Failures => [.. Enum.GetValues<GatewayFailureKind>()];
}
