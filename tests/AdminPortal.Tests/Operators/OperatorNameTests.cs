using AdminPortal.Features.Operators;

namespace AdminPortal.Tests.Operators;

public sealed class OperatorNameTests
{
    [Theory]
    [InlineData("  Ann   Lee ", "Ann Lee")]
    [InlineData("Ann\u202E eeL", "Ann eeL")]
    [InlineData("\u200B\u2066Ann\u2069\uFEFF", "Ann")]
    [InlineData("Ann\r\nLee\0\u0007", "Ann Lee")]
    [InlineData("Ann \uD83D lost half", "Ann lost half")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("👩\u200d🚀 Ann", "👩\u200d🚀 Ann")]
    [InlineData("=HYPERLINK(1)", "=HYPERLINK(1)")]
    public void Invisible_and_turning_characters_fall_away_and_the_rest_stays(string entered, string expected) =>
        Assert.Equal(expected, OperatorName.Parse(entered).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("\u202E\u200D")]
    public void Nothing_visible_is_no_name(string? entered) => Assert.Equal("name", OperatorName.Parse(entered).Failure!.Field);

    [Fact]
    public void Too_long_is_said_and_not_cut() =>
        Assert.Contains("60", OperatorName.Parse(new string('x', 61)).Failure!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData(" ann@example.org ", true)]
    [InlineData("ann", false)]
    [InlineData("Ann <ann@example.org>", false)]
    [InlineData("ann@exa mple.org", false)]
    [InlineData("ann\u202E@example.org", false)]
    [InlineData("ann@example.org\r\nBcc: x@example.org", false)]
    [InlineData("", false)]
    public void Email_is_an_address_and_nothing_around_it(string entered, bool good) =>
        Assert.Equal(good, OperatorEmail.Parse(entered).Succeeded);
}
