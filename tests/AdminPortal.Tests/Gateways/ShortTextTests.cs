using AdminPortal.Gateways.Http;

namespace AdminPortal.Tests.Gateways;

public sealed class ShortTextTests
{
    [Theory]
    [InlineData("short", 5, "short")]
    [InlineData("longer", 5, "longe…")]
    [InlineData("four🎉", 5, "four…")]
    public void Words_are_cut_between_characters(string text, int most, string expected) => Assert.Equal(expected, ShortText.Of(text, most));
}
