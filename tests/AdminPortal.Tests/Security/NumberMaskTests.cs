using AdminPortal.Security;

namespace AdminPortal.Tests.Security;

public sealed class NumberMaskTests
{
    [Theory]
    [InlineData("+4915110002000", "+49 ••• 00")]
    [InlineData("Add +49 151 1000-2000 to Yard", "Add +49 ••• 00 to Yard")]
    [InlineData("{\"participants\":[\"4915110002000@s.whatsapp.net\"]}", "{\"participants\":[\"49 ••• 00@s.whatsapp.net\"]}")]
    [InlineData("88112233445566@lid", "88 ••• 66@lid")]
    [InlineData("POST /group/4915110002000-1600000000@g.us", "POST /group/49 ••• 00-1600000000@g.us")]
    public void Numbers_are_masked_wherever_they_stand(string text, string masked) => Assert.Equal(masked, NumberMask.Of(text));

    [Theory]
    [InlineData("Ann, 12 people, 1,200 items")]
    [InlineData("hidden number · LID …1234")]
    [InlineData("2026-11-20T23:14:01.1234567Z")]
    [InlineData("20 Nov 2026, 14:32:05")]
    [InlineData("120363077001122334@g.us")]
    public void Other_figures_stay(string text) => Assert.Equal(text, NumberMask.Of(text));

    [Fact]
    public void Nobody_sees_them_before_the_right_is_known_and_a_viewer_never()
    {
        var sight = new NumberSight();
        var before = sight.Of("+4915110002000");
        sight.Take(new Actor(Guid.NewGuid(), "Mo", OperatorRole.Moderator));
        var moderator = sight.Of("+4915110002000");
        sight.Take(new Actor(Guid.NewGuid(), "Vera", OperatorRole.Viewer));

        Assert.Equal("+49 ••• 00", before);
        Assert.Equal("+4915110002000", moderator);
        Assert.Equal("+49 ••• 00", sight.Of("+4915110002000"));
        Assert.Equal("Ann ••••", sight.Query("Ann 4915"));
        Assert.Null(sight.Of(null));
    }
}
