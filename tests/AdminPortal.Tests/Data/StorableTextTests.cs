using AdminPortal.Data;

namespace AdminPortal.Tests.Data;

public sealed class StorableTextTests
{
    [Theory]
    [InlineData("as it is", 8, "as it is", "as it is")]
    [InlineData("one too many", 11, "one too ma…", "one too man")]
    [InlineData("a\0b", 2, "ab", "ab")]
    [InlineData("ab\0", 2, "ab", "ab")]
    [InlineData("x🎉🎉", 4, "x🎉…", "x🎉")]
    [InlineData("x🎉", 3, "x🎉", "x🎉")]
    public void Text_is_cut_between_characters(string text, int most, string sentence, string fact)
    {
        Assert.Equal(sentence, StorableText.Of(text, most));
        Assert.Equal(fact, StorableText.Fact(text, most));
    }

    [Fact]
    public void Half_characters_are_replaced() => Assert.Equal("a\uFFFDb", StorableText.Fact("a\uD83Cb", 10));
}
